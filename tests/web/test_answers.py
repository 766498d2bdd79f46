"""What the portal answers: by whose leave, with which headers, and what it does not send."""

import io
import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

import newsarchive
from support import portal
from support.archives import bags as bags_of
from support.portal import Made

if TYPE_CHECKING:
    from starlette.testclient import TestClient

WORDS = ("closed words", "withheld words", "later words", "dark words", "gone words")
OF_AN_ARTICLE = (
    "/article/{}",
    "/bag/{}",
    "/article/{}.json",
    "/article/{}.jsonld",
    "/article/{}.dc",
    "/article/{}.ris",
    "/article/{}.bib",
    "/article/{}.csl",
    "/article/{}.txt",
    "/bag/{}.zip",
    "/bag/{}.tar",
    "/bag/{}/files",
    "/bag/{}/file/data/article.txt",
    "/bag/{}/file/data/metadata/article.json",
    "/bag/{}/file/manifest-sha512.txt",
)
WHOLE = OF_AN_ARTICLE[9:]


@pytest.mark.parametrize("address", OF_AN_ARTICLE)
def test_what_is_open_is_given(made: Made, reader: "TestClient", address: str) -> None:
    assert reader.get(address.format(made.bags["rain"])).status_code == 200


@pytest.mark.parametrize("address", OF_AN_ARTICLE)
@pytest.mark.parametrize(
    ("name", "status"), [("closed", 403), ("embargoed", 403), ("dark", 410), ("destroyed", 410)]
)
def test_what_is_closed_is_given_at_no_address(
    made: Made, reader: "TestClient", address: str, name: str, status: int
) -> None:
    answer = reader.get(address.format(made.bags[name]))

    assert answer.status_code == status
    assert not any(words in answer.text for words in WORDS)
    assert "quay" not in answer.text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("closed", "whoever holds the rights asked for it"),
        ("embargoed", "2099-01-31"),
        ("dark", "court-order (case 12/26)"),
        ("destroyed", "privacy (case 13/26)"),
    ],
)
def test_a_closed_page_says_why(made: Made, reader: "TestClient", name: str, words: str) -> None:
    assert words in reader.get(f"/article/{made.bags[name]}").text


@pytest.mark.parametrize("address", OF_AN_ARTICLE)
def test_of_what_is_only_described_no_text_is_given(
    made: Made, reader: "TestClient", address: str
) -> None:
    answer = reader.get(address.format(made.bags["described"]))

    assert answer.status_code == (200 if address not in WHOLE else answer.status_code)
    if address in WHOLE:
        assert answer.status_code in {403, 404}
    assert "withheld words" not in answer.text


@pytest.mark.parametrize("address", ["/", "/search", "/search?q=words", "/browse/source"])
@pytest.mark.parametrize("form", ["", ".json", ".csv", ".ris", ".bib"])
def test_no_list_tells_closed_words(reader: "TestClient", address: str, form: str) -> None:
    if form:
        if not address.startswith("/search"):
            return
        address = address.replace("/search", f"/search{form}")

    text = reader.get(address).text

    assert not any(words in text for words in WORDS)
    assert not any(t in text for t in ("Secret quay", "Dark quay", "Gone quay", "Later quay"))


def test_a_persistent_link_leads_to_the_current_version(made: Made, reader: "TestClient") -> None:
    first, second = made.bags["ferry-1"], made.bags["ferry-2"]

    assert "Tuesday" in reader.get(f"/article/{first}").text
    assert "Tuesday" in reader.get(f"/article/{second}").text
    assert "Monday" in reader.get(f"/bag/{first}").text
    assert f"/article/{second}" in reader.get(f"/bag/{first}").text


def test_a_link_by_name_is_one_too(made: Made, reader: "TestClient") -> None:
    name = reader.get(f"/article/{made.bags['rain']}.json").json()["bag"]

    assert reader.get(f"/article/{name}").status_code == 200


