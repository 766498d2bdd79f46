"""A reader with a real browser: from the first page to a bag taken home, whatever came in."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import bagit
import pytest

from support import browser, driven, every_format
from support.cli import Cli, clean_environment
from support.every_format import MARK, SAMPLES, Everything, Sample
from support.forks import Forks
from support.serving import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytest.importorskip("playwright", reason="Playwright is not installed")
pytest.importorskip("uvicorn", reason="the extra `web` is not installed")
pytest.importorskip("trafilatura", reason="the extra `html` is not installed")
pytest.importorskip("pypdfium2", reason="the extra `documents` is not installed")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium here"),
]


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory, forks: Forks) -> Everything:
    """An archive with an article of every format."""
    folder = tmp_path_factory.mktemp("everything")
    return every_format.make(folder, Cli(folder, clean_environment(folder), forks))


@pytest.fixture(scope="module")
def address(everything: Everything, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where it is served."""
    with serving(everything.root, tmp_path_factory.mktemp("home")) as (address, _):
        yield address


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """The browser."""
    with driven.chromium() as found:
        yield found


@pytest.fixture
def page(chromium: "Browser", address: str) -> Iterator["Page"]:
    """A window with the first page in it; when the test is done nothing of any page was blocked."""
    with driven.window(chromium) as page:
        blocked: list[str] = []
        page.on("console", lambda said: blocked.append(said.text))
        page.on("pageerror", lambda error: blocked.append(str(error)))
        page.goto(address)
        yield page
        assert blocked == []


def find(page: "Page", sample: Sample) -> None:
    """Search for the article and open it."""
    page.get_by_label("Search the archive").fill(sample.word)
    page.get_by_role("button", name="Search").click()
    page.locator(".hits").get_by_role("link", name=sample.headline).click()


@pytest.mark.parametrize("name", SAMPLES)
def test_an_article_is_found_and_shown_whatever_it_came_as(page: "Page", name: str) -> None:
    sample = SAMPLES[name]

    find(page, sample)

    article = page.locator("article")
    assert article.locator("h1").inner_text() == sample.headline
    assert sample.word in article.locator(".text").inner_text()
    pictures = article.locator("figure img")
    assert pictures.count() == sample.pictures
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        page.wait_for_function("one => one.complete", arg=picture.element_handle())
        assert picture.evaluate("one => one.naturalWidth") > 0
    assert page.locator("section[aria-labelledby=provenance] .label").count() > 3
    kept = page.locator("section[aria-labelledby=preservation]").inner_text()
    assert re.search(r"Last checked\s+\S+: intact", kept)
    assert "sha512:" in kept


def test_results_are_narrowed_and_widened_again(page: "Page") -> None:
    page.get_by_label("Search the archive").fill("ferry")
    page.get_by_role("button", name="Search").click()
    hits = page.locator(".hits > li")
    every = hits.count()

    page.locator(".filters").get_by_role("link", name="Tolm Post").click()

    assert hits.count() == 1
    assert "Tolm Post" in page.locator("h1").inner_text()
    page.get_by_role("list", name="Filters that are set").get_by_role("link").first.click()
    assert hits.count() == every > 1


@pytest.mark.parametrize("name", ["a saved page", "a sheet"])
def test_a_bag_that_is_taken_home_is_valid(
    page: "Page", tmp_path: Path, cli: Cli, name: str
) -> None:
    find(page, SAMPLES[name])

    with page.expect_download() as waiting:
        page.get_by_role("link", name="The bag as a zip").click()
    packed = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(packed)

    assert cli("validate", packed).code == 0
    with zipfile.ZipFile(packed) as file:
        file.extractall(tmp_path / "home")
    for declaration in (tmp_path / "home").rglob("bagit.txt"):
        bagit.Bag(str(declaration.parent)).validate()
    assert list((tmp_path / "home").rglob("bagit.txt"))


HOSTILE = {"a page": ("a saved page", "page.html"), "a drawing": ("a text", "drawing.svg")}


def payload(page: "Page", kind: str) -> str:
    """The address of a file of the bag that has a script in it."""
    name, file = HOSTILE[kind]
    find(page, SAMPLES[name])
    page.get_by_role("link", name="Every file, with its digest").click()
    link = page.get_by_role("link", name=re.compile(rf"{re.escape(file)}$")).first
    return str(link.evaluate("one => one.href"))


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_with_a_script_is_kept_and_not_opened(page: "Page", kind: str) -> None:
    there = payload(page, kind)
    before = page.url

    with page.expect_download() as waiting:
        page.evaluate("there => { window.location.href = there; }", there)

    assert MARK in Path(waiting.value.path()).read_text("utf-8")
    assert page.url == before
    assert page.title() != MARK


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "not guarded"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_even_where_something_between_opens_it_no_script_of_it_runs(
    chromium: "Browser", address: str, kind: str, guarded: bool
) -> None:
    """Not guarded it runs: the two names say what keeps it from that."""

    def opens(route: "Route") -> None:
        answer = route.fetch()
        shown = "text/html" if kind == "a page" else "image/svg+xml"
        headers = {**answer.headers, "content-type": shown, "content-disposition": "inline"}
        if not guarded:
            del headers["content-security-policy"]
        route.fulfill(response=answer, headers=headers)

    with driven.window(chromium) as page:
        page.goto(address)
        there = payload(page, kind)
        page.route(there, opens)

        page.goto(there)

        assert (page.title() == MARK) is not guarded


def test_a_drawing_is_never_shown_as_a_picture(page: "Page") -> None:
    find(page, SAMPLES["a text"])

    shown = [one.get_attribute("src") or "" for one in page.locator("img").all()]

    assert shown
    assert not any(source.endswith(".svg") for source in shown)
    assert "drawing.svg" in page.locator("article").inner_text()
