"""The tag files of a bag that say what must be there, read from the top of the chain down.

The tag manifests vouch for the manifests, and those for the payload: each list was itself checked
before it is believed.
"""

import re
from collections.abc import Callable, Iterable

from newsarchive.bag import paths, tagfiles
from newsarchive.bag.comparing import Comparison
from newsarchive.bag.faults import Faults, Gathered
from newsarchive.bag.listing import (
    MANIFEST,
    Contradictions,
    Listing,
    algorithm_called,
    by_strength,
    contradictions,
    unsteady,
)
from newsarchive.bag.present import Present
from newsarchive.bag.reading import Reading
from newsarchive.bag.tagfiles import Declaration, FetchEntry, Info, ManifestEntry, Plain
from newsarchive.bag.tree import Tree
from newsarchive.bag.versions import LATEST, Rules
from newsarchive.digests import Algorithm, Digest
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.observation import TAG_MANIFEST

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


class OtherDeclarationError(Exception):
    """bagit.txt read differently the second time: `data`, and that it did, as a `finding`."""

    def __init__(self, data: bytes, finding: Finding) -> None:
        super().__init__()
        self.data = data
        self.finding = finding


class Chain:
    """The tag files of the bag in `tree`; what was read of them stands in the attributes.

    `lists` are the payload manifests and `tag_lists` the tag manifests, the strongest first;
    `parsed` the paths of all that was read here, and so held against the tag manifests already.
    `rules_are_known` is False where nobody can say which version of BagIt the bag follows.
    """

    def __init__(
        self,
        tree: Tree,
        present: Present,
        compared: Comparison,
        found: Gathered,
        other: OtherDeclarationError | None = None,
    ) -> None:
        """With `other`, that is taken for bagit.txt."""
        self.declaration = Declaration()
        self.rules_are_known = True
        self.lists: list[Listing] = []
        self.tag_lists: list[Listing] = []
        self.info = Info()
        self.fetch: dict[str, FetchEntry] = {}
        self.parsed: set[str] = set()
        self.seal: Digest | None = None
        self._tree = tree
        self._present = present
        self._compared = compared
        self._found = found
        self._other_declaration = other
        self._tag_algorithms: list[Algorithm] = []
        self._listed = 0

    def read(self) -> None:
        """Read them all.

        Raises:
            OtherDeclarationError: bagit.txt is not what the rest was read by.
        """
        self._find_lists()
        self._read_bagit_and_tag_lists()
        self._read_info()
        for listing in self.lists:
            self._read_list(listing, payload=True)
        self._read_fetch()

    def confirm(self, path: str, by: list[Listing], wrong: Contradictions) -> bool:
        """`Comparison.confirm`; and a manifest that was read wrong once is trusted less."""
        right = self._compared.confirm(path, by, wrong)
        for manifest in self.lists:
            manifest.changed |= manifest.name in self._compared.doubted
        return right

    def _find_lists(self) -> None:
        for name in [path for path in self._present.tags if "/" not in path]:
            match = MANIFEST.fullmatch(name)
            if match is not None:
                self._find_list(name, match[2], self.tag_lists if match[1] else self.lists)
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
        for lists in (self.lists, self.tag_lists):
            lists.sort(key=by_strength)
        algorithms = {a.algorithm for a in self.tag_lists if a.algorithm is not None}
        self._tag_algorithms = sorted(algorithms)
        if not self.lists and not self._present.hidden("manifest"):
            self._found.add(Code.RM_01, Kind.MISSING, "", "the bag has no payload manifest")

    def _find_list(self, name: str, algorithm: str, lists: list[Listing]) -> None:
        listing = Listing(name, algorithm, algorithm_called(algorithm))
        lists.append(listing)
        if listing.algorithm is None:
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

    def _tag_reading(self, path: str, *, fresh: bool = False) -> Reading:
        """A reading of a tag file that is parsed and hashed, for the tag manifests, in one go."""
        self.parsed.add(path)
        return Reading(self._tree, path, self._tag_algorithms, fresh=fresh)

    def _believe(self, reading: Reading, faults: Faults) -> bool:
        """Whether what was parsed is what lies there. If not, its faults are dropped.

        The caller then drops what it parsed, too; the reading itself has its finding.
        """
        by = [a for a in self.tag_lists if reading.path in a.digests]
        wrong = self._compared.hold(reading, by)
        believed = reading.problem is None and (not wrong or self.confirm(reading.path, by, wrong))
        if believed:
            self._found.extend(faults.findings())
        return believed

    def _parse(self, path: str, take: Callable[[Iterable[bytes], Faults], None]) -> bool:
        """Let `take` parse the tag file `path`; False if it is not there or not to be believed."""
        if path not in self._present.files:
            return False
        reading, faults = self._tag_reading(path), Faults(path)
        chunks = reading.chunks()
        take(chunks, faults)
        for _ in chunks:  # what was not parsed belongs to its digest all the same
            pass
        believed = self._believe(reading, faults)
        if believed and path == TAG_MANIFEST:
            self.seal = Digest(Algorithm.SHA512, reading.hexes[Algorithm.SHA512])
        return believed

    def _read_bagit_and_tag_lists(self) -> None:
        """bagit.txt says how to read the tag manifests, and they say whether it is right."""
        path = "bagit.txt"
        if path not in self._present.files:
            if not self._present.seen(path):
                self._found.add(Code.RB_03, Kind.MISSING, path, "the bag has no bagit.txt")
            self.rules_are_known = not self._present.hidden(path)
            self._read_tag_lists()
            return
        faults = Faults(path)
        if self._other_declaration is not None:
            self._found.extend((self._other_declaration.finding,))
            self.parsed.add(path)
            self.declaration = tagfiles.parse_declaration(self._other_declaration.data, faults)
            self._found.extend(faults.findings())
            self._read_tag_lists()
        else:
            reading, data = self._read_declaration()
            if reading.problem is None:
                self.declaration = tagfiles.parse_declaration(data, faults)
            self._read_tag_lists()
            self._see_whether_it_stays(reading, data)
            if not self._believe(reading, faults):
                self.rules_are_known = False
        if self.declaration.version is not None and not self.declaration.is_known:
            self.rules_are_known = False

    def _read_declaration(self, *, fresh: bool = False) -> tuple[Reading, bytes]:
        reading, data = self._tag_reading("bagit.txt", fresh=fresh), bytearray()
        for chunk in reading.chunks():
            data.extend(chunk[: _LONGEST_DECLARATION - len(data)])
        return reading, bytes(data)

    def _see_whether_it_stays(self, first: Reading, data: bytes) -> None:
        """Start again if a second reading of bagit.txt gives another declaration."""
        if first.problem is not None:
            return
        wrong = contradictions(first, [a for a in self.tag_lists if first.path in a.digests])
        if not wrong:
            return
        second, again = self._read_declaration(fresh=True)
        if second.problem is None and again != data:
            listing, found = wrong[0]
            raise OtherDeclarationError(again, unsteady(first.path, listing, found))

    def _read_tag_lists(self) -> None:
        for listing in self.tag_lists:
            self._read_list(listing, payload=False)

    def _read_info(self) -> None:
        rules, codec = self.declaration.rules, self.declaration.codec

        def take(chunks: Iterable[bytes], faults: Faults) -> None:
            elements = tagfiles.parse_info(chunks, faults, rules=rules, codec=codec)
            self.info = tagfiles.judge_info(elements, faults)

        if not self._parse(rules.info_file, take):
            self.info = Info(whole=rules.info_file not in self._present.files)

    def _read_list(self, listing: Listing, *, payload: bool) -> None:
        rules, codec = self.declaration.rules, self.declaration.codec

        def take(chunks: Iterable[bytes], faults: Faults) -> None:
            rows = tagfiles.manifest_rows(
                chunks,
                faults,
                algorithm=listing.algorithm,
                payload=payload,
                rules=rules,
                codec=codec,
            )
            for row in rows:
                if self._listed >= _MOST_LISTED:
                    listing.whole = False
                    continue
                if isinstance(row, ManifestEntry):
                    self._listed += 1
                    self._take_entry(listing, row, faults, rules)
                else:
                    self._listed += len(row.rows)
                    self._take_plain(listing, row, faults, rules)
            listing.whole = listing.whole and not faults.hopeless

        if not self._parse(listing.name, take):
            listing.digests.clear()
            listing.whole = False
        elif not listing.whole:
            self._found.add(
                Code.RX_09,
                Kind.UNVERIFIABLE,
                listing.name,
                "not all of its lines were looked at: there are too many, or too many are broken",
            )

    def _take_plain(self, listing: Listing, plain: Plain, faults: Faults, rules: Rules) -> None:
        """Many entries in one step, unless one of them needs a closer look."""
        digests, files = listing.digests, self._present.files
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
            self._take_entry(listing, entry, faults, rules)

    def _take_entry(
        self, listing: Listing, entry: ManifestEntry, faults: Faults, rules: Rules
    ) -> None:
        path = self._resolve(entry.path, entry.literal, faults, entry.line)
        before = listing.digests.get(path)
        if before is None:
            listing.digests[path] = entry.checksum
        elif before == entry.checksum:
            detail = f"{path[:200]!r} is listed twice"
            faults.add(Code.RM_03, detail, line=entry.line, level=rules.repeated_line)
        else:
            detail = f"{path[:200]!r} is listed twice, with different digests"
            faults.add(Code.RM_03, detail, line=entry.line)

    def _resolve(self, path: str, literal: str, faults: Faults, line: int) -> str:
        """The path that a line means: other programs encode and normalise differently."""
        if path in self._present.files or path in self._present.other:
            return path
        if "%" in literal:
            for other in (literal, paths.decode(literal, LATEST.escapes)):
                if other != path and other in self._present.files:
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
        twins = self._present.normalised_as(path)
        if len(twins) != 1:
            return path
        faults.add(
            Code.RN_03,
            f"{path[:200]!r} is in the bag in another Unicode normalisation",
            line=line,
            level=Level.WARNING,
        )
        return twins[0]

    def _read_fetch(self) -> None:
        rules, codec = self.declaration.rules, self.declaration.codec

        def take(chunks: Iterable[bytes], faults: Faults) -> None:
            for entry in tagfiles.parse_fetch(chunks, faults, rules=rules, codec=codec):
                if self._listed >= _MOST_LISTED:
                    break
                self._listed += 1
                path = self._resolve(entry.path, entry.literal, faults, entry.line)
                self._take_fetch_entry(path, entry, faults)

        if not self._parse("fetch.txt", take):
            self.fetch.clear()

    def _take_fetch_entry(self, path: str, entry: FetchEntry, faults: Faults) -> None:
        keep_url = len(self.fetch) < _URLS_KEPT
        if not keep_url:
            entry = FetchEntry(entry.line, "", entry.length, path, path)
        self.fetch[path] = entry
        lacking = [a for a in self.lists if path not in a.digests and a.whole]
        every = self.declaration.rules.in_every_manifest
        if lacking and (every or len(lacking) == len(self.lists)):
            of = ", ".join(listing.name for listing in lacking)
            faults.add(Code.RF_01, f"{path[:200]!r} is not in {of}", line=entry.line)
