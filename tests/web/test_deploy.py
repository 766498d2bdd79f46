"""nginx before the portal, with what docs/deploy.md says: a real one, on this machine alone."""

import http.client
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from support.patience import PATIENCE_SECONDS
from support.portal import Made
from support.project import ROOT
from support.serving import serving

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")
OPENSSL = shutil.which("openssl")
NAME = "archive.example.org"

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")
pytestmark = [
    pytest.mark.skipif(NGINX is None, reason="there is no nginx here"),
    pytest.mark.skipif(OPENSSL is None, reason="there is no openssl here"),
]


@dataclass(frozen=True)
class Site:
    """An nginx: its ports for TLS and without, and the certificate that it shows."""

    port: int
    plain: int
    certificate: Path

    def get(
        self,
        path: str,
        *,
        method: str = "GET",
        name: str = NAME,
        form: str | None = None,
        **headers: str,
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """What it answers by TLS to whoever asks for the name, or posts a `form`."""
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        trust = ssl.create_default_context(cafile=str(self.certificate))
        peer = socket.create_connection(("127.0.0.1", self.port), PATIENCE_SECONDS)
        connection = http.client.HTTPConnection(name)
        with trust.wrap_socket(peer, server_hostname=name) as connection.sock:
            connection.request(method, path, form, {"Connection": "close", **headers})
            answer = connection.getresponse()
            return answer, answer.read()


def free_port() -> int:
    """A port that nobody had a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def configuration(folder: Path, portal: str, site: Site) -> Path:
    """A file for nginx: what the page says, with the ports and paths of this test."""
    page = (ROOT / "docs/deploy.md").read_text("utf-8")
    (said,) = re.findall(r"```nginx\n(.*?)```", page, re.DOTALL)
    for there, here in (
        ("127.0.0.1:8000", portal.removeprefix("http://").rstrip("/")),
        ("listen 443", f"listen 127.0.0.1:{site.port}"),
        ("listen 80", f"listen 127.0.0.1:{site.plain}"),
        ("/etc/ssl/newsarchive", str(folder)),
    ):
        assert there in said
        said = said.replace(there, here)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    path = folder / "nginx.conf"
    path.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/errors warn;\n"
        "worker_processes 1;\nevents { worker_connections 64; }\n"
        f"http {{\naccess_log off;\n{temporary}\n{said}\n}}\n",
        "utf-8",
    )
    return path


def certified(folder: Path) -> None:
    """A certificate as the page has it made."""
    page = (ROOT / "docs/deploy.md").read_text("utf-8")
    command = re.search(r"^    (openssl req (?:.*\\\n)*.*)$", page, re.MULTILINE)
    assert command
    subprocess.run(["/bin/sh", "-c", command[1]], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module", params=["readers", "staff"])
def before(
    request: pytest.FixtureRequest, made: Made, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """An nginx before a portal for readers, and before one that nobody should put there."""
    folder = tmp_path_factory.mktemp("nginx")
    site = Site(free_port(), free_port(), folder / "fullchain.pem")
    certified(folder)
    options = ("--staff",) if request.param == "staff" else ()
    with serving(made.root, folder, *options) as (portal, _):
        path = configuration(folder, portal, site)
        command = [str(NGINX), "-e", f"{folder}/errors", "-c", str(path), "-p", str(folder)]
        tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert tried.returncode == 0, tried.stderr
        with subprocess.Popen(command) as running:
            try:
                wait_for(site, running)
                yield site
            finally:
                running.terminate()
                running.wait(PATIENCE_SECONDS)


def wait_for(site: Site, running: "subprocess.Popen[bytes]") -> None:
    """Until it takes connections."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        assert running.poll() is None, "nginx has ended"
        try:
            socket.create_connection(("127.0.0.1", site.port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("nginx takes no connections")


readers = pytest.mark.parametrize("before", ["readers"], indirect=True)


@readers
def test_pages_come_by_tls_with_the_headers_of_the_portal(before: Site, made: Made) -> None:
    answer, page = before.get(f"/article/{made.bags['rain']}")

    assert (answer.status, b"the ferry did not run" in page) == (200, True)
    assert "default-src 'none'" in (answer.headers["content-security-policy"] or "")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["server"] == "nginx"  # and no version


@readers
def test_a_bag_comes_whole_and_in_part(before: Site, made: Made) -> None:
    path = f"/bag/{made.bags['rain']}/file/data/original/rain.txt"

    whole, data = before.get(path)
    part, piece = before.get(path, Range="bytes=5-9")
    packed, _ = before.get(f"/bag/{made.bags['rain']}.zip")

    assert (whole.status, part.status, packed.status) == (200, 206, 200)
    assert piece == data[5:10]


@readers
def test_nothing_can_be_sent_but_what_a_harvester_asks(before: Site) -> None:
    harvest, described = before.get("/oai", method="POST", form="verb=Identify")
    long, _ = before.get("/oai", method="POST", form="x" * 9000)

    assert (harvest.status, b"<Identify>" in described) == (200, True)
    assert long.status == 413
    assert before.get("/", method="POST")[0].status == 405
    assert before.get("/", method="PUT", form="x")[0].status == 403
    assert before.get("/", method="HEAD")[0].status == 200


@readers
@pytest.mark.parametrize("host", [NAME, "evil.example", "127.0.0.1"])
def test_whoever_comes_without_tls_is_sent_to_our_name(before: Site, host: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", before.plain, timeout=PATIENCE_SECONDS)
    connection.request("GET", "/search?q=x", headers={"Host": host})
    answer = connection.getresponse()
    answer.read()
    connection.close()

    assert answer.status == 301
    assert answer.headers["location"] == f"https://{NAME}/search?q=x"


@readers
def test_whoever_asks_for_another_name_gets_no_answer(before: Site) -> None:
    with pytest.raises(ssl.SSLError):
        before.get("/", name="evil.example")


@readers
def test_what_a_request_says_of_itself_is_not_believed(before: Site) -> None:
    plain, page = before.get("/search?q=harbour")
    said = {f"X-Forwarded-{name}": "evil.example" for name in ("Host", "For", "Proto", "Prefix")}
    forged, again = before.get("/search?q=harbour", Forwarded="host=evil.example", **said)

    assert again == page
    assert "evil.example" not in str(forged.headers)
    assert plain.status == forged.status == 200


@pytest.mark.parametrize("before", ["staff"], indirect=True)
@pytest.mark.parametrize("path", ["/", "/staff/audits", "/staff/gaps"])
def test_pages_for_staff_are_given_to_nobody_through_it(before: Site, path: str) -> None:
    answer, page = before.get(path)

    assert answer.status == 400
    assert b"Audits and fixity" not in page
