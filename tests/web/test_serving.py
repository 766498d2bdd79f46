"""`newsarchive serve` as a user runs it: a process that says where it is, and ends when told."""

import errno
import os
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from support.cli import COMMAND, Cli, clean_environment
from support.patience import PATIENCE_SECONDS
from support.portal import Made
from support.serving import fetched, serving

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_end(made: Made, tmp_path: Path, number: int) -> None:
    with serving(made.root, tmp_path) as (address, process):
        status, page = fetched(address)
        assert (status, b"Town &lt;Library&gt;" in page) == (200, True)
        assert fetched(f"{address}nowhere")[0] == 404

        os.kill(process.pid, number)
        out, err = process.communicate(timeout=PATIENCE_SECONDS)

    assert (process.returncode, out, err) == (0, "", "")


def test_a_port_in_use_is_one_line(made: Made, cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        done = cli("serve", "-a", made.root, "--port", port)

    assert (done.code, done.stdout) == (3, "")
    assert done.stderr == (
        f"newsarchive: port {port} of 127.0.0.1 is in use. Name another: --port 8001.\n"
    )


def test_an_archive_that_is_not_there_is_one_line(cli: Cli, tmp_path: Path) -> None:
    done = cli("serve", "-a", tmp_path / "nowhere", "--port", "0")

    assert done.code == 3
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_pages_for_staff_are_served_on_this_machine_only(made: Made, cli: Cli) -> None:
    done = cli("serve", "-a", made.root, "--staff", "--host", "0.0.0.0")  # noqa: S104  # it is refused

    assert done.code == 2
    assert "--staff" in done.stderr


@pytest.mark.parametrize("package", ["starlette", "uvicorn"])
def test_without_the_extra_it_says_what_to_install(
    made: Made, tmp_path: Path, package: str
) -> None:
    absent = tmp_path / "absent"
    (absent / package).mkdir(parents=True)
    (absent / package / "__init__.py").write_text(
        f"raise ModuleNotFoundError('it is absent', name={package!r})\n", "utf-8"
    )

    done = subprocess.run(
        [COMMAND, "serve", "-a", made.root],
        env=clean_environment(tmp_path) | {"PYTHONPATH": str(absent)},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'newsarchive[web]'" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_address_that_is_not_ours_is_one_line(made: Made, cli: Cli) -> None:
    done = cli("serve", "-a", made.root, "--host", "192.0.2.1", "--port", "0")

    assert done.code == 3
    assert os.strerror(errno.EADDRNOTAVAIL).lower() in done.stderr
