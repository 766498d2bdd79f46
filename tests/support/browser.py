"""A real browser, without a screen: what a page looks like to it, measured by a script of ours."""

import html
import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.patience import PATIENCE_SECONDS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SCHEMES = ("light", "dark")

OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
"""How Chromium is started: it asks the network for nothing, and runs as whoever tests."""

# Of each frame: how far its page reaches beyond its edge, and every text whose colour is too near
# to what lies behind it (WCAG 2.2, 1.4.3: 4.5 to 1, of large text 3 to 1).
_MEASURE = r"""
function channel(c) { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; }
function luminance([r, g, b]) {
  return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
}
function parts(color) { return (color.match(/[\d.]+/g) || []).map(Number); }
function solid(color) { const p = parts(color); return p.length > 2 && (p.length < 4 || p[3] > 0); }
function behind(element, view) {
  for (let e = element; e; e = e.parentElement) {
    const color = view.getComputedStyle(e).backgroundColor;
    if (solid(color)) return parts(color);
  }
  return [255, 255, 255];
}
function measure(frame) {
  const page = frame.contentDocument, view = frame.contentWindow, faint = [];
  const texts = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  let count = 0;
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim(), element = texts.currentNode.parentElement;
    if (!text || !element.getClientRects().length) continue;
    if (["STYLE", "TITLE", "DESC"].includes(element.tagName.toUpperCase())) continue;
    const style = view.getComputedStyle(element), size = parseFloat(style.fontSize);
    const ink = element.ownerSVGElement ? style.fill : style.color;
    if (!solid(ink)) continue;
    count += 1;
    const a = luminance(parts(ink)), b = luminance(behind(element, view));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push([text.slice(0, 40), ratio.toFixed(2)]);
  }
  const paper = view.getComputedStyle(page.documentElement).backgroundColor;
  return {
    beyond: page.documentElement.scrollWidth - page.documentElement.clientWidth,
    texts: count, faint: faint.slice(0, 10),
    paper: solid(paper) ? paper : view.getComputedStyle(page.body).backgroundColor,
  };
}
window.onload = () => {
  const all = [...document.querySelectorAll("iframe")].map(measure);
  document.getElementById("measured").textContent = JSON.stringify(all);
};
"""


@dataclass(frozen=True)
class Look:
    """What was measured of one page at one width in one scheme.

    `beyond` is how many pixels it is too wide, `texts` how many texts were looked at, `faint` those
    that can hardly be read with their contrast, `paper` the colour behind all.
    """

    beyond: int
    texts: int
    faint: tuple[tuple[str, str], ...]
    paper: str


def looks(
    pages: Mapping[str, str], widths: tuple[int, ...], folder: Path
) -> dict[tuple[str, int, str], Look]:
    """How each page looks, by its name, the width in pixels and the colour scheme."""
    keys = [(name, width, scheme) for name in pages for width in widths for scheme in SCHEMES]
    frames = "".join(
        f'<iframe style="width:{width}px;height:900px;border:0;color-scheme:{scheme}"'
        f' srcdoc="{html.escape(pages[name])}"></iframe>'
        for name, width, scheme in keys
    )
    document = folder / "all.html"
    document.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><pre id="measured"></pre>{frames}'
        f"<script>{_MEASURE}</script>",
        encoding="utf-8",
    )
    shown = _chromium("--dump-dom", document.as_uri(), folder=folder)
    found = re.search(r'<pre id="measured">(.*?)</pre>', shown, re.DOTALL)
    assert found, "the page did not come to its end"
    measured: list[dict[str, Any]] = json.loads(html.unescape(found[1]))
    return {
        key: Look(m["beyond"], m["texts"], tuple(map(tuple, m["faint"])), m["paper"])
        for key, m in zip(keys, measured, strict=True)
    }


def printed(page: str, folder: Path) -> bytes:
    """The page as it would be printed, a PDF."""
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(page, encoding="utf-8")
    _chromium(f"--print-to-pdf={target}", source.as_uri(), folder=folder)
    return target.read_bytes()


def _chromium(*arguments: str, folder: Path) -> str:
    assert CHROMIUM
    done = subprocess.run(
        [
            CHROMIUM,
            "--headless",
            "--virtual-time-budget=20000",
            *OPTIONS,
            f"--user-data-dir={folder / 'profile'}",
            *arguments,
        ],
        capture_output=True,
        check=True,
        timeout=PATIENCE_SECONDS,
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
    )
    return done.stdout.decode()
