"""Where readers find the portal: as it was told, else where it listens; never as a request says."""

import urllib.request
from pathlib import Path

import pytest

from support.cli import Cli
from support.portal import Made
from support.serving import fetched, serving

pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

NAMING = ("sitemap.xml", "sitemap-0.xml", "robots.txt", "oai?verb=Identify", "openapi.json")


@pytest.mark.parametrize(
    "said",
    ["https://archive.example.org/", "https://archive.example.org:8443", "http://[2001:db8::1]/"],
)
def test_whole_addresses_begin_as_it_was_told(made: Made, tmp_path: Path, said: str) -> None:
    with serving(made.root, tmp_path, "--base-url", said) as (address, _):
        answers = [fetched(f"{address}{place}")[1].decode() for place in NAMING]

    assert [said.rstrip("/") in answer for answer in answers] == [True] * len(NAMING)
    assert not [answer for answer in answers if "127.0.0.1" in answer]


def test_without_it_they_begin_with_the_address_that_is_printed(made: Made, tmp_path: Path) -> None:
    with serving(made.root, tmp_path) as (address, _):
        request = urllib.request.Request(f"{address}sitemap.xml")  # noqa: S310  # our own
        request.add_header("Host", "evil.example")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request) as answer:
            told = answer.read().decode()

    assert f"<loc>{address}sitemap-0.xml</loc>" in told
    assert "evil.example" not in told


@pytest.mark.parametrize(
    "said",
    [
        "archive.example.org",
        "ftp://archive.example.org/",
        "javascript:alert(1)",
        "https://",
        "https://archive.example.org/news/",
        "https://archive.example.org/?q=1",
        "https://archive.example.org/#top",
        "https://user:word@archive.example.org/",
        "https://archive.example.org:99999/",
        "https://archive.example.org:0/",
        "https://archive.example.org/ ",
        "https://archive.ex<b>ample.org/",
        "https://archiv\u00e9.example.org/",
        "https://[::1/",
    ],
)
def test_what_no_portal_can_have_is_one_line(made: Made, cli: Cli, said: str) -> None:
    done = cli("serve", "-a", made.root, "--port", "0", "--base-url", said)

    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "--base-url is an address without a path" in done.stderr