ELSEWHERE = (
    "/article/rain",  # how a name begins is no address
    "/article/rain%20over%20the%20harbour",
    "/article/urn:example:ferry",
    "/article/..",
    "/article/%2e%2e%2farchive.toml",
    "/bag/{}/file/../../../../archive.toml",
    "/bag/{}/file/%2e%2e/%2e%2e/archive.toml",
    "/bag/{}/file/..%2f..%2farchive.toml",
    "/bag/{}/file//etc/passwd",
    "/bag/{}/file/%2fetc%2fpasswd",
    "/bag/{}/file/data/../bagit.txt",
    "/bag/{}/file/./bagit.txt",
    "/bag/{}/file/data//article.txt",
    "/bag/{}/file/data/article.txt%00",
    "/bag/{}/file/data/article.txt%0a",
    "/bag/{}/file/data",
    "/bag/{}/file/",
    "/bag/{}/file/%ff%fe",
    "/bag/{}.exe",
    "/article/{}.html",
    "/search.exe",
    "/browse/person-by-person",
    "/style.css/..",
    "/ledger/entries.jsonl",
    "/archive.toml",
)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_what_is_no_address_of_a_bag_is_nowhere(
    made: Made, reader: "TestClient", address: str
) -> None:
    answer = portal.asked_raw(reader, address.format(made.bags["rain"]))

    assert answer.status == 404
    assert "[institution]" not in answer.text  # of archive.toml
    assert str(made.root) not in answer.text


@pytest.mark.parametrize("address", ["/browse/", "/search/", "/article/{}/", "/bag/{}/files/"])
def test_nobody_is_sent_on_under_the_name_that_was_asked_for(
    made: Made, reader: "TestClient", address: str
) -> None:
    path = address.format(made.bags["rain"])

    answer = portal.asked_raw(reader, path, headers={"host": "evil.example"})

    assert answer.status == 404
    assert "location" not in answer.headers
    assert "evil.example" not in answer.text


def test_a_file_that_no_manifest_lists_is_not_given(copy: Made, of_copy: "TestClient") -> None:
    bag = _bag(copy, "rain")
    (bag / "data/stray.txt").write_text("stray", "utf-8")

    assert of_copy.get(f"/bag/{copy.bags['rain']}/file/data/stray.txt").status_code == 404


def test_a_link_in_the_place_of_a_file_is_not_followed(
    copy: Made, of_copy: "TestClient", tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text("a secret", "utf-8")
    text = _bag(copy, "rain") / "data/article.txt"
    text.unlink()
    text.symlink_to(tmp_path / "secret")

    for address in ("/bag/{}/file/data/article.txt", "/article/{}", "/bag/{}.zip"):
        answer = of_copy.get(address.format(copy.bags["rain"]))
        assert answer.status_code in {500, 503}
        assert "a secret" not in answer.text


HARMED = {
    "data/article.txt": (*OF_AN_ARTICLE[:11], "/bag/{}/file/data/article.txt"),
    "data/metadata/article.json": ("/bag/{}.zip", "/bag/{}/file/data/metadata/article.json"),
    "manifest-sha512.txt": ("/article/{}", "/bag/{}/files", "/bag/{}/file/data/article.txt"),
    "data/media/001-harbour.png": ("/bag/{}/file/data/media/001-harbour.png", "/bag/{}.tar"),
}


@pytest.mark.parametrize(
    ("path", "address"), [(path, address) for path in HARMED for address in HARMED[path]]
)
def test_what_was_changed_is_not_sent_and_said_to_be(
    copy: Made, of_copy: "TestClient", capfd: pytest.CaptureFixture[str], path: str, address: str
) -> None:
    file = _bag(copy, "rain") / path
    data = file.read_bytes()
    file.write_bytes(data[:-1] + b"X")

    answer = of_copy.get(address.format(copy.bags["rain"]))

    assert answer.status_code == 500
    assert "not what was taken in" in answer.text
    assert "the ferry did not run" not in answer.text
    assert path in capfd.readouterr().err or path in answer.text


def test_no_place_on_the_machine_is_told(copy: Made, of_copy: "TestClient") -> None:
    (copy.root / "bags").rename(copy.root / "elsewhere")

    answer = of_copy.get(f"/article/{copy.bags['rain']}")

    assert answer.status_code == 503
    assert str(copy.root) not in answer.text


EVERY = (
    "/",
    "/search",
    "/article/{}",
    "/article/{}.json",
    "/bag/{}.zip",
    "/nowhere",
    "/style.css",
    "/icon.svg",
)
HEADERS = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize("address", EVERY)
def test_every_answer_has_the_headers_that_keep_readers_safe(
    made: Made, reader: "TestClient", address: str, name: str
) -> None:
    answer = reader.get(address.format(made.bags["rain"]))

    assert HEADERS[name] in answer.headers[name]
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("address", EVERY)
def test_head_gives_the_same_without_a_body(made: Made, reader: "TestClient", address: str) -> None:
    address = address.format(made.bags["rain"])
    whole, head = reader.get(address), reader.head(address)

    assert (head.status_code, head.content) == (whole.status_code, b"")
    for name in ("content-type", "etag", "content-length"):
        assert head.headers.get(name) == whole.headers.get(name)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ["/", "/search", "/article/x", "/bag/x/file/y"])
