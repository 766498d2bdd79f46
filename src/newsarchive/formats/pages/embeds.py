"""Films, sound and embedded things in an article: media without bytes. Pure."""

import re

from lxml import html

from newsarchive.formats.pages.addresses import whole
from newsarchive.formats.pages.tree import name
from newsarchive.model.article import MediumKind

TAGS = ("iframe", "video", "audio", "amp-iframe", "amp-youtube", "amp-video", "amp-audio")
_VIDEO = re.compile(
    r"(?i)(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|//player\.|jwplayer"
    r"|jwplatform|brightcove|kaltura|video|rutube|bilibili|twitch|//ok\.ru|//vk\.com)"
)
_AUDIO = re.compile(
    r"(?i)(?:soundcloud|spotify|podcast|audio|podigee|libsyn|megaphone|acast|simplecast)"
)
_EMBED = re.compile(
    r"(?i)(?:twitter\.com|//x\.com|instagram\.com|facebook\.com|tiktok\.com|datawrapper|dwcdn"
    r"|flourish|infogram|google\.com/maps|openstreetmap|documentcloud|scribd|issuu|//t\.me)"
)
_NONE = re.compile(
    r"(?i)(?:googletagmanager|recaptcha|doubleclick|/ads?/|syndication|facebook\.com/plugins"
    r"|platform\.twitter\.com/widgets|disqus|newsletter|subscribe|outbrain|taboola|like\.php|consent"
    r"|googlesyndication|amazon-adsystem|google\.com/afs)"
)
_YOUTUBE = re.compile(r"[\w-]{6,20}", re.ASCII)
_ADDRESSES = ("src", "data-src", "data-lazy-src", "data-litespeed-src")


def embedded(element: html.HtmlElement, base: str) -> tuple[MediumKind, str] | None:
    """What an element embeds, and its address, "" where it has none; None for nothing to keep."""
    tag = name(element)
    if tag == "amp-youtube":
        video = element.get("data-videoid") or ""
        known = f"https://www.youtube.com/watch?v={video}" if _YOUTUBE.fullmatch(video) else ""
        return (MediumKind.VIDEO, known) if known else None
    holders = [element]
    if tag not in {"iframe", "amp-iframe"}:
        holders += element.iter("source")
    address = next(
        (a for h in holders for k in _ADDRESSES if (a := whole(h.get(k) or "", base))), ""
    )
    if tag in {"video", "amp-video"}:
        return MediumKind.VIDEO, address
    if tag in {"audio", "amp-audio"}:
        return MediumKind.AUDIO, address
    if not address or _NONE.search(address):
        return None
    for kind, hosts in (
        (MediumKind.EMBED, _EMBED), (MediumKind.AUDIO, _AUDIO), (MediumKind.VIDEO, _VIDEO)
    ):  # fmt: skip
        if hosts.search(address):
            return kind, address
    return None  # nothing tells it from an advertisement
