"""Takes the pictures of docs/pictures: the portal over the examples, in Chromium.

    python examples/portal_pictures.py [FOLDER]

It needs the extras `web` and `test`, and Chromium. What was taken in today says so on the pages, so
two runs do not give the same bytes.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

import newsarchive
from newsarchive.archive import Archive
from newsarchive.model.institution import Institution

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
COMMAND = Path(sys.executable).with_name("newsarchive")
_COLOURS = 128  # a page has few, but for its pictures


@dataclass(frozen=True)
class Shot:
    """One picture: the page, how it is looked at, and to which element it scrolls first."""

    address: str
    width: int = 1200
    height: int = 860
    scheme: Literal["light", "dark"] = "light"
    unfold: str = ""


BRIDGE = newsarchive.Image(
    EXAMPLES / "bridge.png", "The old bridge at Wendle on Wednesday", "Ina Ros/The Wendle Courier"
)
SHOWN = {"boats": "Boats stay", "bridge": "The old bridge", "ferry": "عبّارة أوستلي"}
"""The articles that are shown, by how their headlines begin."""
SHOTS = {
    "start": Shot("/"),
    "start-dark": Shot("/", scheme="dark"),
    "results": Shot("/search?q=harbour"),
    "article": Shot("{bridge}", height=1120, unfold="Source"),
    "article-dark": Shot("{boats}", scheme="dark"),
    "article-narrow": Shot("{boats}", width=320, height=1400),
    "right-to-left": Shot("{ferry}"),
    "audits": Shot("/staff/audits"),
}


def make(root: Path) -> dict[str, str]:
    """An archive of the examples at `root`; the addresses of the articles that are shown."""
    Archive.create(root, Institution("Tolm Library"))
    with newsarchive.open(root) as archive:
        for source in (*sorted(EXAMPLES.glob("*.txt")), EXAMPLES / "tolm-post.csv"):
            images = [BRIDGE] if source.name == "wendle-bridge.txt" else []
            done = archive.ingest(source, images=images)
            if done.exit_code:
                raise SystemExit(f"portal_pictures: {source.name} was not taken in: {done.items}")
        found = {hit.card.headline or "": hit.card.bag_id for hit in archive.search("").hits}
        named = {
            name: next(bag for headline, bag in found.items() if headline.startswith(beginning))
            for name, beginning in SHOWN.items()
        }
        archive.describe(named["boats"], source="The Tolm Post", note="a reader's letter")
        archive.audit()
        archive.search("harbour")
    return {name: f"/article/{bag}" for name, bag in named.items()}


@contextmanager
def serving(root: Path) -> Iterator[str]:
    """The portal over the archive, with the pages for staff: its address."""
    with subprocess.Popen(
        [COMMAND, "serve", "-a", root, "--port", "0", "--staff"], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout  # noqa: S101  # it was asked for
            yield process.stdout.readline().split()[2].removesuffix("/")
        finally:
            process.terminate()


def taken(browser: Browser, address: str, shot: Shot) -> bytes:
    """The picture, as a PNG with few colours."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height}, color_scheme=shot.scheme
    )
    page: Page = context.new_page()
    page.goto(address)
    for lazy in page.locator("img").all():
        lazy.scroll_into_view_if_needed()
    if shot.unfold:
        page.locator("dt", has_text=shot.unfold).first.locator("+ dd summary").click()
    page.evaluate("window.scrollTo(0, 0)")
    picture = Image.open(BytesIO(page.screenshot()))
    context.close()
    out = BytesIO()
    few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def main(folder: Path) -> int:
    """Take them all."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("portal_pictures: there is no Chromium here.", file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        addresses = make(Path(made) / "archive")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        with serving(Path(made) / "archive") as portal:
            for name, shot in SHOTS.items():
                data = taken(browser, portal + shot.address.format(**addresses), shot)
                (folder / f"{name}.png").write_bytes(data)
                print(f"{name}.png  {len(data):,} bytes")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/pictures"))
