"""Tree to Observation: structure, completeness both ways, every digest (RFC 8493 section 3).

Every finding is made, none hides another. What could not be looked at is never called good, and
never called damaged or missing either. Only paths that listing the bag gave are ever opened: a path
in a manifest is looked up among them and nothing more (RS-01).
"""

import contextlib
import re
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field, replace

from newsarchive.bag import names, paths, tagfiles
from newsarchive.bag.facts import BagFacts, Examination
from newsarchive.bag.faults import Faults, Gathered
from newsarchive.bag.readers import Readers
from newsarchive.bag.reading import SMALL, Reading, failure, hex_digest
from newsarchive.bag.tagfiles import Declaration, FetchEntry, Info, ManifestEntry, Plain
from newsarchive.bag.tree import Node, NodeKind, Tree
from newsarchive.bag.versions import LATEST, Rules
from newsarchive.digests import Algorithm, Digest
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.observation import TAG_MANIFEST, Observation

_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_MANIFEST_LIKE = re.compile(r"(tag)?manifest-.*\.txt", re.IGNORECASE | re.DOTALL)
_OTHER_ENDING = re.compile(
    r"(?:bagit|bag-info|fetch|(?:tag)?manifest-[a-z0-9-]+)(?:\.[^.]*)?", re.IGNORECASE
)
_LONGEST_DECLARATION = 1 << 16
# More lines than any bag has files, all manifests together: beyond, memory would have no bound.
_MOST_LISTED = 2_000_000
_URLS_KEPT = 10_000  # as many as findings are kept of files that are not fetched yet

# RX-07: the Named Information Hash Algorithm Registry of IANA, spelled as in manifest names, and
# the two of old that section 2.4 keeps.
_REGISTERED = re.compile(
    "md5|sha1|sha256|sha256128|sha256120|sha25696|sha25664|sha25632|sha384|sha512"
    "|sha3224|sha3256|sha3384|sha3512|blake2s256|blake2b256|blake2b512|k12256|k12512"
)


def check(tree: Tree, readers: Readers | None = None) -> Observation:
    """Look at the whole bag in `tree`, reading every listed file once.

    A file whose digest is wrong is read a second time, past the cache, before that is a finding.
    Nothing is raised for what is in the bag, nor for a disk that cannot be read: that is a finding.
    With `readers` large files of the payload are read by several threads; what is found is the
    same.
    """
    return examine(tree, readers).observation


def examine(tree: Tree, readers: Readers | None = None) -> Examination:
    """As `check`, and give the facts that a profile may be held against."""
    try:
        presence = tree.presence()
        if presence.there is None:
            detail = f"the bag cannot be reached: {presence.detail}"
            finding = Finding(Code.IO_01, Kind.UNREACHABLE, Level.ERROR, "", detail)
            return Examination(Observation(present=None, findings=(finding, *tree.findings())))
        if not presence.there:
            found = presence.detail
            finding = Finding(Code.RB_01, Kind.MISSING, Level.ERROR, "", found)
            findings = (*((finding,) if found else ()), *tree.findings())
            return Examination(Observation(present=False, findings=findings))
        try:
            return _Check(tree, readers).examine()
        except _OtherDeclarationError as other:
            # What was judged so far was judged by the wrong rules.
            return _Check(tree, readers, other).examine()
    finally:
        tree.close()


def _is_reserved(path: str) -> bool:
    """Whether BagIt itself gives this name a meaning at the top of a bag."""
    named = path in {"bagit.txt", "bag-info.txt", "fetch.txt"}
    return named or _MANIFEST.fullmatch(path) is not None


class _OtherDeclarationError(Exception):
    """bagit.txt read differently the second time: `data`, and that it did, as a `finding`."""

    def __init__(self, data: bytes, finding: Finding) -> None:
        super().__init__()
        self.data = data
        self.finding = finding


