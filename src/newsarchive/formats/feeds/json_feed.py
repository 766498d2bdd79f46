"""JSON Feed 1.0 and 1.1: each of its items is an item, with what the feed says of all of them."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, BinaryIO

from newsarchive import canonical
from newsarchive.errors import RefusedError, SourceError, why
from newsarchive.formats.base import InOneFile, Item, Made, Part, Stray
from newsarchive.formats.feeds.article import (
    Facts,
    Picture,
    article_of,
    kind_of,
)
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture

_VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/1')
_ITEM = b'{"_feed":'
_MAX_BYTES = 64 << 20
_OF_FEED = ("title", "home_page_url", "language", "authors", "author", "version")
_SHOWN = 200


class JsonFeedUnpacker:
    """Opens JSON feeds."""

    name = "json-feed/1"
    label = "JSON feeds"
    names_others = False

    def kind(self, head: bytes) -> str:  # noqa: ARG002  # there is one kind
        """What it is called in records."""
        return "json-feed"

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether it is an object that says the version of the format."""
        begins = head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
        return begins and not head.startswith(_ITEM) and _VERSION.search(head) is not None

    def open(self, file: BinaryIO, name: str) -> "JsonFeedContents":
        """The feed in `file`."""
        return JsonFeedContents(file, name)


class JsonFeedContents(InOneFile):
    """A JSON feed that is open."""

    def items(self) -> Iterator[Item | Stray]:
        """The items, in the order of the feed.

        Raises:
            RefusedError: it is no feed that can be read, or has no item.
        """
        about = {key: self._document[key] for key in _OF_FEED if key in self._document}
        items = self._document.get("items")
        if not isinstance(items, list) or not items:
            raise RefusedError(f"{self._name} is a JSON feed without items")
        for position, item in enumerate(items, 1):
            name = f"item-{position}.json"
            if not isinstance(item, dict):
                yield Stray(position, name, RefusedError(f"item {position} is no object"))
                continue
            members = {"_feed": about, **{k: v for k, v in item.items() if k != "_feed"}}
            data = json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()
            label = item.get("title") or item.get("id") or name
            yield Item(position, str(label)[:_SHOWN], Part(name, len(data), Made(data)))

    @cached_property
    def _document(self) -> Mapping[str, Any]:
        try:
            self._file.seek(0)
            data = self._file.read(_MAX_BYTES + 1)
        except OSError as error:
            raise SourceError(f"cannot read {self._name}: {why(error)}") from error
        if len(data) > _MAX_BYTES:
            raise RefusedError(f"{self._name} is larger than {_MAX_BYTES >> 20} MiB, no feed is")
        return _loaded(data, self._name)


class JsonItemReader:
    """Reads one item of a JSON feed, as its unpacker gives it."""

    name = "json-feed-item/1"
    label = ""  # nobody brings one by itself
    media_type = "application/json"
    max_bytes = _MAX_BYTES

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether it begins as such an item does."""
        return head.startswith(_ITEM)

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The article in an item.

        Raises:
            RefusedError: it has neither a title nor a text.
        """
        document = _loaded(file.read(_MAX_BYTES), capture.name)
        return article_of(self.name, capture, _facts(document))


def _loaded(data: bytes, name: str) -> Mapping[str, Any]:
    try:
        document = canonical.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except ValueError as error:
        raise RefusedError(f"{name} is no JSON feed that can be read: {error}") from error
    if not isinstance(document, dict):
        raise RefusedError(f"{name} is no JSON feed: it is no object")
    return document


def _facts(item: Mapping[str, Any]) -> Facts:
    feed = item["_feed"] if isinstance(item.get("_feed"), dict) else {}
    plain = _escaped(_text(item, "content_text"))
    full = _text(item, "content_html") or plain
    own = list(_authors(item, "json-feed:authors"))
    return Facts(
        "json-feed",
        title=_escaped(_text(item, "title")),
        link=_text(item, "url") or _text(item, "external_url"),
        identifier=_text(item, "id"),
        text=full,
        text_field="content_html",
        summary=_escaped(_text(item, "summary")),
        summary_field="summary",
        published=(_text(item, "date_published"), "json-feed:date_published"),
        updated=(_text(item, "date_modified"), "json-feed:date_modified"),
        authors=tuple(own or _authors(feed, "json-feed:feed:authors")),
        tags=tuple(
            (tag, "", "json-feed:tags") for tag in _list(item, "tags") if isinstance(tag, str)
        ),
        pictures=tuple(_pictures(item)),
        feed=(_text(feed, "title"), "json-feed:feed:title"),
        language=(
            _text(item, "language") or _text(feed, "language"),
            "json-feed:language",
        ),
    )


def _text(members: Mapping[str, Any], name: str) -> str:
    value = members.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def _list(members: Mapping[str, Any], name: str) -> list[Any]:
    value = members.get(name)
    return value if isinstance(value, list) else []


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _authors(members: Mapping[str, Any], basis: str) -> Iterator[tuple[str, str]]:
    for author in [*_list(members, "authors"), members.get("author")]:
        if isinstance(author, dict) and (value := _text(author, "name").strip()):
            yield value, basis


def _pictures(item: Mapping[str, Any]) -> Iterator[Picture]:
    for key in ("image", "banner_image"):
        if url := _text(item, key):
            yield Picture(url, basis=f"json-feed:{key}")
    for one in _list(item, "attachments"):
        if isinstance(one, dict) and (url := _text(one, "url")):
            media_type = _text(one, "mime_type")
            if kind := kind_of(media_type, "", url):
                title = _text(one, "title")
                yield Picture(url, kind, media_type, caption=title, basis="json-feed:attachments")
