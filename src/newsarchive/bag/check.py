"""Tree to Observation: structure, completeness both ways, every digest (RFC 8493 section 3).

Every finding is made, none hides another. What could not be looked at is never called good, and
never called damaged or missing either. Only paths that listing the bag gave are ever opened: a path
in a manifest is looked up among them and nothing more (RS-01).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from newsarchive.bag import tagfiles
from newsarchive.bag.faults import Faults
from newsarchive.bag.reading import Reading
from newsarchive.bag.tagfiles import Declaration, FetchEntry
from newsarchive.bag.tree import Node, NodeKind, Tree
from newsarchive.digests import Algorithm, Digest, pick
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.observation import Observation

_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_MANIFEST_LIKE = re.compile(r"(tag)?manifest-.*\.txt", re.IGNORECASE | re.DOTALL)
_SEALED = "tagmanifest-sha512.txt"
_LONGEST_DECLARATION = 1 << 16


def check(tree: Tree) -> Observation:
    """Look at the whole bag in `tree`, reading every listed file once.

    A file whose digest is wrong is read a second time, past the cache, before that is a finding.
    Nothing is raised for what is in the bag, nor for a disk that cannot be read: that is a finding.
    """
    presence = tree.presence()
    if presence.there is None:
        detail = f"the bag cannot be reached: {presence.detail}"
        finding = Finding(Code.IO_01, Kind.UNREACHABLE, Level.ERROR, "", detail)
        return Observation(present=None, findings=(finding,))
    if not presence.there:
        found = presence.detail
        finding = Finding(Code.RB_01, Kind.MISSING, Level.ERROR, "", found)
        return Observation(present=False, findings=(finding,) if found else ())
    return _Check(tree).observe()


@dataclass(slots=True)
class _List:
    """One manifest or tag manifest: what it lists, and whether it was read to its end.

    `algorithm` is None where we cannot compute it. `digests` has the expected hex by path, "" where
    the line had none that can be used. `whole` is False if something in it could not be read: then
    nobody can say what it does not list.
    """

    name: str
    algorithm: Algorithm | None
    digests: dict[str, str] = field(default_factory=dict)
    whole: bool = True
    changed: bool = False


class _Check:
    """One look at one bag: the steps share what was seen so far."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._findings: list[Finding] = []
        self._files: dict[str, Node] = {}
        self._other: dict[str, Node] = {}  # folders, and whatever else is no regular file
        self._blind: set[str] = set()  # folders that could not be listed to their end
        self._parsed: set[str] = set()  # the tag files whose content matters here
        self._seal: Digest | None = None
        self._read_files = 0
        self._read_bytes = 0
        self._declaration = Declaration()
        self._lists: list[_List] = []
        self._tag_lists: list[_List] = []
        self._fetch: dict[str, FetchEntry] = {}
        self._oxum: tuple[int, int] | None = None
        self._twins: dict[str, list[str]] | None = None

    def observe(self) -> Observation:
        self._look_around()
        self._find_lists()
        # From the top of the chain down: each list was itself checked before it is believed.
        self._read_bagit_and_tag_lists()
        self._read_info()
        for a_list in self._lists:
            self._read_list(a_list, payload=True)
        self._read_fetch()
        self._verify_tag_files()
        self._verify_payload()
        self._compare_oxum()
        return Observation(
            present=True,
            findings=tuple(sorted(self._findings, key=_order)),
            seal=self._seal,
            files=self._read_files,
            bytes=self._read_bytes,
            version=self._declaration.version,
        )

    # --- What is there -------------------------------------------------------------------------

    def _look_around(self) -> None:
        for node in self._tree.nodes():
            if node.kind is NodeKind.FILE:
                self._files[node.path] = node
                continue
            self._other[node.path] = node
            if node.problem:
                if node.kind is NodeKind.FOLDER:
                    self._blind.add(node.path)
                what = (
                    "folder cannot be listed" if node.kind is NodeKind.FOLDER else "cannot be read"
                )
                self._add(Code.IO_01, Kind.UNREADABLE, node.path, f"{what}: {node.problem}")
            elif node.kind is not NodeKind.FOLDER:
                self._add(
                    Code.RS_02,
                    Kind.UNSAFE,
                    node.path,
                    f"a {node.kind} lies here; a bag holds files and folders only",
                )
        data = self._other.get("data")
        if data is None and not self._hidden("data"):
            kind = Kind.MALFORMED if "data" in self._files else Kind.MISSING
            self._add(Code.RB_11, kind, "data", "there is no folder data/")

    def _hidden(self, path: str) -> bool:
        """Whether `path` may be there unseen: a folder above it could not be listed."""
        if not self._blind:
            return False
        above = path
        while above:
            above = above.rpartition("/")[0]
            if above in self._blind:
                return True
        return False

    def _seen(self, path: str) -> bool:
        """Whether anything lies at `path`, or may."""
        return path in self._files or path in self._other or self._hidden(path)

    def _find_lists(self) -> None:
        for name in sorted(self._files):
            if "/" in name or not _MANIFEST_LIKE.fullmatch(name):
                continue
            match = _MANIFEST.fullmatch(name)
            if match is None:
                self._add(
                    Code.RM_04,
                    Kind.MALFORMED,
                    name,
                    "no name of a manifest: only lower-case letters and digits follow the hyphen",
                    level=Level.WARNING,
                )
                continue
            a_list = _List(name, _algorithm(match[2]))
            (self._tag_lists if match[1] else self._lists).append(a_list)
            if a_list.algorithm is None:
                self._add(
                    Code.RX_08,
                    Kind.UNVERIFIABLE,
                    name,
                    f"digests by {match[2]} cannot be computed here: what it lists is not verified",
                )
        for lists in (self._lists, self._tag_lists):
            lists.sort(key=_strength)
        if not self._lists and not self._hidden("manifest"):
            self._add(Code.RM_01, Kind.MISSING, "", "the bag has no payload manifest")

    # --- Reading tag files ---------------------------------------------------------------------

    def _tag_reading(self, path: str) -> Reading:
        """A reading of a tag file that is parsed and hashed, for the tag manifests, in one go."""
        algorithms = {a.algorithm for a in self._tag_lists if a.algorithm is not None}
        if path == _SEALED:
            algorithms.add(Algorithm.SHA512)
        self._parsed.add(path)
        return Reading(self._tree, path, sorted(algorithms))

    def _believe(self, reading: Reading, faults: Faults) -> bool:
        """Whether what was parsed is what lies there. If not, its faults are dropped.

        The caller then drops what it parsed, too; the reading itself has its finding.
        """
        believed = self._compare(reading, [a for a in self._tag_lists if reading.path in a.digests])
        if believed:
            self._findings.extend(faults.findings())
        return believed

    def _parse(self, path: str, take: Callable[[Iterable[bytes], Faults], None]) -> bool:
        """Let `take` parse the tag file `path`; False if it is not there or not to be believed."""
        if path not in self._files:
            return False
        reading, faults = self._tag_reading(path), Faults(path)
        take(reading.chunks(), faults)
        believed = self._believe(reading, faults)
        if believed and path == _SEALED:
            self._seal = pick(reading.digests, Algorithm.SHA512)
        return believed

    def _read_bagit_and_tag_lists(self) -> None:
        """bagit.txt says how to read the tag manifests, and they say whether it is right."""
        path = "bagit.txt"
        if path not in self._files:
            if not self._seen(path):
                self._add(Code.RB_03, Kind.MISSING, path, "the bag has no bagit.txt")
            self._read_tag_lists()
            return
        reading, faults = self._tag_reading(path), Faults(path)
        data = bytearray()
        for chunk in reading.chunks():
            data.extend(chunk[: _LONGEST_DECLARATION - len(data)])
        if reading.problem is None:
            self._declaration = tagfiles.parse_declaration(bytes(data), faults)
        self._read_tag_lists()
        if not self._believe(reading, faults):
            self._declaration = Declaration()

    def _read_tag_lists(self) -> None:
        for a_list in self._tag_lists:
            self._read_list(a_list, payload=False)

    def _read_info(self) -> None:
        rules, codec = self._declaration.rules, self._declaration.codec

        def take(chunks: Iterable[bytes], faults: Faults) -> None:
            elements = tagfiles.parse_info(chunks, faults, rules=rules, codec=codec)
            self._oxum = tagfiles.judge_info(elements, faults)

        if not self._parse(rules.info_file, take):
            self._oxum = None

    def _read_list(self, a_list: _List, *, payload: bool) -> None:
        rules, codec = self._declaration.rules, self._declaration.codec

        def take(chunks: Iterable[bytes], faults: Faults) -> None:
            entries = tagfiles.parse_manifest(
                chunks,
                faults,
                algorithm=a_list.algorithm,
                payload=payload,
                rules=rules,
                codec=codec,
            )
            for entry in entries:
                path = self._resolve(entry.path, entry.literal, faults, entry.line)
                before = a_list.digests.get(path)
                if before is None:
                    a_list.digests[path] = entry.checksum
                else:
                    same = before == entry.checksum
                    _repeated(path, entry.line, faults, rules.repeated_line, same=same)

        if not self._parse(a_list.name, take):
            a_list.digests.clear()
            a_list.whole = False

    def _resolve(self, path: str, literal: str, faults: Faults, line: int) -> str:
        """The path that a line means: other programs encode and normalise differently."""
        if path in self._files or path in self._other:
            return path
        if literal != path and literal in self._files:
            faults.add(
                Code.RM_12,
                f"{literal[:200]!r} was taken as it stands: no file has the decoded name",
                line=line,
                level=Level.WARNING,
            )
            return literal
        if path.isascii():
            return path
        twins = self._twins_of(path)
        if len(twins) != 1:
            return path
        faults.add(
            Code.RN_03,
            f"{path[:200]!r} is in the bag in another Unicode normalisation",
            line=line,
            level=Level.WARNING,
        )
        return twins[0]

    def _twins_of(self, path: str) -> list[str]:
        if self._twins is None:
            self._twins = {}
            for name in self._files:
                if not name.isascii():
                    self._twins.setdefault(unicodedata.normalize("NFC", name), []).append(name)
        return self._twins.get(unicodedata.normalize("NFC", path), [])

    def _read_fetch(self) -> None:
        rules, codec = self._declaration.rules, self._declaration.codec

        def take(chunks: Iterable[bytes], faults: Faults) -> None:
            for entry in tagfiles.parse_fetch(chunks, faults, rules=rules, codec=codec):
                path = self._resolve(entry.path, entry.literal, faults, entry.line)
                self._fetch[path] = entry
                self._judge_fetch_entry(path, entry, faults)

        if not self._parse("fetch.txt", take):
            self._fetch.clear()

    def _judge_fetch_entry(self, path: str, entry: FetchEntry, faults: Faults) -> None:
        lacking = [a for a in self._lists if path not in a.digests and a.whole]
        every = self._declaration.rules.in_every_manifest
        if lacking and (every or len(lacking) == len(self._lists)):
            names = ", ".join(a_list.name for a_list in lacking)
            faults.add(Code.RF_01, f"{path[:200]!r} is not in {names}", line=entry.line)
        node = self._files.get(path)
        if node is not None and entry.length is not None and entry.length != node.size:
            faults.add(
                Code.RF_10,
                f"{path[:200]!r} is here with {node.size:,} bytes, not {entry.length:,}",
                line=entry.line,
                level=Level.WARNING,
            )

    # --- Tag files: completeness and digests ---------------------------------------------------

    def _verify_tag_files(self) -> None:
        tags = sorted(path for path in self._files if not path.startswith("data/"))
        for a_list in self._tag_lists:
            self._judge_tag_list(a_list)
        for path in tags:
            by = [a for a in self._tag_lists if path in a.digests]
            if by and path not in self._parsed:
                self._compare(Reading(self._tree, path, _algorithms(by, path)).through(), by)
            self._note_unlisted_tag_file(path, by)
        self._report_missing(self._tag_lists, Code.RT_07)

    def _judge_tag_list(self, a_list: _List) -> None:
        for path in a_list.digests:
            if "/" not in path and _MANIFEST.fullmatch(path) and path.startswith("tag"):
                self._add(
                    Code.RT_03, Kind.MALFORMED, a_list.name, f"it lists {path}, a tag manifest"
                )
        if a_list.whole:
            for manifest in self._lists:
                if manifest.name not in a_list.digests:
                    self._add(
                        Code.RT_02,
                        Kind.UNTRACKED,
                        manifest.name,
                        f"{a_list.name} does not list this payload manifest",
                        by=a_list.name,
                    )
        payload = {a.algorithm for a in self._lists}
        if self._lists and a_list.algorithm not in payload:
            self._add(
                Code.RT_06,
                Kind.MALFORMED,
                a_list.name,
                "no payload manifest uses this algorithm",
                level=Level.WARNING,
            )

    def _note_unlisted_tag_file(self, path: str, by: list[_List]) -> None:
        """RT-04. A warning, as in the RFC; the judge of an archive knows that ours list all."""
        if any(path == manifest.name for manifest in (*self._lists, *self._tag_lists)):
            return
        lacking = [a for a in self._tag_lists if path not in a.digests and a.whole]
        if not by and lacking:
            detail = "no tag manifest lists this file, so nothing in the bag vouches for it"
            self._add(
                Code.RT_04, Kind.UNTRACKED, path, detail, level=Level.WARNING, by=lacking[0].name
            )
        elif by:
            for a_list in lacking:
                detail = f"{a_list.name} does not list it, though {by[0].name} does"
                self._add(
                    Code.RT_04, Kind.UNTRACKED, path, detail, level=Level.WARNING, by=a_list.name
                )

    # --- Payload: completeness and digests -----------------------------------------------------

    def _verify_payload(self) -> None:
        for path in sorted(path for path in self._files if path.startswith("data/")):
            by = [a for a in self._lists if path in a.digests]
            self._note_untracked(path, by)
            if by:
                reading = Reading(self._tree, path, _algorithms(by, path)).through()
                self._compare(reading, by)
        self._report_missing(self._lists, Code.RX_09)

    def _note_untracked(self, path: str, by: list[_List]) -> None:
        lacking = [a for a in self._lists if path not in a.digests and a.whole]
        if not by and lacking and len(lacking) == len(self._lists):
            self._add(
                Code.RM_02,
                Kind.UNTRACKED,
                path,
                "this file is in no manifest",
                by=_trusted(lacking).name,
            )
        elif by and self._declaration.rules.in_every_manifest:
            for a_list in lacking:
                self._add(
                    Code.RM_02,
                    Kind.UNTRACKED,
                    path,
                    f"{a_list.name} does not list this file, and every manifest must",
                    by=a_list.name,
                )

    def _compare_oxum(self) -> None:
        """RI-07. Beside damage that was found file by file it is a consequence, and tells sizes."""
        if self._oxum is None or self._blind:
            return
        payload = [node for path, node in self._files.items() if path.startswith("data/")]
        found = (sum(node.size for node in payload), len(payload))
        if found == self._oxum:
            return
        explained = any(
            f.level is Level.ERROR and f.path.startswith("data/") for f in self._findings
        )
        name = self._declaration.rules.info_file
        self._add(
            Code.RI_07,
            Kind.CHANGED,
            name,
            f"Payload-Oxum says {self._oxum[0]:,} bytes in {self._oxum[1]:,} files,"
            f" and there are {found[0]:,} bytes in {found[1]:,} files",
            level=Level.NOTE if explained else Level.ERROR,
            expected=f"{self._oxum[0]}.{self._oxum[1]}",
            found=f"{found[0]}.{found[1]}",
            by=name,
        )

    # --- Shared --------------------------------------------------------------------------------

    def _report_missing(self, lists: list[_List], code: Code) -> None:
        """Everything that is listed and not there; what may be hidden is not called missing."""
        for path in sorted({path for a_list in lists for path in a_list.digests}):
            node = self._other.get(path)
            if path in self._files or self._hidden(path):
                continue
            if node is not None and node.kind is not NodeKind.FOLDER:
                continue  # reported as what it is
            by = [a_list for a_list in lists if path in a_list.digests]
            trusted = _trusted(by)
            expected = _expected(trusted, path)
            if node is not None:
                detail = "a file of this name is listed, and a folder lies there"
                self._add(
                    Code.RM_13, Kind.MISSING, path, detail, expected=expected, by=trusted.name
                )
            elif path in self._fetch:
                self._add(
                    Code.RF_08,
                    Kind.NOT_FETCHED,
                    path,
                    f"not here yet; to be fetched from {self._fetch[path].url[:200]}",
                    expected=expected,
                    by="fetch.txt",
                )
            else:
                detail = f"listed in {', '.join(a.name for a in by)}, and not there"
                self._add(code, Kind.MISSING, path, detail, expected=expected, by=trusted.name)

    def _compare(self, reading: Reading, by: list[_List]) -> bool:
        """Hold what was read against the lists `by`; read again before calling a digest wrong.

        Whether the bytes that were read are what lies there, right or wrong.
        """
        path = reading.path
        if reading.problem is not None:
            self._findings.append(reading.problem)
            return False
        wrong = [(a, digest) for a in by if (digest := _wrong_digest(a, path, reading)) is not None]
        again = None
        if wrong:
            again = Reading(self._tree, path, _algorithms(by, path), fresh=True).through()
            if again.problem is not None:
                self._findings.append(again.problem)
                return False
        self._read_files += 1
        self._read_bytes += reading.size
        stable = True
        for a_list, first in wrong:
            second = None if again is None else _wrong_digest(a_list, path, again)
            self._add_mismatch(path, a_list, first, second)
            stable = stable and second is not None
        for manifest in self._lists:
            if wrong and manifest.name == path:
                manifest.changed = True
        return stable

    def _add_mismatch(self, path: str, a_list: _List, first: Digest, second: Digest | None) -> None:
        """A digest that was wrong at the first reading and, where `second` is not None, again."""
        expected = _expected(a_list, path)
        if second is None:
            self._add(
                Code.IO_02,
                Kind.UNSTABLE,
                path,
                "read wrong at first and right the second time: the disk, a cable or the memory may"
                " be failing; check it again",
                expected=expected,
                found=str(first),
                by=a_list.name,
            )
            return
        size = self._files[path].size
        self._add(
            Code.RX_10,
            Kind.CHANGED,
            path,
            f"expected {a_list.digests[path][:8]}, found {second.hex[:8]} ({second.algorithm});"
            f" it has {size:,} bytes",
            expected=expected,
            found=str(second),
            by=a_list.name,
        )

    def _add(
        self,
        code: Code,
        kind: Kind,
        path: str,
        detail: str,
        *,
        level: Level = Level.ERROR,
        expected: str = "",
        found: str = "",
        by: str = "",
    ) -> None:
        self._findings.append(Finding(code, kind, level, path, detail, expected, found, by))


