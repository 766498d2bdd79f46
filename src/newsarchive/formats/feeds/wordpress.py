"""What WordPress exports (WXR 1.0 to 1.2): each published post is an item. Read as a stream.

An export is read twice: once for what posts refer to (authors, pictures), and once for the posts.
A post goes with what the site says of itself, its author's name as readers know it, and the
pictures that were uploaded to it. Shortcodes stay as they are printed.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from newsarchive.errors import RefusedError, SourceError, why
from newsarchive.formats.base import InOneFile, Item, Made, Part, Stray
from newsarchive.formats.feeds.xml import cut_short, is_cut, is_wordpress

if TYPE_CHECKING:
    from lxml import etree

_PUBLISHED = "publish"
_ATTACHMENT = "attachment"
# What WordPress keeps for itself, and pages that are no articles.
_NO_ARTICLES = frozenset(
    (
        *("page", "revision", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache"),
        *("user_request", "wp_block", "wp_template", "wp_template_part", "wp_global_styles"),
        *("wp_navigation", "wp_font_family", "wp_font_face"),
    )
)
_MOST_ATTACHMENTS = 500_000
_MOST_OF_ONE = 500
_SHOWN = 200


@dataclass(slots=True)
class _Site:
    """What posts refer to: the site itself, authors by login, uploads by their post."""

    about: "etree._Element | None" = None
    authors: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    by_id: dict[str, tuple[str, str, str]] = field(default_factory=dict)


class WordPressUnpacker:
    """Opens exports of WordPress."""

    name = "wxr/1"
    label = "exports of WordPress (WXR)"
    names_others = False

    def kind(self, head: bytes) -> str:  # noqa: ARG002  # there is one kind
        """What it is called in records."""
        return "wxr"

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether its root is that of a feed with WordPress's own names."""
        return is_wordpress(head)

    def open(self, file: BinaryIO, name: str) -> "WordPressContents":
        """The export in `file`."""
        return WordPressContents(file, name)


class WordPressContents(InOneFile):
    """An export that is open."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        super().__init__(file, name)
        self._left: dict[str, int] = {}

    @property
    def passed(self) -> tuple[str, ...]:
        """What is in it and no published post: one name for each, `draft`, `page`, `attachment`."""
        return tuple(
            f"{what} {n}" for what, count in self._left.items() for n in range(1, count + 1)
        )

    def items(self) -> Iterator[Item | Stray]:
        """The published posts, in the order of the export.

        Raises:
            RefusedError: it is no export that can be read.
            SourceError: it cannot be read.
        """
        from newsarchive.formats.feeds.entries import entry_bytes, shown  # noqa: PLC0415
        from newsarchive.formats.feeds.names import text  # noqa: PLC0415

        site, position, cut = self._site, 0, is_cut(self._file)
        self._left = {}
        waiting: Item | None = None  # the last one is not whole in an export that is cut
        for element in self._elements():
            reason = _passed(element)
            if reason:
                self._left[reason] = self._left.get(reason, 0) + 1
                continue
            if waiting is not None:
                yield waiting
            position += 1
            name = f"post-{text(element, 'wp:post_id') or position}.xml"
            post = _complete(deepcopy(element), site)
            data = entry_bytes(post, site.about if site.about is not None else post)
            label = shown(post)[:_SHOWN] or name
            waiting = Item(position, label, Part(name, len(data), Made(data)))
        if cut:
            raise cut_short(self._name)
        if waiting is not None:
            yield waiting
        else:
            raise RefusedError(f"{self._name} is an export of WordPress without a published post")

    @cached_property
    def _site(self) -> _Site:
        from newsarchive.formats.feeds.names import text  # noqa: PLC0415

        site = _Site()
        for element in self._elements(site):
            if text(element, "wp:post_type") == _ATTACHMENT:
                _upload(element, site)
        return site

    def _elements(self, site: _Site | None = None) -> "Iterator[etree._Element]":
        """The items one after the other, each gone when the next one comes.

        `site` hears what the export says of itself and of its authors.
        """
        from lxml import etree  # noqa: PLC0415

        from newsarchive.formats.feeds.entries import source_of  # noqa: PLC0415
        from newsarchive.formats.feeds.names import name, text  # noqa: PLC0415

        try:
            self._file.seek(0)
            stream = etree.iterparse(
                self._file,
                events=("end",),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                recover=True,
            )
            for _, element in stream:
                called = name(element)
                if called in {"wp:author", "wp:wp_author"} and site is not None:
                    login = text(element, "wp:author_login")
                    site.authors[login] = text(element, "wp:author_display_name") or login
                if called != "item":
                    continue
                channel = element.getparent()
                if site is not None and site.about is None and channel is not None:
                    site.about = source_of(channel, channel)
                yield element
                element.clear()
                while element.getprevious() is not None and channel is not None:
                    before = element.getprevious()
                    if before is None or name(before) != "item":
                        break
                    channel.remove(before)
        except etree.XMLSyntaxError as error:
            raise SourceError(f"{self._name} is damaged: {error.msg}") from error
        except OSError as error:
            raise SourceError(f"cannot read {self._name}: {why(error)}") from error


def _passed(element: "etree._Element") -> str:
    """Why an item is no article; "" where it is one."""
    from newsarchive.formats.feeds.names import text  # noqa: PLC0415

    kind, status = text(element, "wp:post_type"), text(element, "wp:status")
    if kind == _ATTACHMENT or kind in _NO_ARTICLES:
        return kind
    if text(element, "wp:post_password"):
        return "post with a password"
    return "" if status in {_PUBLISHED, ""} else status


def _upload(element: "etree._Element", site: _Site) -> None:
    from newsarchive.formats.feeds.names import children, text  # noqa: PLC0415

    url = text(element, "wp:attachment_url", "guid")
    if not url or len(site.by_id) >= _MOST_ATTACHMENTS:
        return
    alt = ""
    for meta in children(element, "wp:postmeta"):
        if text(meta, "wp:meta_key") == "_wp_attachment_image_alt":
            alt = text(meta, "wp:meta_value")
    upload = (url, text(element, "excerpt:encoded"), alt)
    site.by_id[text(element, "wp:post_id")] = upload
    site.uploads.setdefault(text(element, "wp:post_parent"), []).append(upload)


def _complete(post: "etree._Element", site: _Site) -> "etree._Element":
    """A post with its author's name, and with the pictures that were uploaded to it."""
    from lxml import etree  # noqa: PLC0415

    from newsarchive.formats.feeds.names import ATOM, MEDIA, children, text  # noqa: PLC0415

    login = text(post, "dc:creator")
    shown = site.authors.get(login, login)
    if shown:
        author = etree.SubElement(post, f"{{{ATOM}}}author", nsmap={"atom": ATOM})
        etree.SubElement(author, f"{{{ATOM}}}name").text = shown
    uploads = list(site.uploads.get(text(post, "wp:post_id"), ()))[:_MOST_OF_ONE]
    for meta in children(post, "wp:postmeta"):
        if text(meta, "wp:meta_key") == "_thumbnail_id":
            upload = site.by_id.get(text(meta, "wp:meta_value"))
            if upload is not None and upload not in uploads:
                uploads.insert(0, upload)
    for url, caption, alt in uploads:
        content = etree.SubElement(post, f"{{{MEDIA}}}content", nsmap={"media": MEDIA}, url=url)
        for tag, value in (("description", caption), ("text", alt)):
            if value:
                etree.SubElement(content, f"{{{MEDIA}}}{tag}").text = value
    return post
