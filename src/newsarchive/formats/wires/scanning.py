"""What lies in a NewsML message and where, without reading it into memory: items by bytes. Pure.

Each item is found as a stretch of the message, so that any of them can be read by itself, and what
it says of itself and of others: its guid, what it is, to which items and files it refers.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat  # it expands no entity here, and opens nothing

from newsarchive.formats.roots import ITEMS, OLD_ITEM, OLD_MESSAGE

_CHUNK = 1 << 18
_PICTURES = frozenset({"picture", "photo", "graphic", "video", "animation", "audio"})
_DEEPEST = 256
_DOCUMENTS = (ITEMS | {"nitf", OLD_ITEM}) - {"newsMessage"}
_NEWS = frozenset({"newsItem", "nitf", OLD_ITEM})
# The attributes by which elements name files.
_ADDRESSES = {
    "link": ("href",),
    "itemRef": ("href",),
    "remoteContent": ("href", "residref"),
    "img": ("src",),
    "media-reference": ("source", "name"),
    "ContentItem": ("Href",),
}
_MOST_REFS = 10_000  # that an item may have


@dataclass(frozen=True, slots=True)
class Brief:
    """What an item says of itself: `name` is its element, `kind` the word of its class.

    `links` and `groups` are the guids that it refers to, `groups` those of a package, group by
    group; `files` are the last parts of the addresses that it names.
    """

    name: str
    guid: str = ""
    kind: str = ""
    links: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    files: tuple[str, ...] = ()

    @property
    def is_medium(self) -> bool:
        """Whether it is a picture, a graphic, a recording."""
        return self.name == "newsItem" and self.kind in _PICTURES

    @property
    def is_text(self) -> bool:
        """Whether it is news that is none of these."""
        return self.name in _NEWS and self.kind not in _PICTURES

    @property
    def is_package(self) -> bool:
        """Whether it is a package of other items."""
        return self.name == "packageItem"


@dataclass(frozen=True, slots=True)
class Spot:
    """An item of a message: its tags begin at the bytes `start` and `end`, `end` that of its end.

    `scope` are the attributes that hold in it by what stands around it: namespaces, `xml:lang`.
    """

    brief: Brief
    start: int
    end: int
    scope: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Scan:
    """What was found in a document; `problem` says why it is not known from there on."""

    root: str = ""
    spots: list[Spot] = field(default_factory=list)
    encoding: str = ""
    header: dict[str, str] = field(default_factory=dict)
    problem: str = ""


def scan(read: Callable[[int], bytes]) -> Scan:
    """What lies in the document that `read` gives, up to its end or to where it is damaged."""
    scanner = _Scanner()
    scanner.feed(read)
    return scanner.found


def brief_of(head: bytes) -> Brief | None:
    """What an item says of itself in its beginning; None where it is no item by itself."""
    scanner = _Scanner()
    parts = [head, b""]
    scanner.feed(lambda _: parts.pop(0) if parts else b"")
    if scanner.found.root not in {*_DOCUMENTS, OLD_MESSAGE}:
        return None
    if scanner.found.spots:
        return scanner.found.spots[0].brief
    return scanner.brief() if scanner.item else None


class _Scanner:
    def __init__(self) -> None:
        self.found = Scan()
        self.depth = 0
        self.scopes: list[dict[str, str]] = [{}]
        self.item: tuple[str, int, int, dict[str, str]] | None = (
            None  # name, depth, start, attributes
        )
        self.kind = ""
        self.links: list[str] = []
        self.groups: list[list[str]] = []
        self.files: list[str] = []
        self.text: list[str] | None = None
        self.identifier: list[str] | None = None
        self.public = ""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.UseForeignDTD(True)  # so that an entity that nobody declares is passed over
        parser.StartElementHandler = self.begin
        parser.EndElementHandler = self.finish
        parser.XmlDeclHandler = self.declared
        parser.EntityDeclHandler = self.entity
        self.parser = parser

    def feed(self, read: Callable[[int], bytes]) -> None:
        """Read all that there is, and note what is wrong with it."""
        try:
            while chunk := read(_CHUNK):
                self.parser.Parse(chunk, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            self.found.problem = f"{expat.ErrorString(error.code)} (line {error.lineno})"
        except (ValueError, LookupError) as error:
            self.found.problem = str(error)

    def declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        """The XML declaration."""
        self.found.encoding = encoding or ""

    def entity(self, _name: str, is_parameter: int, value: str | None, *_: object) -> None:
        """A declaration of an entity; one that only stands for a part of a DTD is passed over."""
        if not is_parameter or value is not None:
            raise ValueError("it declares entities of its own, which are not expanded")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise ValueError(f"its elements lie more than {_DEEPEST} deep in each other")
        local = name.rpartition(":")[2]
        if self.item is not None:
            self.inside(local, attributes)
            return
        if self.depth == 1:
            self.found.root = local
        # The items of a message lie in its itemSet.
        is_root_item = self.depth == 1 and local in _DOCUMENTS
        in_message = self.found.root == "newsMessage" and self.depth == 3  # noqa: PLR2004
        in_old = self.found.root == OLD_MESSAGE and self.depth == 2 and local == OLD_ITEM  # noqa: PLR2004
        if is_root_item or in_old or (in_message and local != "header" and self.in_set()):
            self.item = (local, self.depth, self.parser.CurrentByteIndex, attributes)
            return
        scope = dict(self.scopes[-1])
        scope["\0"] = local
        kept = {k: v for k, v in attributes.items() if k.startswith("xmlns") or k == "xml:lang"}
        self.scopes.append(scope | kept)
        if self.found.root == "newsMessage" and scope.get("\0") != "itemSet" and self.depth > 2:  # noqa: PLR2004
            self.text = []
            self.parser.CharacterDataHandler = self.text.append

    def in_set(self) -> bool:
        """Whether what is around is a set of items."""
        return self.scopes[-1].get("\0") == "itemSet"

    def inside(self, local: str, attributes: dict[str, str]) -> None:
        """An element of an item."""
        assert self.item is not None  # noqa: S101  # who calls looked
        if local == "itemClass" and self.depth == self.item[1] + 2:
            value = attributes.get("qcode") or attributes.get("uri") or ""
            self.kind = self.kind or re.split(r"[:/#]", value.strip())[-1].casefold()
        elif len(self.links) + len(self.files) > _MOST_REFS:
            return
        elif local == "link":
            self.links.append(attributes.get("residref", "").strip())
        elif local == "group":
            self.groups.append([])
        elif local == "itemRef":
            if not self.groups:
                self.groups.append([])
            self.groups[-1].append(attributes.get("residref", "").strip())
            self.links.append("")
        elif local == "PublicIdentifier" and not self.public:
            self.identifier = []
            self.parser.CharacterDataHandler = self.identifier.append
        for name in _ADDRESSES.get(local, ()):
            self.named(attributes.get(name))

    def named(self, address: str | None) -> None:
        """An address that an item names."""
        if address:
            path = re.split(r"[?#]", address.strip())[0].replace("\\", "/")
            self.files.append(path.rstrip("/").rpartition("/")[2])

    def finish(self, name: str) -> None:
        """An element ends."""
        if self.item is not None:
            if self.identifier is not None:
                self.public = " ".join("".join(self.identifier).split())
                self.identifier, self.parser.CharacterDataHandler = None, None
            if self.depth == self.item[1]:
                scope = {k: v for k, v in self.scopes[-1].items() if k != "\0"}
                missing = tuple((k, v) for k, v in scope.items() if k not in self.item[3])
                end = self.parser.CurrentByteIndex
                self.found.spots.append(Spot(self.brief(), self.item[2], end, missing))
                self.item, self.kind, self.public = None, "", ""
                self.links, self.groups, self.files = [], [], []
        else:
            self.scopes.pop()
            if self.text is not None:
                said = " ".join("".join(self.text).split())
                self.found.header.setdefault(name.rpartition(":")[2], said)
                self.text, self.parser.CharacterDataHandler = None, None
        self.depth -= 1

    def brief(self) -> Brief:
        """What the item that is being read has said so far."""
        assert self.item is not None  # noqa: S101  # who calls looked
        guid = self.item[3].get("guid", "").strip() or self.public
        return Brief(
            self.item[0],
            guid,
            self.kind,
            tuple(filter(None, self.links)),
            tuple(tuple(filter(None, refs)) for refs in self.groups),
            tuple(dict.fromkeys(filter(None, self.files))),
        )