def test_nothing_can_be_written(reader: "TestClient", method: str, address: str) -> None:
    answer = reader.request(method, address)

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_what_a_reader_has_already_is_not_sent_again(made: Made, reader: "TestClient") -> None:
    for address in ("/article/{}", "/bag/{}.zip", "/bag/{}/file/data/article.txt"):
        address = address.format(made.bags["rain"])  # noqa: PLW2901
        etag = reader.get(address).headers["etag"]

        again = reader.get(address, headers={"if-none-match": etag})

        assert (again.status_code, again.content) == (304, b"")


def test_what_a_reader_has_is_no_leave_to_have_it(made: Made, reader: "TestClient") -> None:
    for name in ("closed", "dark"):
        answer = reader.get(f"/bag/{made.bags[name]}.zip", headers={"if-none-match": "*"})

        assert answer.status_code in {403, 410}


def test_a_file_is_given_by_its_bytes_and_can_be_given_in_part(
    made: Made, reader: "TestClient"
) -> None:
    address = f"/bag/{made.bags['rain']}/file/data/original/rain.txt"
    data = (made.root.parent / "sources/rain.txt").read_bytes()

    whole = reader.get(address)
    part = reader.get(address, headers={"range": "bytes=5-9"})

    assert whole.content == data
    assert (part.status_code, part.content) == (206, data[5:10])


@pytest.mark.parametrize("address", ["data/article.txt", "data/original/hostile.txt"])
def test_what_was_preserved_is_never_a_page(made: Made, reader: "TestClient", address: str) -> None:
    answer = reader.get(f"/bag/{made.bags['hostile']}/file/{address}")

    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_a_picture_is_shown_as_what_its_bytes_say(made: Made, reader: "TestClient") -> None:
    answer = reader.get(f"/bag/{made.bags['rain']}/file/data/media/001-harbour.png")

    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"].startswith("inline;")


def test_a_bag_that_was_taken_home_is_whole(
    made: Made, reader: "TestClient", tmp_path: Path
) -> None:
    answer = reader.get(f"/bag/{made.bags['hail']}.zip")
    (tmp_path / "hail.zip").write_bytes(answer.content)

    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    with newsarchive.open(made.root, read_only=True) as archive:
        bag = archive.bag(made.bags["hail"])
        assert re.search(bag.name, answer.headers["content-disposition"])


def test_what_others_take_in_is_there_at_once(
    copy: Made, of_copy: "TestClient", tmp_path: Path
) -> None:
    reader = of_copy
    assert reader.get("/").status_code == 200
    source = tmp_path / "comet.txt"
    source.write_text("Comet\n\nA comet was seen.\n", "utf-8")

    with newsarchive.open(copy.root) as archive:
        bag = archive.ingest(source).items[0].bag_id

    assert "A comet was seen." in reader.get(f"/article/{bag}").text
    assert f"/article/{bag}" in reader.get("/search?q=comet").text


