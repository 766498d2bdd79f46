"""Which pages of a crawl are articles, by what their markup says of itself. Pure, and quick.

A page says so in linked data, in its meta elements or in microdata; else it is one whose paragraphs
are long enough to be read. What is let through here is read whole, and may be refused still.
"""

import re

_SAYS_SO = re.compile(
    r"""["']@type["']\s*:\s*(?:\[\s*)?["'](?:(?:News|Reportage\w*|Analysis\w*|Opinion\w*|Review\w*
    |Background\w*|Satirical|AdvertiserContent|Tech|Scholarly|Social\w*)?Article|Report|BlogPosting
    |LiveBlogPosting|SocialMediaPosting)["']
    |itemtype\s*=\s*["']https?://schema\.org/(?:News|Reportage)?(?:Article|BlogPosting|Report)
    |property\s*=\s*["'](?:og:type["'][^>]*content\s*=\s*["']article|article:published_time)
    |content\s*=\s*["']article["'][^>]*property\s*=\s*["']og:type""",
    re.IGNORECASE | re.VERBOSE,
)
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LINKED = re.compile(r"<a\b.*?</a>", re.IGNORECASE | re.DOTALL)
_LEAST_PARAGRAPHS, _LEAST_CHARACTERS = 3, 120
_MOST = 4 << 20  # characters that are looked at


def says_article(text: str) -> bool:
    """Whether a page says that it is an article, or has the text of one."""
    text = text[:_MOST]
    if _SAYS_SO.search(text):
        return True
    long = 0
    for match in _PARAGRAPH.finditer(text):
        if len(_TAG.sub("", _LINKED.sub("", match[1])).strip()) >= _LEAST_CHARACTERS:
            long += 1
            if long >= _LEAST_PARAGRAPHS:
                return True
    return False


def is_html(media_type: str, head: bytes) -> bool:
    """Whether an answer is a page: by what it claims, or by how it begins."""
    if media_type in {"text/html", "application/xhtml+xml"}:
        return True
    start = head[:1024].lstrip().lower()
    return media_type in {"", "unk", "application/octet-stream"} and start.startswith(
        (b"<!doctype html", b"<html")
    )