@dataclass(slots=True, eq=False)
class _List:
    """One manifest or tag manifest: what it lists, and whether it was read to its end.

    `algorithm` is None where we cannot compute it; `name_of_algorithm` is what the file name says.
    `digests` has the expected hex by path, "" where the line had none that can be used. `whole` is
    False if something in it could not be read: then nobody can say what it does not list.
    """

    name: str
    name_of_algorithm: str
    algorithm: Algorithm | None
    digests: dict[str, str] = field(default_factory=dict)
    whole: bool = True
    changed: bool = False


_Wrong = list[tuple[_List, str]]  # the lists whose digest is not what was found, and what was
_Seen = tuple[str, list[_List], int | None, _Wrong]


class _Check:
    """One look at one bag: the steps share what was seen so far."""

    def __init__(
        self,
        tree: Tree,
        readers: Readers | None = None,
        other: _OtherDeclarationError | None = None,
    ) -> None:
        self._tree = tree
        self._readers = readers
        self._tag_algorithms: list[Algorithm] = []
        self._other_declaration = other
        self._found = Gathered()
        self._files: dict[str, None] = {}  # in the order of the tree, which is the cheapest to read
        self._payload: list[str] = []
        self._tags: list[str] = []
        self._other: dict[str, NodeKind] = {}  # folders, and whatever else is no regular file
        self._blind: set[str] = set()  # folders that could not be listed to their end
        self._parsed: set[str] = set()  # the tag files whose content matters here
        self._seal: Digest | None = None
        self._read_files = 0
        self._read_bytes = 0
        self._payload_bytes: int | None = 0
        self._sizes: dict[str, int] = {}  # of files whose digests are wrong
        self._declaration = Declaration()
        self._rules_are_known = True
        self._lists: list[_List] = []
        self._tag_lists: list[_List] = []
        self._listed = 0
        self._fetch: dict[str, FetchEntry] = {}
        self._info = Info()
        self._normalised: dict[str, list[str]] | None = None

    def examine(self) -> Examination:
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
        self._judge_names()
        self._judge_folders()
        self._found.extend(self._tree.findings())
        findings = self._found.ordered()
        if not self._rules_are_known:
            findings = tuple(_uncertain(f) for f in findings)
        observation = Observation(
            present=True,
            findings=findings,
            seal=self._seal,
            files=self._read_files,
            bytes=self._read_bytes,
            version=self._declaration.version,
            sizes=self._sizes,
        )
        return Examination(observation, self._facts())

    def _facts(self) -> BagFacts:
        return BagFacts(
            version=self._declaration.version,
            info=self._info.elements,
            info_whole=self._info.whole,
            manifests=tuple(a.name_of_algorithm for a in self._lists),
            tag_manifests=tuple(a.name_of_algorithm for a in self._tag_lists),
            tag_files=tuple(self._tags),
            payload=self._payload,
            payload_octets=self._payload_bytes,
            serialization=self._tree.media_type,
            whole=not self._blind and not any(k is NodeKind.UNKNOWN for k in self._other.values()),
        )

    # --- What is there -------------------------------------------------------------------------

    def _look_around(self) -> None:
        found: list[str] = []
        for node in self._tree.nodes():
            if node.kind is NodeKind.FILE:
                found.append(node.path)
            else:
                self._note_node(node)
        self._files = dict.fromkeys(found)
        for path in found:
            (self._payload if path.startswith("data/") else self._tags).append(path)
        if "data" not in self._other and not self._hidden("data"):
            kind = Kind.MALFORMED if "data" in self._files else Kind.MISSING
            self._found.add(Code.RB_11, kind, "data", "there is no folder data/")
        elif self._other.get("data", NodeKind.FOLDER) not in {NodeKind.FOLDER, NodeKind.UNKNOWN}:
            self._found.add(Code.RB_11, Kind.MALFORMED, "data", "data/ is no folder")

    def _note_node(self, node: Node) -> None:
        self._other[node.path] = node.kind
        if node.problem:
            what = "cannot be read"
            if node.kind is NodeKind.FOLDER:
                self._blind.add(node.path)
                what = "folder cannot be listed"
            self._found.add(Code.IO_01, Kind.UNREADABLE, node.path, f"{what}: {node.problem}")
        elif node.kind is not NodeKind.FOLDER:
            self._found.add(
                Code.RS_02,
                Kind.UNSAFE,
                node.path,
                f"a {node.kind} lies here; a bag holds files and folders only",
            )

    def _judge_folders(self) -> None:
        """A folder with the name of a tag file is none: RFC 8493 section 2 reserves those names.

        Where a tag manifest lists the file, that it is missing was found already.
        """
        listed = {path for a_list in self._tag_lists for path in a_list.digests}
        for path, kind in self._other.items():
            if kind is NodeKind.FOLDER and path not in listed and _is_reserved(path):
                detail = "a folder lies here, and this is the name of a tag file"
                self._found.add(Code.RB_02, Kind.MALFORMED, path, detail)

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
        for name in [path for path in self._tags if "/" not in path]:
            match = _MANIFEST.fullmatch(name)
            if match is not None:
                self._find_list(name, match[2], self._tag_lists if match[1] else self._lists)
            elif not name.endswith(".txt") and _OTHER_ENDING.fullmatch(name):
                self._found.add(
                    Code.RX_02,
                    Kind.MALFORMED,
                    name,
                    "the names of the tag files that BagIt defines end in .txt",
                    level=Level.WARNING,
                )
            elif _MANIFEST_LIKE.fullmatch(name):
                self._found.add(
                    Code.RM_04,
                    Kind.MALFORMED,
                    name,
                    "no name of a manifest: only lower-case letters and digits follow the hyphen",
                    level=Level.WARNING,
                )
        for lists in (self._lists, self._tag_lists):
            lists.sort(key=_strength)
        algorithms = {a.algorithm for a in self._tag_lists if a.algorithm is not None}
        self._tag_algorithms = sorted(algorithms)
        if not self._lists and not self._hidden("manifest"):
            self._found.add(Code.RM_01, Kind.MISSING, "", "the bag has no payload manifest")

    def _find_list(self, name: str, algorithm: str, lists: list[_List]) -> None:
        a_list = _List(name, algorithm, _algorithm(algorithm))
        lists.append(a_list)
        if a_list.algorithm is None:
            self._found.add(
                Code.RX_08,
                Kind.UNVERIFIABLE,
                name,
                f"digests by {algorithm} cannot be computed here: what it lists is not verified",
            )
        if not _REGISTERED.fullmatch(algorithm):
            self._found.add(
                Code.RX_07,
                Kind.MALFORMED,
                name,
                f"{algorithm} is neither in IANA's registry of named hash algorithms nor MD5 or"
                " SHA-1",
                level=Level.WARNING,
            )

    # --- Reading tag files ---------------------------------------------------------------------

    def _tag_reading(self, path: str, *, fresh: bool = False) -> Reading:
        """A reading of a tag file that is parsed and hashed, for the tag manifests, in one go."""
        self._parsed.add(path)
        return Reading(self._tree, path, self._tag_algorithms, fresh=fresh)

    def _believe(self, reading: Reading, faults: Faults) -> bool:
        """Whether what was parsed is what lies there. If not, its faults are dropped.

        The caller then drops what it parsed, too; the reading itself has its finding.
        """
        by = [a for a in self._tag_lists if reading.path in a.digests]
        wrong = self._hold(reading, by)
        believed = reading.problem is None and (not wrong or self._confirm(reading.path, by, wrong))
        if believed:
            self._found.extend(faults.findings())
        return believed

    def _parse(self, path: str, take: Callable[[Iterable[bytes], Faults], None]) -> bool:
        """Let `take` parse the tag file `path`; False if it is not there or not to be believed."""
        if path not in self._files:
            return False
        reading, faults = self._tag_reading(path), Faults(path)
        chunks = reading.chunks()
        take(chunks, faults)
        for _ in chunks:  # what was not parsed belongs to its digest all the same
            pass
        believed = self._believe(reading, faults)
        if believed and path == TAG_MANIFEST:
            self._seal = Digest(Algorithm.SHA512, reading.hexes[Algorithm.SHA512])
        return believed

    def _read_bagit_and_tag_lists(self) -> None:
        """bagit.txt says how to read the tag manifests, and they say whether it is right."""
        path = "bagit.txt"
        if path not in self._files:
            if not self._seen(path):
                self._found.add(Code.RB_03, Kind.MISSING, path, "the bag has no bagit.txt")
            self._rules_are_known = not self._hidden(path)
            self._read_tag_lists()
            return
        faults = Faults(path)
        if self._other_declaration is not None:
            self._found.extend((self._other_declaration.finding,))
            self._parsed.add(path)
            self._declaration = tagfiles.parse_declaration(self._other_declaration.data, faults)
            self._found.extend(faults.findings())
            self._read_tag_lists()
        else:
            reading, data = self._read_declaration()
            if reading.problem is None:
                self._declaration = tagfiles.parse_declaration(data, faults)
            self._read_tag_lists()
            self._see_whether_it_stays(reading, data)
            if not self._believe(reading, faults):
                self._rules_are_known = False
        if self._declaration.version is not None and not self._declaration.is_known:
            self._rules_are_known = False

    def _read_declaration(self, *, fresh: bool = False) -> tuple[Reading, bytes]:
        reading, data = self._tag_reading("bagit.txt", fresh=fresh), bytearray()
        for chunk in reading.chunks():
            data.extend(chunk[: _LONGEST_DECLARATION - len(data)])
        return reading, bytes(data)

    def _see_whether_it_stays(self, first: Reading, data: bytes) -> None:
        """Start again if a second reading of bagit.txt gives another declaration."""
        if first.problem is not None:
            return
        wrong = _wrong(first, [a for a in self._tag_lists if first.path in a.digests])
        if not wrong:
            return
        second, again = self._read_declaration(fresh=True)
        if second.problem is None and again != data:
            a_list, found = wrong[0]
            raise _OtherDeclarationError(again, _unsteady(first.path, a_list, found))

    def _read_tag_lists(self) -> None:
        for a_list in self._tag_lists:
            self._read_list(a_list, payload=False)

    def _read_info(self) -> None:
        rules, codec = self._declaration.rules, self._declaration.codec

        def take(chunks: Iterable[bytes], faults: Faults) -> None:
            elements = tagfiles.parse_info(chunks, faults, rules=rules, codec=codec)
            self._info = tagfiles.judge_info(elements, faults)

        if not self._parse(rules.info_file, take):
            self._info = Info(whole=rules.info_file not in self._files)

    def _read_list(self, a_list: _List, *, payload: bool) -> None:
        rules, codec = self._declaration.rules, self._declaration.codec

        def take(chunks: Iterable[bytes], faults: Faults) -> None:
            rows = tagfiles.manifest_rows(
                chunks,
                faults,
                algorithm=a_list.algorithm,
                payload=payload,
                rules=rules,
                codec=codec,
            )
            for row in rows:
                if self._listed >= _MOST_LISTED:
                    a_list.whole = False
                    continue
                if isinstance(row, ManifestEntry):
                    self._listed += 1
                    self._take_entry(a_list, row, faults, rules)
                else:
                    self._listed += len(row.rows)
                    self._take_plain(a_list, row, faults, rules)
            a_list.whole = a_list.whole and not faults.hopeless

        if not self._parse(a_list.name, take):
            a_list.digests.clear()
            a_list.whole = False
        elif not a_list.whole:
            self._found.add(
                Code.RX_09,
                Kind.UNVERIFIABLE,
                a_list.name,
                "not all of its lines were looked at: there are too many, or too many are broken",
            )

    def _take_plain(self, a_list: _List, plain: Plain, faults: Faults, rules: Rules) -> None:
        """Many entries in one step, unless one of them needs a closer look."""
        digests, files = a_list.digests, self._files
        new = {path: checksum.lower() for checksum, path in plain.rows}
        if (
            len(new) == len(plain.rows)
            and digests.keys().isdisjoint(new)
            and all(path in files or path.isascii() for path in new)
        ):
            digests.update(new)
            return
        for number, (checksum, path) in enumerate(plain.rows, plain.number):
            entry = ManifestEntry(number, checksum.lower(), path, path)
            self._take_entry(a_list, entry, faults, rules)

    def _take_entry(
        self, a_list: _List, entry: ManifestEntry, faults: Faults, rules: Rules
    ) -> None:
        path = self._resolve(entry.path, entry.literal, faults, entry.line)
        before = a_list.digests.get(path)
        if before is None:
            a_list.digests[path] = entry.checksum
        elif before == entry.checksum:
            detail = f"{path[:200]!r} is listed twice"
            faults.add(Code.RM_03, detail, line=entry.line, level=rules.repeated_line)
        else:
            detail = f"{path[:200]!r} is listed twice, with different digests"
            faults.add(Code.RM_03, detail, line=entry.line)

    def _resolve(self, path: str, literal: str, faults: Faults, line: int) -> str:
        """The path that a line means: other programs encode and normalise differently."""
        if path in self._files or path in self._other:
            return path
        if "%" in literal:
            for other in (literal, paths.decode(literal, LATEST.escapes)):
                if other != path and other in self._files:
                    faults.add(
                        Code.RM_12,
                        f"{literal[:200]!r} was taken for {other[:200]!r}: only that is here,"
                        " though by the rules of percent-encoding another name is meant",
                        line=line,
                        level=Level.WARNING,
                    )
                    return other
        if path.isascii():
            return path
        twins = self._normalised_as(path)
        if len(twins) != 1:
            return path
        faults.add(
            Code.RN_03,
            f"{path[:200]!r} is in the bag in another Unicode normalisation",
            line=line,
            level=Level.WARNING,
        )
        return twins[0]

    def _normalised_as(self, path: str) -> list[str]:
        if self._normalised is None:
            self._normalised = {}
            for name in self._files:
                if not name.isascii():
                    self._normalised.setdefault(names.normal(name), []).append(name)
        return self._normalised.get(names.normal(path), [])

    def _read_fetch(self) -> None:
        rules, codec = self._declaration.rules, self._declaration.codec

        def take(chunks: Iterable[bytes], faults: Faults) -> None:
            for entry in tagfiles.parse_fetch(chunks, faults, rules=rules, codec=codec):
                if self._listed >= _MOST_LISTED:
                    break
                self._listed += 1
                path = self._resolve(entry.path, entry.literal, faults, entry.line)
                self._take_fetch_entry(path, entry, faults)

        if not self._parse("fetch.txt", take):
            self._fetch.clear()

    def _take_fetch_entry(self, path: str, entry: FetchEntry, faults: Faults) -> None:
        keep_url = len(self._fetch) < _URLS_KEPT
        if not keep_url:
            entry = FetchEntry(entry.line, "", entry.length, path, path)
        self._fetch[path] = entry
        lacking = [a for a in self._lists if path not in a.digests and a.whole]
        every = self._declaration.rules.in_every_manifest
        if lacking and (every or len(lacking) == len(self._lists)):
            of = ", ".join(a_list.name for a_list in lacking)
            faults.add(Code.RF_01, f"{path[:200]!r} is not in {of}", line=entry.line)

    # --- Tag files: completeness and digests ---------------------------------------------------

    def _verify_tag_files(self) -> None:
        for a_list in self._tag_lists:
            self._judge_tag_list(a_list)
        doubtful: list[tuple[str, list[_List], _Wrong]] = []
        for path in self._tags:
            by = [a for a in self._tag_lists if path in a.digests]
            if by and path not in self._parsed:
                wrong = self._hold(Reading(self._tree, path, _algorithms(by)).through(), by)
                if wrong:
                    doubtful.append((path, by, wrong))
            if len(by) < len(self._tag_lists):
                self._note_unlisted_tag_file(path, by)
        for path, by, wrong in doubtful:
            self._confirm(path, by, wrong)
        self._report_missing(self._tag_lists, Code.RT_07)

    def _judge_tag_list(self, a_list: _List) -> None:
        for path in a_list.digests:
            if path.startswith("tagmanifest-") and _MANIFEST.fullmatch(path):
                self._found.add(
                    Code.RT_03, Kind.MALFORMED, a_list.name, f"it lists {path}, a tag manifest"
                )
        if a_list.whole:
            for manifest in self._lists:
                if manifest.name not in a_list.digests:
                    self._found.add(
                        Code.RT_02,
                        Kind.UNTRACKED,
                        manifest.name,
                        f"{a_list.name} does not list this payload manifest",
                        by=a_list.name,
                    )
        payload = {a.name_of_algorithm for a in self._lists}
        if self._lists and a_list.name_of_algorithm not in payload:
            self._found.add(
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
            self._found.add(
                Code.RT_04, Kind.UNTRACKED, path, detail, level=Level.WARNING, by=lacking[0].name
            )
        elif by:
            for a_list in lacking:
                detail = f"{a_list.name} does not list it, though {by[0].name} does"
                self._found.add(
                    Code.RT_04, Kind.UNTRACKED, path, detail, level=Level.WARNING, by=a_list.name
                )

    # --- Payload: completeness and digests -----------------------------------------------------

    def _verify_payload(self) -> None:
        doubtful: list[tuple[str, list[_List], _Wrong]] = []
        with contextlib.closing(self._payload_seen()) as all_seen:
            for path, by, size, wrong in all_seen:
                if wrong:
                    doubtful.append((path, by, wrong))
                if size is not None and by and path in self._fetch:
                    self._compare_length(path, size)
                if size is None or self._payload_bytes is None:
                    self._payload_bytes = None
                else:
                    self._payload_bytes += size
        # All together, and after all others: in a stream going back is what costs.
        for path, by, wrong in doubtful:
            self._confirm(path, by, wrong)
        self._report_missing(self._lists, Code.RX_09)

    def _payload_seen(self) -> Generator[_Seen]:
        """Each payload file, its lists, its size (None if nobody can tell) and who contradicts it.

        In the order of the tree; where there are readers the large ones come last.
        """
        every = len(self._lists)
        large: list[tuple[str, list[_List]]] = []
        for path in self._payload:
            by = [a for a in self._lists if path in a.digests]
            if len(by) < every:
                self._note_untracked(path, by)
            if not by:
                yield path, by, self._size(path), []
            elif (seen := self._read_small(path, by)) is not None:
                yield path, by, *seen
            elif self._readers is None:
                yield self._held(Reading(self._tree, path, _algorithms(by)).through(), by)
            else:
                large.append((path, by))
        if self._readers is not None:
            readings = (Reading(self._tree, path, _algorithms(by)) for path, by in large)
            for (_, by), reading in zip(large, self._readers.through(readings), strict=True):
                yield self._held(reading, by)

    def _read_small(self, path: str, by: list[_List]) -> tuple[int | None, _Wrong] | None:
        """The size of a small payload file, and who contradicts it; None if it is a large one."""
        try:
            data = self._tree.take(path, SMALL)
        except OSError as error:
            self._found.extend((failure(path, error),))
            return None, []
        if data is None:
            return None
        self._read_files += 1
        self._read_bytes += len(data)
        wrong = []
        for a_list in by:
            if a_list.algorithm is not None and (expected := a_list.digests[path]):
                found = hex_digest(a_list.algorithm, data)
                if found != expected:
                    wrong.append((a_list, found))
        return len(data), wrong

    def _held(self, reading: Reading, by: list[_List]) -> _Seen:
        wrong = self._hold(reading, by)
        return reading.path, by, None if reading.problem else reading.size, wrong

    def _size(self, path: str) -> int | None:
        try:
            with self._tree.open(path) as file:
                return file.state().size
        except OSError:
            return None

    def _note_untracked(self, path: str, by: list[_List]) -> None:
        lacking = [a for a in self._lists if path not in a.digests and a.whole]
        if not by and lacking and len(lacking) == len(self._lists):
            self._found.add(
                Code.RM_02,
                Kind.UNTRACKED,
                path,
                "this file is in no manifest",
                by=_trusted(lacking).name,
            )
        elif by and self._declaration.rules.in_every_manifest:
            for a_list in lacking:
                self._found.add(
                    Code.RM_02,
                    Kind.UNTRACKED,
                    path,
                    f"{a_list.name} does not list this file, and every manifest must",
                    by=a_list.name,
                )

    def _compare_length(self, path: str, size: int) -> None:
        entry = self._fetch[path]
        if entry.length is not None and entry.length != size:
            self._found.add(
                Code.RF_10,
                Kind.MALFORMED,
                "fetch.txt",
                f"line {entry.line}: {path[:200]!r} is here with {size:,} bytes,"
                f" not {entry.length:,}",
                level=Level.WARNING,
            )

    def _compare_oxum(self) -> None:
        """RI-07. Beside damage that was found file by file it is a consequence, and tells sizes."""
        oxum, octets = self._info.oxum, self._payload_bytes
        if oxum is None or octets is None or self._blind:
            return
        found = (octets, len(self._payload))
        if found == oxum:
            return
        explained = any(
            f.level is Level.ERROR and f.path.startswith("data/") for f in self._found.kept()
        )
        name = self._declaration.rules.info_file
        self._found.add(
            Code.RI_07,
            Kind.CHANGED,
            name,
            f"Payload-Oxum says {oxum[0]:,} bytes in {oxum[1]:,} files,"
            f" and there are {found[0]:,} bytes in {found[1]:,} files",
            level=Level.NOTE if explained else Level.ERROR,
            expected=f"{oxum[0]}.{oxum[1]}",
            found=f"{found[0]}.{found[1]}",
            by=name,
        )

    # --- Names ---------------------------------------------------------------------------------

    def _judge_names(self) -> None:
        """RFC 8493 section 6.1: what a bag may hold, and should not."""
        add, warning = self._found.add, Level.WARNING
        by_case = list(names.case_twins(self._files))
        by_form = list(names.normal_twins(self._files))
        for twins in by_case:
            detail = f"{_quoted(twins)} differ in case only"
            add(Code.RN_01, Kind.MALFORMED, twins[0], detail, level=warning)
        for twins in by_form:
            detail = f"{_quoted(twins)} differ in Unicode normalisation only"
            add(Code.RN_02, Kind.MALFORMED, twins[0], detail, level=warning)
        alone = not by_case and not by_form
        for a_list in (*self._lists, *self._tag_lists):
            if alone and a_list.digests.keys() <= self._files.keys():
                continue  # what is all here, and has no twin here, has none in the list
            for twins in (*names.case_twins(a_list.digests), *names.normal_twins(a_list.digests)):
                detail = f"it lists {_quoted(twins)}: elsewhere one of them may replace the other"
                add(Code.RN_04, Kind.MALFORMED, a_list.name, detail, level=warning)
        for path, why in names.odd(self._files):
            detail = f"this name cannot be stored everywhere: {why}"
            add(Code.RN_05, Kind.MALFORMED, path, detail, level=warning)

    # --- Shared --------------------------------------------------------------------------------

    def _report_missing(self, lists: list[_List], code: Code) -> None:
        """Everything that is listed and not there; what may be hidden is not called missing."""
        files, other, fetch = self._files, self._other, self._fetch
        missing = dict.fromkeys(p for a in lists for p in a.digests if p not in files)
        if self._blind:
            missing = dict.fromkeys(p for p in missing if not self._hidden(p))
        for path in [p for p in missing if other.get(p) is NodeKind.FOLDER]:
            detail = "a file of this name is listed, and a folder lies there"
            self._add_missing(Code.RM_13, Kind.MISSING, path, detail, lists)
        absent = [p for p in missing if p not in other]  # what else lies there is reported as it is
        fetched = [p for p in absent if p in fetch]
        gone = [p for p in absent if p not in fetch] if fetched else absent
        for path in self._found.first(Code.RF_08, Kind.NOT_FETCHED, fetched):
            detail = f"not here yet; to be fetched from {fetch[path].url[:200]}"
            self._add_missing(Code.RF_08, Kind.NOT_FETCHED, path, detail, lists)
        for path in self._found.first(code, Kind.MISSING, gone):
            names_ = ", ".join(a.name for a in lists if path in a.digests)
            detail = f"listed in {names_}, and not there"
            self._add_missing(code, Kind.MISSING, path, detail, lists)

    def _add_missing(
        self, code: Code, kind: Kind, path: str, detail: str, lists: list[_List]
    ) -> None:
        trusted = _trusted([a_list for a_list in lists if path in a_list.digests])
        by = "fetch.txt" if kind is Kind.NOT_FETCHED else trusted.name
        self._found.add(code, kind, path, detail, expected=_expected(trusted, path), by=by)

    def _hold(self, reading: Reading, by: list[_List]) -> _Wrong:
        """Hold what was read against the lists `by`: those that it contradicts."""
        if reading.problem is not None:
            self._found.extend((reading.problem,))
            return []
        self._read_files += 1
        self._read_bytes += reading.size
        return _wrong(reading, by)

    def _confirm(self, path: str, by: list[_List], wrong: _Wrong) -> bool:
        """Read again before calling a digest wrong: whether the first reading was right."""
        again = Reading(self._tree, path, _algorithms(by), fresh=True).through()
        if again.problem is not None:
            self._found.extend((again.problem,))
            self._read_files -= 1
            self._read_bytes -= again.size
            return False
        confirmed = dict(_wrong(again, by))
        for a_list, first in wrong:
            found = confirmed.get(a_list)
            if found is None:
                self._found.extend((_unsteady(path, a_list, first),))
                continue
            self._sizes[path] = again.size
            self._found.add(
                Code.RX_10,
                Kind.CHANGED,
                path,
                f"expected {a_list.digests[path][:8]}, found {found[:8]} ({a_list.algorithm});"
                f" it has {again.size:,} bytes",
                expected=_expected(a_list, path),
                found=f"{a_list.algorithm}:{found}",
                by=a_list.name,
            )
        for manifest in self._lists:
            manifest.changed |= manifest.name == path
        return len(confirmed) == len(wrong)


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


def _algorithms(lists: list[_List]) -> list[Algorithm]:
    """By what a file must be hashed, so that every list which can be used has its answer."""
    return [a.algorithm for a in lists if a.algorithm is not None]


def _wrong(reading: Reading, by: list[_List]) -> _Wrong:
    """The lists that expect another digest than was read, each with what was read."""
    path, hexes = reading.path, reading.hexes
    return [
        (a, hexes[a.algorithm])
        for a in by
        if a.algorithm is not None and (e := a.digests[path]) and e != hexes[a.algorithm]
    ]


def _unsteady(path: str, a_list: _List, found: str) -> Finding:
    """A digest that was wrong at the first reading and not at the second."""
    return Finding(
        Code.IO_02,
        Kind.UNSTABLE,
        Level.ERROR,
        path,
        "read wrong at first and right the second time: the disk, a cable or the memory may be"
        " failing; check it again",
        expected=_expected(a_list, path),
        found=f"{a_list.algorithm}:{found}",
        by=a_list.name,
    )


def _uncertain(finding: Finding) -> Finding:
    """A rule that a bag breaks is no error where nobody can say that the rule is its own."""
    if (
        finding.level is not Level.ERROR
        or finding.path == "bagit.txt"
        or finding.kind not in {Kind.MALFORMED, Kind.UNTRACKED}
    ):
        return finding
    detail = f"{finding.detail} (by the rules of version 1.0)"
    return replace(finding, level=Level.WARNING, detail=detail)


def _quoted(twins: tuple[str, ...]) -> str:
    return " and ".join(repr(name[:200]) for name in twins[:5])