def test_a_decision_holds_from_the_next_request_on(copy: Made, of_copy: "TestClient") -> None:
    reader = of_copy
    address = f"/bag/{copy.bags['rain']}/file/data/article.txt"
    assert reader.get(address).status_code == 200

    with newsarchive.open(copy.root) as archive:
        archive.decide(copy.bags["rain"], access="closed", reason="curation")

    assert reader.get(address).status_code == 403


def test_a_catalog_that_was_made_anew_is_followed(
    copy: Made, of_copy: "TestClient", tmp_path: Path
) -> None:
    reader = of_copy
    assert reader.get("/").status_code == 200
    with newsarchive.open(copy.root) as archive:
        archive.rebuild()
        source = tmp_path / "comet.txt"
        source.write_text("Comet\n\nA comet was seen.\n", "utf-8")
        bag = archive.ingest(source).items[0].bag_id

    assert reader.get(f"/article/{bag}").status_code == 200


def test_many_readers_at_once_get_the_same(made: Made, reader: "TestClient") -> None:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

    addresses = ["/", "/search?q=harbour", f"/article/{made.bags['rain']}"] * 8

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(reader.get, addresses))

    assert {a.status_code for a in answers} == {200}
    assert len({a.text for a in answers}) == 3


def test_a_name_in_a_header_cannot_end_it() -> None:
    from newsarchive.web.answers import disposition  # noqa: PLC0415

    made = disposition('a"b\r\nset-cookie: x; ü\udcff.txt', inline=False)

    assert "\n" not in made
    assert made.isascii()
    assert quote("ü") in made


def _bag(made: Made, name: str) -> Path:
    return next(bag for bag in _folders(made) if bag.name.endswith(made.bags[name][:12]))


def _folders(made: Made) -> Iterator[Path]:
    yield from bags_of(made.root)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/bag/{rain}.zip", 200),
        ("/bag/{rain}/file/data/article.txt", 200),
        ("/bag/{rain}/file/data/nothing.txt", 404),
        ("/bag/{closed}.zip", 403),
    ],
)
def test_nothing_is_left_of_what_was_made_to_be_sent(  # a case is a row
    made: Made,
    reader: "TestClient",
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    address: str,
    status: int,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    for ask in (reader.get, reader.head):
        assert ask(address.format(**made.bags)).status_code == status

    assert list(tmp_path.iterdir()) == []


def test_statements_that_take_too_long_are_broken_off(
    copy: Made, of_copy: "TestClient", monkeypatch: pytest.MonkeyPatch
) -> None:
    from newsarchive.catalog import connection  # noqa: PLC0415
    from newsarchive.web import app  # noqa: PLC0415  # an extra

    monkeypatch.setattr(connection, "_STEPS", 1)
    monkeypatch.setattr(app, "_MOST_SECONDS", 0.0)
    slow = of_copy.get(f"/article/{copy.bags['rain']}")
    monkeypatch.undo()
    again = of_copy.get(f"/article/{copy.bags['rain']}")

    assert (slow.status_code, slow.headers["retry-after"]) == (503, "60")
    assert str(copy.root) not in slow.text
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("name", "of_bag"),
    [("_packing", ".zip"), ("_sending", ".zip"), ("_giving", "/file/data/article.txt")],
)
def test_who_comes_when_many_take_bags_home_is_told_to_come_again(
    made: Made, reader: "TestClient", monkeypatch: pytest.MonkeyPatch, name: str, of_bag: str
) -> None:
    from newsarchive.web import files  # noqa: PLC0415  # an extra

    taken = getattr(files, name)
    monkeypatch.setattr(files, "_WAIT_SECONDS", 0.0)
    held = 0
    while taken.acquire(blocking=False):
        held += 1
    try:
        answer = reader.get(f"/bag/{made.bags['rain']}{of_bag}")
    finally:
        taken.release(held)

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert reader.get(f"/bag/{made.bags['rain']}{of_bag}").status_code == 200