def _algorithm(name: str) -> Algorithm | None:
    try:
        return Algorithm(name)
    except ValueError:
        return None


def _strength(a_list: _List) -> tuple[int, str]:
    """SHA-512 first: what reports first is what is believed most."""
    order = list(reversed(Algorithm))
    return (order.index(a_list.algorithm) if a_list.algorithm else len(order), a_list.name)


def _trusted(lists: list[_List]) -> _List:
    """The list that is believed most: the strongest of those that are right themselves."""
    return next((a for a in lists if not a.changed), lists[0])


def _expected(a_list: _List, path: str) -> str:
    digest = a_list.digests[path]
    return f"{a_list.algorithm}:{digest}" if a_list.algorithm and digest else ""


def _algorithms(lists: list[_List], path: str) -> list[Algorithm]:
    """By what `path` must be hashed, so that every list which can be used has its answer."""
    return sorted({a.algorithm for a in lists if a.algorithm is not None and a.digests[path]})


def _wrong_digest(a_list: _List, path: str, reading: Reading) -> Digest | None:
    """The digest that was read, if it is not the one that the list expects; else None."""
    expected = a_list.digests[path]
    if a_list.algorithm is None or not expected:
        return None
    found = reading.hexdigest(a_list.algorithm)
    return None if found == expected else Digest(a_list.algorithm, found)


def _repeated(path: str, line: int, faults: Faults, level: Level, *, same: bool) -> None:
    if same:
        faults.add(Code.RM_03, f"{path[:200]!r} is listed twice", line=line, level=level)
    else:
        faults.add(Code.RM_03, f"{path[:200]!r} is listed twice, with different digests", line=line)


def _order(finding: Finding) -> tuple[str, str, str, str]:
    return (finding.path, finding.code, finding.by, finding.detail)
