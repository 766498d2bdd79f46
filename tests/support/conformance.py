"""The requirements as a table: each with bags that break it and bags that keep it, or its test.

docs/conformance.md is made from this table: PYTHONPATH=tests python -m support.conformance_page
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

V, N, U = "valid", "incomplete", "unverified"
Files = dict[str, bytes]
Make = Callable[[Path], object]


PAYLOAD: Mapping[str, bytes] = MappingProxyType({"data/a.txt": b"a\n", "data/b/c.txt": b"c\n"})
INFO = b"Source-Organization: Town Library\nBagging-Date: 2026-11-22\n"


@dataclass(frozen=True)
class Bag:
    """A bag to be written: what stands in its files, and what is done to the folder afterwards.

    None for a file leaves it out. `after` runs when all is written and the tag manifest is true.
    """

    payload: Mapping[str, bytes] = field(default_factory=lambda: PAYLOAD)
    version: str = "1.0"
    algorithms: tuple[str, ...] = ("sha512",)
    tag_algorithms: tuple[str, ...] = ("sha512",)
    info: bytes | None = INFO
    declaration: bytes | None = b""
    manifest: Callable[[bytes], bytes] = lambda data: data
    tag_manifest: Callable[[bytes], bytes] = lambda data: data
    tags: Mapping[str, bytes] = field(default_factory=dict)
    codec: str = "utf-8"
    after: Make = lambda _: None
    name: str = "bag"

    def write(self, folder: Path) -> Path:
        """Write it below `folder`, and return its path."""
        root = folder / self.name
        files: dict[bytes, bytes] = {os.fsencode(p): d for p, d in self.payload.items()}
        tags: Files = dict(self.tags)
        if self.declaration is not None:
            tags["bagit.txt"] = self.declaration or declaration(self.version)
        if self.info is not None:
            old = self.version in {"0.93", "0.94", "0.95"}
            tags.setdefault("package-info.txt" if old else "bag-info.txt", self.info)
        for algorithm in self.algorithms:
            data = self.manifest(listing(self.payload, algorithm, self.codec))
            tags.setdefault(f"manifest-{algorithm}.txt", data)
        listed = {p: d for p, d in tags.items() if not p.startswith("tagmanifest-")}
        for algorithm in self.tag_algorithms:
            data = self.tag_manifest(listing(listed, algorithm, self.codec))
            tags.setdefault(f"tagmanifest-{algorithm}.txt", data)
        files.update({os.fsencode(p): d for p, d in tags.items()})
        base = os.fsencode(root)
        os.makedirs(base + b"/data")
        for path, content in files.items():
            os.makedirs(os.path.dirname(base + b"/" + path), exist_ok=True)
            with open(base + b"/" + path, "wb") as file:
                file.write(content)
        self.after(root)
        return root


def declaration(version: str = "1.0", encoding: str = "UTF-8") -> bytes:
    """bagit.txt."""
    return f"BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n".encode()


def line(path: str, data: bytes, algorithm: str = "sha512") -> bytes:
    """A line of a manifest."""
    name = path.encode("utf-8", "surrogateescape")
    for plain, code in ((b"%", b"%25"), (b"\n", b"%0A"), (b"\r", b"%0D")):
        name = name.replace(plain, code)
    return digest(data, algorithm).encode() + b"  " + name + b"\n"


def digest(data: bytes, algorithm: str = "sha512") -> str:
    """The digest, or zeros by an algorithm that nobody has."""
    if algorithm in hashlib.algorithms_available:
        return hashlib.new(algorithm, data).hexdigest()
    return "0" * 48


def listing(files: Mapping[str, bytes], algorithm: str, codec: str = "utf-8") -> bytes:
    """A manifest."""
    data = b"".join(line(path, content, algorithm) for path, content in sorted(files.items()))
    return data if codec == "utf-8" else data.decode().encode(codec)


@dataclass(frozen=True)
class Case:
    """A bag, the verdict on it, and a finding that must (`breaks`) or must not be made."""

    what: str
    bag: Bag
    verdict: str = "invalid"
    code: str = ""  # where another code than the row's own tells it


@dataclass(frozen=True)
class Row:
    """One requirement. `test` names the test of one that is about acts and not about bags."""

    id: str
    level: str
    text: str
    breaks: tuple[Case, ...] = ()
    keeps: tuple[Case, ...] = ()
    test: str = ""


WITHOUT_CODE = {
    "RB-12": "2.1.2",
    "RM-09": "2.1.3",
    "RM-14": "2.1.3",
    "RM-15": "2.1.3",
    "RT-01": "2.2.1",
    "RI-01": "2.2.2",
    "RI-05": "2.2.2",
    "RI-06": "2.2.2",
    "RI-08": "2.2.2",
    "RF-09": "2.2.3",
    "RX-06": "2.4",
    "RS-03": "5",
    "RS-04": "5",
}
"""The sections of the RFC for rows that no finding is about: they bind who writes or reads bags."""


def _replace(old: bytes, new: bytes, count: int = -1) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old, new, count)


def _add(more: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data + more


def _info(text: str) -> Bag:
    return Bag(info=INFO + text.encode())


def _old(version: str, **more: object) -> Bag:
    return Bag(version=version, **more)  # type: ignore[arg-type]


def _named(*names: str) -> Bag:
    return Bag(payload={f"data/{name}": name.encode("utf-8", "surrogateescape") for name in names})


def _fetch(line_: str, **more: object) -> Bag:
    return Bag(tags={"fetch.txt": line_.encode()}, **more)  # type: ignore[arg-type]


def _gone(path: str) -> Make:
    return lambda root: (root / path).unlink()


def _become_a_file(root: Path) -> None:
    root.rename(root.with_name("moved"))
    root.touch()


def _data_as_a_file(root: Path) -> None:
    (root / "data").rmdir()
    (root / "data").touch()


def _linked(path: str) -> Make:
    """Move it out of the bag and leave a link."""

    def after(root: Path) -> None:
        (root / path).rename(root.parent / "moved")
        (root / path).symlink_to(root.parent / "moved")

    return after


GOOD = Case("an ordinary bag", Bag(), V)
_OTHER = {"data/é.txt": b"x"}
_NFC, _NFD = "caf\u00e9.txt", "cafe\u0301.txt"
_A = PAYLOAD["data/a.txt"]
_ABSENT = {**PAYLOAD, "data/z": b"z"}

ROWS: tuple[Row, ...] = (
    Row(
        "RB-01",
        "MUST",
        "a bag is a folder with its tag files and data/",
        (Case("a file in its place", Bag(after=_become_a_file)),),
        (GOOD,),
    ),
    Row(
        "RB-02",
        "MAY",
        "tag files and folders may have any other name, the base folder any at all",
        keeps=(
            Case("a bag called tagmanifest-x", Bag(name="tagmanifest-x"), V),
            Case("other tag files", Bag(tags={"notes/a b.xml": b"x", "manifest.txt": b"y"}), V),
        ),
        test="tests/bag/test_conformance.py::test_a_bag_that_keeps_a_requirement",
    ),
    Row(
        "RB-03",
        "MUST",
        "bagit.txt is there",
        (Case("no bagit.txt", Bag(declaration=None)),),
        (GOOD,),
    ),
    Row(
        "RB-04",
        "MUST",
        "bagit.txt has exactly two lines",
        (
            Case("one line", Bag(declaration=b"BagIt-Version: 1.0\n")),
            Case("three lines", Bag(declaration=declaration() + b"X: y\n")),
            Case("a line twice", Bag(declaration=declaration() + b"BagIt-Version: 1.0\n")),
            Case("a blank line", Bag(declaration=declaration() + b"\n")),
        ),
        (Case("lines end in CRLF", Bag(declaration=declaration().replace(b"\n", b"\r\n")), V),),
    ),
    Row(
        "RB-05",
        "MUST",
        "first the version, then the encoding",
        (
            Case(
                "the other way round",
                Bag(declaration=b"Tag-File-Character-Encoding: UTF-8\nBagIt-Version: 1.0\n"),
            ),
        ),
        (GOOD,),
    ),
    Row(
        "RB-06",
        "MUST",
        "BagIt-Version: M.N, with one colon and one space",
        tuple(
            Case(repr(text), Bag(declaration=b"%s\nTag-File-Character-Encoding: UTF-8\n" % text))
            for text in (
                b"BagIt-Version: 1.0.1",
                b"BagIt-Version: .97",
                b"BagIt-Version: 1",
                b"BagIt-version: 1.0",
                b"BagIt-Version:1.0",
                b"BagIt-Version:  1.0",
                b"BagIt-Version : 1.0",
                b"BagIt-Version: 1.0 ",
            )
        ),
        (GOOD,),
    ),
    Row(
        "RB-07",
        "SHOULD",
        "the encoding is UTF-8, or has a name registered with IANA",
        (
            Case("rot13 is no encoding", Bag(declaration=declaration(encoding="rot13")), U),
            Case("idna is no encoding", Bag(declaration=declaration(encoding="idna")), U),
            Case(
                "no encoding at all",
                Bag(declaration=b"BagIt-Version: 1.0\nTag-File-Character-Encoding:\n"),
            ),
        ),
        (GOOD, Case("utf-8 in lower case", Bag(declaration=declaration(encoding="utf-8")), V)),
    ),
    Row(
        "RB-08",
        "MUST",
        "bagit.txt itself is UTF-8",
        (
            Case("UTF-16", Bag(declaration=declaration().decode().encode("utf-16"))),
            Case("a byte that is no UTF-8", Bag(declaration=declaration() + b"\xff")),
        ),
        (GOOD,),
    ),
    Row(
        "RB-09",
        "MUST NOT",
        "bagit.txt has no byte order mark",
        (Case("a mark", Bag(declaration=b"\xef\xbb\xbf" + declaration())),),
        (GOOD,),
    ),
    Row(
        "RB-10",
        "ours",
        "a version that is not known is not judged: unverified",
        (
            Case("version 1.1", Bag(version="1.1"), U),
            Case("version 2.0", Bag(version="2.0"), U),
            Case("version 0.98, a rule of 1.0 broken", _old("0.98", info=b"A:b\n"), U),
        ),
        (GOOD,),
    ),
    Row(
        "RB-11",
        "MUST",
        "data/ is there and a folder",
        (
            Case("no data", Bag(payload={}, after=lambda r: (r / "data").rmdir())),
            Case(
                "a file",
                Bag(payload={}, after=_data_as_a_file),
            ),
        ),
        (Case("an empty payload", Bag(payload={}), V),),
    ),
    Row(
        "RB-12",
        "MUST",
        "the payload is octets: no line ending or encoding is ever changed",
        (
            Case(
                "CRLF became LF",
                Bag(
                    payload={"data/a": b"x\r\n"}, after=lambda r: (r / "data/a").write_bytes(b"x\n")
                ),
                code="RX-10",
            ),
        ),
        (Case("CRLF, NUL, Latin-1", Bag(payload={"data/a": b"x\r\n\0\xff"}), V),),
    ),
    Row(
        "RM-01",
        "MUST",
        "there is a payload manifest",
        (Case("none", Bag(algorithms=())),),
        (Case("two", Bag(algorithms=("sha512", "md5")), V),),
    ),
    Row(
        "RM-02",
        "MUST",
        "every manifest lists every payload file",
        (
            Case("a file in no manifest", Bag(after=lambda r: (r / "data/new").touch())),
            Case(
                "one of two manifests lacks a file",
                Bag(
                    algorithms=("sha512", "sha256"),
                    tags={"manifest-sha256.txt": line("data/a.txt", _A, "sha256")},
                ),
            ),
        ),
        (
            Case(
                "0.97: in one of two is enough",
                _old(
                    "0.97",
                    algorithms=("sha512", "sha256"),
                    tags={"manifest-sha256.txt": line("data/a.txt", _A, "sha256")},
                ),
                V,
            ),
        ),
    ),
    Row(
        "RM-03",
        "MUST",
        "exactly once, however the path is written",
        (
            Case("twice", Bag(manifest=_add(line("data/a.txt", _A)))),
            Case("again as data/./a.txt", Bag(manifest=_add(line("data/./a.txt", _A)))),
            Case("again as data/b/../a.txt", Bag(manifest=_add(line("data/b/../a.txt", _A)))),
            Case("again with another digest", Bag(manifest=_add(line("data/a.txt", b"?")))),
            Case(
                "only as data//a.txt: a warning", Bag(manifest=_replace(b"data/a", b"data//a")), V
            ),
            Case(
                "0.97: twice the same is a warning",
                _old("0.97", manifest=_add(line("data/a.txt", _A))),
                V,
            ),
            Case(
                "0.97: with another digest", _old("0.97", manifest=_add(line("data/a.txt", b"?")))
            ),
        ),
        (GOOD,),
    ),
    Row(
        "RM-04",
        "MUST",
        "a manifest is called manifest-<algorithm>.txt, in lower case and without a hyphen",
        (
            Case(
                "manifest-SHA512.txt",
                Bag(algorithms=(), tags={"manifest-SHA512.txt": listing(PAYLOAD, "sha512")}),
            ),
            Case(
                "manifest-sha-512.txt beside a good one", Bag(tags={"manifest-sha-512.txt": b""}), V
            ),
        ),
        (GOOD,),
    ),
    Row(
        "RM-05",
        "MUST",
        "a line is a digest, white space and a path; nothing is skipped in silence",
        (
            Case("a blank line", Bag(manifest=_add(b"\n"))),
            Case("a comment", Bag(manifest=_add(b"# by hand\n"))),
            Case("garbage", Bag(manifest=_add(b"garbage\n"))),
            Case("white space first", Bag(manifest=lambda d: b" " + d)),
            Case("one line of 2 MiB", Bag(manifest=_add(b"x" * (1 << 21) + b"\n"))),
        ),
        (GOOD,),
    ),
    Row(
        "RM-06",
        "MAY",
        "hex in either case; as long as the algorithm's digests",
        (
            Case("too short", Bag(manifest=lambda d: d[1:])),
            Case("no hex", Bag(manifest=lambda d: b"g" + d[1:])),
            Case("one character too many", Bag(manifest=lambda d: b"0" + d)),
        ),
        (
            Case(
                "upper case",
                Bag(
                    manifest=lambda d: b"".join(
                        row[:128].upper() + row[128:] for row in d.splitlines(keepends=True)
                    )
                ),
                V,
            ),
        ),
    ),
    Row(
        "RM-07",
        "MUST",
        "/ parts the parts of a path",
        (Case("a backslash", Bag(manifest=_replace(b"data/a", b"data\\a"))),),
        (Case("a backslash in a name", _named("a\\b"), V),),
    ),
    Row(
        "RM-08",
        "MUST",
        "spaces and tabs stand between digest and path, and the rest is the name",
        (
            Case("a no-break space", Bag(manifest=_replace(b"  ", b"\xc2\xa0"))),
            Case("nothing", Bag(manifest=_replace(b"  ", b""))),
        ),
        (
            Case("a tab", Bag(manifest=_replace(b"  ", b"\t")), V),
            Case("many", Bag(manifest=_replace(b"  ", b" \t  ")), V),
            Case("a name ending in spaces", _named("a  "), V),
            Case("a name beginning with one", _named(" a"), V),
        ),
    ),
    Row(
        "RM-09",
        "ours",
        "no path is too long",
        keeps=(
            Case("255 bytes", _named("n" * 255), V),
            Case("a path of 800 characters", _named("/".join(["d" * 99] * 8)), V),
        ),
        test="tests/bag/test_names.py::test_a_file_below_path_max_is_checked",
    ),
    Row(
        "RM-10",
        "MUST NOT",
        "no path outside of data/",
        (
            Case("a tag file", Bag(manifest=_add(line("bagit.txt", declaration())))),
            Case("database/x", Bag(manifest=_add(line("database/x", b"")))),
        ),
        (GOOD,),
    ),
    Row(
        "RM-11",
        "MUST",
        "LF, CR and % in a path are percent-encoded, and nothing else is",
        (
            Case(
                "a bare %: a warning",
                Bag(payload={"data/100% x": b"x"}, manifest=_replace(b"%25", b"%")),
                V,
            ),
            Case(
                "%20 is literal: a warning",
                Bag(payload={"data/a%20b": b"x"}, manifest=_replace(b"%25", b"%")),
                V,
            ),
            Case(
                "a raw CR",
                Bag(payload={"data/a\rb": b"x"}, manifest=_replace(b"%0D", b"\r")),
                code="RM-05",
            ),
        ),
        (
            Case("LF, CR and %", _named("a\nb", "a\rb", "a%b", "%0A", "%25"), V),
            Case(
                "%0a in lower case",
                Bag(payload={"data/a\nb": b"x"}, manifest=_replace(b"%0A", b"%0a")),
                V,
            ),
        ),
    ),
    Row(
        "RM-12",
        "ours",
        "nothing else is decoded; a name that only fits undecoded is taken with a warning",
        (
            Case(
                "%0A not encoded",
                Bag(payload={"data/a%0Ab": b"x"}, manifest=_replace(b"%250A", b"%0A")),
                V,
            ),
            Case("0.97: %25 decoded", _old("0.97", payload={"data/a%b": b"x"}), V),
            Case("0.96: %0A decoded", _old("0.96", payload={"data/a\nb": b"x"}), V),
        ),
        (
            Case("%2e%2e%2f is a name", _named("%2e%2e%2fx"), V),
            Case(
                "0.97: % is literal",
                _old("0.97", payload={"data/a%b": b"x"}, manifest=_replace(b"%25", b"%")),
                V,
            ),
        ),
    ),
    Row(
        "RM-13",
        "MUST NOT",
        "no folders are listed",
        (
            Case("data/b/", Bag(manifest=_add(line("data/b/", b"")))),
            Case("data/b", Bag(manifest=_add(line("data/b", b"")))),
        ),
        (GOOD,),
    ),
    Row(
        "RM-14",
        "MUST",
        "only LF, CR and CRLF end a line",
        (
            Case(
                "U+2028 between two",
                Bag(manifest=lambda d: d.replace(b"\n", "\u2028".encode(), 1)),
                code="RX-09",
            ),
        ),
        (
            Case(
                "names with all others",
                _named(
                    "a\u2028b",
                    "a\u2029b",
                    "a\x85b",
                    "a\x0bb",
                    "a\x0cb",
                    "a\x1cb",
                    "a\x1db",
                    "a\x1eb",
                ),
                V,
            ),
            Case("CR alone", Bag(manifest=_replace(b"\n", b"\r")), V),
            Case("CRLF", Bag(manifest=_replace(b"\n", b"\r\n")), V),
        ),
    ),
    Row(
        "RM-15",
        "ours",
        "we write sorted, with two spaces, LF, a final one, and the name as on disk",
        test="tests/bag/test_names.py::test_a_manifest_is_written_sorted_with_two_spaces_and_lf",
    ),
    Row(
        "RT-01",
        "MAY",
        "tag manifests are optional, and called tagmanifest-<algorithm>.txt",
        (Case("TagManifest-SHA512.txt", Bag(tags={"TagManifest-SHA512.txt": b""}), V, "RM-04"),),
        (Case("none", Bag(tag_algorithms=()), V),),
    ),
    Row(
        "RT-02",
        "MUST",
        "each lists every payload manifest",
        (
            Case(
                "it does not",
                Bag(
                    tag_manifest=lambda d: b"".join(
                        row for row in d.splitlines(keepends=True) if b"manifest" not in row
                    )
                ),
            ),
        ),
        (GOOD,),
    ),
    Row(
        "RT-03",
        "MUST NOT",
        "none lists a tag manifest",
        (
            Case("itself", Bag(tag_manifest=_add(line("tagmanifest-sha512.txt", b"")))),
            Case(
                "another",
                Bag(
                    tag_algorithms=("sha512", "md5"),
                    algorithms=("sha512", "md5"),
                    tag_manifest=lambda d: d + b"0" * (d.find(b" ")) + b"  tagmanifest-md5.txt\n",
                ),
            ),
        ),
        (GOOD,),
    ),
    Row(
        "RT-04",
        "SHOULD",
        "each lists all other tag files, and all list the same",
        (
            Case("an unlisted tag file", Bag(after=lambda r: (r / "notes").touch()), V),
            Case(
                "the two differ",
                Bag(
                    algorithms=("sha512", "md5"),
                    tag_algorithms=("sha512", "md5"),
                    tags={
                        "tagmanifest-md5.txt": b"".join(
                            line(f"manifest-{a}.txt", listing(PAYLOAD, a), "md5")
                            for a in ("md5", "sha512")
                        )
                    },
                ),
                V,
            ),
        ),
        (GOOD,),
    ),
    Row(
        "RT-05",
        "MUST NOT",
        "no payload files",
        (Case("one", Bag(tag_manifest=_add(line("data/a.txt", _A)))),),
        (GOOD,),
    ),
    Row(
        "RT-06",
        "SHOULD",
        "by the algorithms of the payload manifests",
        (Case("another", Bag(tag_algorithms=("sha256",)), V),),
        (GOOD,),
    ),
    Row(
        "RT-07",
        "MUST",
        "tag files that are listed are there and right",
        (
            Case("one is not there", Bag(tags={"notes": b"x"}, after=_gone("notes"))),
            Case(
                "one was changed",
                Bag(tags={"notes": b"x"}, after=lambda r: (r / "notes").write_bytes(b"y")),
                code="RX-10",
            ),
        ),
        (Case("one in a folder", Bag(tags={"notes/a": b"x"}), V),),
    ),
    Row(
        "RT-08",
        "MUST",
        "their paths follow the same rules",
        (
            Case(
                "a bare %: a warning",
                Bag(tags={"a%b": b"x"}, tag_manifest=_replace(b"%25", b"%")),
                V,
            ),
            Case("a way out", Bag(tag_manifest=_add(line("../x", b""))), code="RS-01"),
        ),
        (Case("LF in a name", Bag(tags={"a\nb": b"x"}), V),),
    ),
    Row(
        "RI-01",
        "MUST",
        "order and repeats of elements are kept",
        keeps=(Case("repeats", _info("Contact-Name: A\nContact-Name: B\n"), V),),
        test="tests/bag/test_tagfiles.py::test_bag_info_reads_back_as_it_was_written_or_is_refused",
    ),
    Row(
        "RI-02",
        "MUST",
        "label, colon, one space or tab, value",
        (
            Case("no space", _info("Foo:bar\n")),
            Case("no colon", _info("Foo bar\n")),
            Case("a blank line", _info("\n")),
            Case("two spaces: a warning", _info("Foo:  bar\n"), V),
            Case("no label", _info(": bar\n")),
        ),
        (
            Case("a tab", _info("Foo:\tbar\n"), V),
            Case("colons in the value", _info("Foo: a:b: c\n"), V),
            Case("no value", _info("Foo: \n"), V),
        ),
    ),
    Row(
        "RI-03",
        "MUST NOT",
        "a label neither begins nor ends with white space",
        (Case("a space before the colon", _info("Foo : bar\n")),),
        (Case("a space within", _info("Foo Bar: x\n"), V),),
    ),
    Row(
        "RI-04",
        "RECOMMENDED",
        "a value goes on in lines that begin with a space or tab",
        (Case("before any element", Bag(info=b" x\n" + INFO)),),
        (Case("two lines more", _info("Foo: a\n  b\n\tc\n"), V),),
    ),
    Row(
        "RI-05",
        "MUST",
        "versions before 1.0: any white space around the colon",
        (Case("in 1.0 it is an error", Bag(info=b"Foo  :   bar\n"), code="RI-03"),),
        (
            Case("0.97", _old("0.97", info=b"Foo  :   bar\nBaz:qux\n"), V),
            Case("0.95", _old("0.95", info=b"Foo:bar\nPacking-Date: 2008-01-15\n"), V),
        ),
    ),
    Row(
        "RI-06",
        "MUST",
        "labels in any case mean the same",
        (Case("payload-oxum counts", _info("payload-oxum: 1.1\n"), code="RI-07"),),
        (Case("a right one", _info("PAYLOAD-OXUM: 4.2\n"), V),),
    ),
    Row(
        "RI-07",
        "MUST",
        "Payload-Oxum: once at most, octets.files, and true",
        (
            Case("twice", _info("Payload-Oxum: 4.2\nPayload-Oxum: 4.2\n")),
            Case("another form", _info("Payload-Oxum: 4 bytes\n")),
            Case("untrue", _info("Payload-Oxum: 5.2\n")),
            Case("another count", _info("Payload-Oxum: 4.3\n")),
        ),
        (Case("true", _info("Payload-Oxum: 4.2\n"), V),),
    ),
    Row(
        "RI-08",
        "MUST",
        "a right Payload-Oxum proves nothing",
        (
            Case(
                "same size, other bytes",
                Bag(
                    info=INFO + b"Payload-Oxum: 4.2\n",
                    after=lambda r: (r / "data/a.txt").write_bytes(b"x\n"),
                ),
                code="RX-10",
            ),
        ),
        (GOOD,),
    ),
    Row(
        "RI-09",
        "SHOULD NOT",
        "Bagging-Date, Bag-Size, Bag-Group-Identifier and Bag-Count are not repeated",
        tuple(
            Case(
                label,
                Bag(
                    info=b"%s: %s\n" % (label.encode(), value) * 2
                    + (b"Bag-Group-Identifier: x\n" if label == "Bag-Count" else b"")
                ),
                V,
            )
            for label, value in (
                ("Bagging-Date", b"2026-11-22"),
                ("Bag-Size", b"1 KB"),
                ("Bag-Group-Identifier", b"x"),
                ("Bag-Count", b"1 of 2"),
            )
        ),
        (GOOD,),
    ),
    Row(
        "RI-10",
        "ours",
        "Bagging-Date is YYYY-MM-DD, Bag-Count N of T",
        (
            Case("another date", Bag(info=b"Bagging-Date: 22 November 2026\n"), V),
            Case("30 February", Bag(info=b"Bagging-Date: 2026-02-30\n"), V),
            Case("another count", _info("Bag-Group-Identifier: x\nBag-Count: 1/2\n"), V),
        ),
        (Case("1 of ?", _info("Bag-Group-Identifier: x\nBag-Count: 1 of ?\n"), V),),
    ),
    Row(
        "RI-11",
        "RECOMMENDED",
        "Bag-Count stands with Bag-Group-Identifier",
        (Case("alone", _info("Bag-Count: 1 of 2\n"), V),),
        (Case("together", _info("Bag-Group-Identifier: x\nBag-Count: 1 of 2\n"), V),),
    ),
    Row(
        "RF-01",
        "MUST",
        "what fetch.txt lists is in every payload manifest",
        (Case("in none", _fetch("https://a.example/z - data/z\n")),),
        (
            Case(
                "in all, and not there",
                _fetch("https://a.example/z 1 data/z\n", payload=_ABSENT, after=_gone("data/z")),
                N,
            ),
            Case(
                "0.97: in one of two",
                _old(
                    "0.97",
                    algorithms=("sha512", "md5"),
                    tags={
                        "fetch.txt": b"https://a.example/ - data/b/c.txt\n",
                        "manifest-md5.txt": line("data/a.txt", _A, "md5"),
                    },
                ),
                V,
            ),
        ),
    ),
    Row(
        "RF-02",
        "MUST NOT",
        "fetch.txt lists no tag files",
        (Case("one", _fetch("https://a.example/ - bag-info.txt\n")),),
        (GOOD,),
    ),
    Row(
        "RF-03",
        "MUST",
        "address, white space, length, white space, path",
        (
            Case("two fields", _fetch("https://a.example/ data/a.txt\n")),
            Case("a blank line", _fetch("\n")),
            Case("garbage", _fetch("garbage\n")),
        ),
        (Case("a tab", _fetch("https://a.example/\t-\tdata/a.txt\n"), V),),
    ),
    Row(
        "RF-04",
        "MUST",
        "an absolute URI without a fragment",
        tuple(
            Case(uri, _fetch(f"{uri} - data/a.txt\n"))
            for uri in (
                "a.example/x",
                "https://a.example/x#y",
                "//a.example/x",
                "1a:b",
                "https://a.example/<x>",
                "https://a.example/%zz",
                "https://a.example/é",
            )
        ),
        (
            Case("a URN", _fetch("urn:isbn:0451450523 - data/a.txt\n"), V),
            Case("IPv6, port, query", _fetch("https://u@[::1]:80/a;b?c=%20 - data/a.txt\n"), V),
        ),
    ),
    Row(
        "RF-05",
        "MUST",
        "the length is digits or -",
        tuple(
            Case(n, _fetch(f"https://a.example/ {n} data/a.txt\n"))
            for n in ("1.5", "-1", "x", "0x2")
        ),
        (Case("digits", _fetch("https://a.example/ 2 data/a.txt\n"), V),),
    ),
    Row(
        "RF-06",
        "MUST",
        "paths in fetch.txt are encoded as in manifests",
        (
            Case(
                "a bare %: a warning",
                _fetch("https://a.example/ - data/a%b\n", payload={"data/a%b": b"x"}),
                V,
            ),
        ),
        (Case("%0A", _fetch("https://a.example/ - data/a%0Ab\n", payload={"data/a\nb": b"x"}), V),),
    ),
    Row(
        "RF-07",
        "MUST NOT",
        "no path in fetch.txt leads out of the bag",
        tuple(
            Case(p, _fetch(f"https://a.example/ - {p}\n"))
            for p in ("/etc/passwd", "data/../../x", "~/x", "C:/x")
        ),
        (GOOD,),
    ),
    Row(
        "RF-08",
        "ours",
        "a file still to be fetched makes a bag incomplete, not invalid",
        (
            Case(
                "not there",
                _fetch("https://a.example/z 1 data/z\n", payload=_ABSENT, after=_gone("data/z")),
                N,
            ),
            Case(
                "beside damage it is invalid",
                _fetch(
                    "https://a.example/z 1 data/z\n",
                    payload=_ABSENT,
                    after=lambda r: ((r / "data/z").unlink(), (r / "data/a.txt").write_bytes(b"?")),
                ),
            ),
            Case(
                "0.97",
                _old(
                    "0.97",
                    payload=_ABSENT,
                    tags={"fetch.txt": b"https://a.example/z 1 data/z\n"},
                    after=_gone("data/z"),
                ),
                N,
            ),
        ),
        (Case("there", _fetch("https://a.example/ 2 data/a.txt\n"), V),),
    ),
    Row(
        "RF-09",
        "SHOULD",
        "never more is received than stated",
        test="tests/house/test_network.py: nothing is ever fetched",
    ),
    Row(
        "RF-10",
        "ours",
        "a file that is here is as long as fetch.txt says",
        (Case("another length: a warning", _fetch("https://a.example/ 7 data/a.txt\n"), V),),
        (Case("no length", _fetch("https://a.example/ - data/a.txt\n"), V),),
    ),
    Row(
        "RX-01",
        "MUST",
        "LF, CR or CRLF ends each line; the last one's ending is recommended",
        (
            Case("mixed: a note", Bag(manifest=lambda d: d.replace(b"\n", b"\r\n", 1)), V),
            Case("none at the end: a note", Bag(manifest=lambda d: d[:-1]), V),
        ),
        (Case("CR", Bag(info=INFO.replace(b"\n", b"\r")), V),),
    ),
    Row(
        "RX-02",
        "MUST",
        "the tag files of BagIt end in .txt",
        (
            Case("bag-info.md", Bag(info=None, tags={"bag-info.md": INFO}), V),
            Case("manifest-sha512.TXT", Bag(algorithms=(), tags={"manifest-sha512.TXT": b""})),
        ),
        (GOOD,),
    ),
    Row(
        "RX-03",
        "MUST",
        "all tag files but bagit.txt have the declared encoding",
        (
            Case("Latin-1 in UTF-8", Bag(info=b"A: \xe9\n")),
            Case(
                "in ASCII",
                Bag(info="A: é\n".encode(), declaration=declaration(encoding="US-ASCII")),
            ),
        ),
        (
            Case(
                "ISO-8859-1",
                Bag(
                    payload=_OTHER,
                    info=b"A: \xe9\n",
                    declaration=declaration(encoding="ISO-8859-1"),
                    codec="latin-1",
                ),
                V,
            ),
            Case(
                "UTF-16",
                Bag(
                    payload=_OTHER,
                    info=INFO.decode().encode("utf-16"),
                    declaration=declaration(encoding="UTF-16"),
                    codec="utf-16",
                ),
                V,
            ),
        ),
    ),
    Row(
        "RX-04",
        "MUST NOT",
        "UTF-8 tag files have no byte order mark",
        (
            Case("bag-info.txt", Bag(info=b"\xef\xbb\xbf" + INFO)),
            Case("a manifest", Bag(manifest=lambda d: b"\xef\xbb\xbf" + d)),
        ),
        (GOOD,),
    ),
    Row(
        "RX-05",
        "RECOMMENDED",
        "UTF-8",
        (Case("another: a warning", Bag(declaration=declaration(encoding="ISO-8859-1")), V),),
        (GOOD,),
    ),
    Row(
        "RX-06",
        "MUST",
        "SHA-256 and SHA-512 are supported, and MD5 and SHA-1 are read",
        (
            Case(
                "a wrong SHA-1",
                Bag(algorithms=("sha1",), tag_algorithms=(), manifest=_replace(b"0", b"1")),
                code="RX-10",
            ),
        ),
        tuple(
            Case(a, Bag(algorithms=(a,), tag_algorithms=(a,)), V)
            for a in ("md5", "sha1", "sha256", "sha384", "sha512")
        ),
    ),
    Row(
        "RX-07",
        "SHOULD",
        "an algorithm of IANA's registry, or MD5 or SHA-1",
        (Case("SHA-224: a warning", Bag(algorithms=("sha224",), tag_algorithms=("sha224",)), V),),
        (GOOD,),
    ),
    Row(
        "RX-08",
        "ours",
        "what cannot be computed is not called verified",
        (
            Case("tiger192", Bag(algorithms=("sha512", "tiger192")), U),
            Case("alone", Bag(algorithms=("tiger192",)), U),
            Case(
                "a tag manifest",
                Bag(tag_algorithms=("sha512", "tiger192"), algorithms=("sha512",)),
                U,
            ),
        ),
        (GOOD,),
    ),
    Row(
        "RX-09",
        "MUST",
        "complete: every listed file is there",
        (Case("one is not", Bag(after=_gone("data/a.txt"))),),
        (GOOD,),
    ),
    Row(
        "RX-10",
        "MUST",
        "valid: every digest in every manifest is right",
        (
            Case("a byte changed", Bag(after=lambda r: (r / "data/a.txt").write_bytes(b"b\n"))),
            Case(
                "in one of two manifests",
                Bag(
                    algorithms=("sha512", "md5"),
                    tags={"manifest-md5.txt": listing({**PAYLOAD, "data/a.txt": b"?"}, "md5")},
                ),
            ),
            Case(
                "a tag file changed",
                Bag(after=lambda r: (r / "bag-info.txt").write_bytes(INFO + b"A: b\n")),
            ),
            *(
                Case(
                    f"{v}: a byte changed",
                    _old(v, after=lambda r: (r / "data/a.txt").write_bytes(b"b\n")),
                )
                for v in ("0.93", "0.97")
            ),
        ),
        tuple(Case(v, _old(v), V) for v in ("0.93", "0.94", "0.95", "0.96", "0.97")),
    ),
    Row(
        "RS-01",
        "MUST NOT",
        "nothing outside of the bag is read because of a path in it",
        tuple(
            Case(p, Bag(manifest=_add(line(p, b""))))
            for p in (
                "/etc/passwd",
                "../x",
                "data/../../x",
                "~root/x",
                "C:\\x",
                "\\\\host\\x",
                "\\\\?\\C:\\x",
                "data/\0",
            )
        ),
        (Case("names that only look so", _named("..x", "x..", "~x", "..."), V),),
    ),
    Row(
        "RS-02",
        "ours",
        "no links, FIFOs, sockets or devices",
        (
            Case("a link", Bag(after=lambda r: (r / "data/l").symlink_to("/etc/passwd"))),
            Case("a folder that is a link", Bag(after=lambda r: (r / "data/l").symlink_to("/etc"))),
            Case(
                "a listed file that is a link",
                Bag(after=_linked("data/a.txt")),
            ),
            Case("a FIFO", Bag(after=lambda r: os.mkfifo(r / "data/f"))),
            Case(
                "data itself is a link",
                Bag(after=_linked("data")),
            ),
        ),
        (GOOD,),
    ),
    Row(
        "RS-03",
        "SHOULD",
        "special names are tested",
        test="tests/bag/test_names.py::test_a_name_of_any_kind_is_judged_right",
    ),
    Row(
        "RS-04",
        "SHOULD",
        "protection against attackers is agreed outside of the bag",
        test="tests/judgement/test_fixity.py: the seal in the ledger",
    ),
    Row(
        "RN-01",
        "SHOULD",
        "names that differ only in case are discouraged",
        (Case("a and A: a warning", _named("a", "A"), V),),
        (GOOD,),
    ),
    Row(
        "RN-02",
        "SHOULD",
        "names that differ only in normalisation are prevented",
        (Case("NFC and NFD: a warning", _named(_NFC, _NFD), V),),
        (Case("one of them", _named(_NFD), V),),
        "tests/bag/test_names.py::test_twins_by_normalisation_are_not_planned",
    ),
    Row(
        "RN-03",
        "SHOULD",
        "a name in another normalisation is found, unless both are there",
        (
            Case(
                "listed NFC, there NFD: a warning",
                Bag(
                    payload={f"data/{_NFC}": b"x"},
                    after=lambda r: (r / "data" / _NFC).rename(r / "data" / _NFD),
                ),
                V,
            ),
        ),
        (Case("both are there", _named(_NFC, _NFD), V),),
    ),
    Row(
        "RN-04",
        "SHOULD",
        "manifests do not list names that differ only in case or normalisation",
        (
            Case("a and A: a warning", _named("a", "A"), V),
            Case("NFC and NFD: a warning", _named(_NFC, _NFD), V),
        ),
        (GOOD,),
    ),
    Row(
        "RN-05",
        "SHOULD",
        "names can be stored everywhere",
        tuple(
            Case(repr(n), _named(n), V)
            for n in (
                "a:b",
                "a?",
                "a*",
                "<a>",
                'a"b',
                "a|b",
                "a\\b",
                "a.",
                "a ",
                "d./x",
                "CON",
                "con.txt",
                "lpt1",
                "d/NUL.tar.gz",
            )
        ),
        (Case("names that only look so", _named("CONTACT", "lpt10", "a.b", ".a", "com"), V),),
    ),
    Row(
        "RN-06",
        "MUST",
        "what md5sum writes is accepted, with a warning",
        (
            Case("an asterisk", Bag(manifest=_replace(b"  data", b" *data")), V),
            Case(
                "a backslash",
                Bag(
                    payload={"data/a\nb": b"x"},
                    manifest=lambda d: b"\\" + d.replace(b"%0A", b"\\n"),
                ),
                V,
            ),
            Case("0.97: an asterisk", _old("0.97", manifest=_replace(b"  data", b" *data")), V),
        ),
        (GOOD,),
    ),
    *(
        Row(f"RC-0{n}", "ours", text, test=test)
        for n, text, test in (
            (1, "a bag is there whole or not at all", "tests/bag/test_writer.py"),
            (2, "it is read back before success is reported", "tests/workflows/test_ingest.py"),
            (3, "nothing is written where something lies", "tests/bag/test_writer.py"),
            (4, "SHA-512 by default, one reading for all algorithms", "tests/bag/test_writer.py"),
            (5, "tag manifests list every tag file", "tests/bag/test_writer.py"),
            (
                6,
                "bag-info.txt has the elements of our profile",
                "tests/workflows/test_validate.py::test_a_bag_of_ours_fits_our_profile",
            ),
            (
                7,
                "same input, same bytes; as tar and zip, too",
                "tests/bag/test_serialized.py::test_the_same_bag_gives_the_same_bytes",
            ),
            (
                8,
                "a source that changes while it is read is not taken",
                "tests/workflows/test_ingest.py",
            ),
            (9, "names that we make are lower-case ASCII", "tests/workflows/test_ingest.py"),
        )
    ),
)
