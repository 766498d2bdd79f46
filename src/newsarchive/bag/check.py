"""Tree to Observation: structure, completeness both ways, every digest (RFC 8493 section 3).

Every finding is made, none hides another. What could not be looked at is never called good, and
never called damaged or missing either. Only paths that listing the bag gave are ever opened: a path
in a manifest is looked up among them and nothing more (RS-01).
"""

import contextlib
from collections.abc import Generator
from dataclasses import replace

from newsarchive.bag.chain import Chain, OtherDeclarationError
from newsarchive.bag.comparing import Comparison
from newsarchive.bag.completeness import Completeness
from newsarchive.bag.facts import BagFacts, Examination
from newsarchive.bag.faults import Gathered
from newsarchive.bag.listing import Contradictions, Listing, algorithms_of
from newsarchive.bag.present import Present
from newsarchive.bag.readers import Readers
from newsarchive.bag.reading import Reading
from newsarchive.bag.tree import Tree
from newsarchive.model.finding import Code, Finding, Kind, Level
from newsarchive.model.observation import Observation

_Seen = tuple[str, list[Listing], int | None, Contradictions]


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
        except OtherDeclarationError as other:
            # What was judged so far was judged by the wrong rules.
            return _Check(tree, readers, other).examine()
    finally:
        tree.close()


class _Check:
    """One look at one bag: the steps share what was seen so far."""

    def __init__(
        self,
        tree: Tree,
        readers: Readers | None = None,
        other: OtherDeclarationError | None = None,
    ) -> None:
        self._tree = tree
        self._readers = readers
        self._found = Gathered()
        self._present = Present(tree, self._found)
        self._compared = Comparison(tree, self._found)
        self._chain = Chain(tree, self._present, self._compared, self._found, other)
        self._complete = Completeness(self._present, self._chain, self._found)
        self._payload_bytes: int | None = 0

    def examine(self) -> Examination:
        self._chain.read()
        self._verify_tag_files()
        self._verify_payload()
        self._complete.compare_oxum(self._payload_bytes)
        self._complete.judge_names()
        self._complete.judge_folders()
        self._found.extend(self._tree.findings())
        findings = self._found.ordered()
        if not self._chain.rules_are_known:
            findings = tuple(_uncertain(f) for f in findings)
        observation = Observation(
            present=True,
            findings=findings,
            seal=self._chain.seal,
            files=self._compared.files,
            bytes=self._compared.bytes,
            version=self._chain.declaration.version,
            sizes=self._compared.sizes,
        )
        return Examination(observation, self._facts())

    def _facts(self) -> BagFacts:
        return BagFacts(
            version=self._chain.declaration.version,
            info=self._chain.info.elements,
            info_whole=self._chain.info.whole,
            manifests=tuple(a.name_of_algorithm for a in self._chain.lists),
            tag_manifests=tuple(a.name_of_algorithm for a in self._chain.tag_lists),
            tag_files=tuple(self._present.tags),
            payload=self._present.payload,
            payload_octets=self._payload_bytes,
            serialization=self._tree.media_type,
            whole=self._present.whole,
        )

    def _verify_tag_files(self) -> None:
        for listing in self._chain.tag_lists:
            self._complete.judge_tag_list(listing)
        doubtful: list[tuple[str, list[Listing], Contradictions]] = []
        for path in self._present.tags:
            by = [a for a in self._chain.tag_lists if path in a.digests]
            if by and path not in self._chain.parsed:
                wrong = self._compared.hold(
                    Reading(self._tree, path, algorithms_of(by)).through(), by
                )
                if wrong:
                    doubtful.append((path, by, wrong))
            if len(by) < len(self._chain.tag_lists):
                self._complete.note_unlisted_tag_file(path, by)
        for path, by, wrong in doubtful:
            self._chain.confirm(path, by, wrong)
        self._complete.report_missing(self._chain.tag_lists, Code.RT_07)

    def _verify_payload(self) -> None:
        doubtful: list[tuple[str, list[Listing], Contradictions]] = []
        with contextlib.closing(self._payload_seen()) as all_seen:
            for path, by, size, wrong in all_seen:
                if wrong:
                    doubtful.append((path, by, wrong))
                if size is not None and by and path in self._chain.fetch:
                    self._complete.compare_length(path, size)
                if size is None or self._payload_bytes is None:
                    self._payload_bytes = None
                else:
                    self._payload_bytes += size
        # All together, and after all others: in a stream going back is what costs.
        for path, by, wrong in doubtful:
            self._chain.confirm(path, by, wrong)
        self._complete.report_missing(self._chain.lists, Code.RX_09)

    def _payload_seen(self) -> Generator[_Seen]:
        """Each payload file, its lists, its size (None if nobody can tell) and who contradicts it.

        In the order of the tree; where there are readers the large ones come last.
        """
        every = len(self._chain.lists)
        large: list[tuple[str, list[Listing]]] = []
        for path in self._present.payload:
            by = [a for a in self._chain.lists if path in a.digests]
            if len(by) < every:
                self._complete.note_untracked(path, by)
            if not by:
                yield path, by, self._size(path), []
            elif (seen := self._compared.hold_small(path, by)) is not None:
                yield path, by, *seen
            elif self._readers is None:
                yield self._held(Reading(self._tree, path, algorithms_of(by)).through(), by)
            else:
                large.append((path, by))
        if self._readers is not None:
            readings = (Reading(self._tree, path, algorithms_of(by)) for path, by in large)
            for (_, by), reading in zip(large, self._readers.through(readings), strict=True):
                yield self._held(reading, by)

    def _held(self, reading: Reading, by: list[Listing]) -> _Seen:
        wrong = self._compared.hold(reading, by)
        return reading.path, by, None if reading.problem else reading.size, wrong

    def _size(self, path: str) -> int | None:
        try:
            with self._tree.open(path) as file:
                return file.state().size
        except OSError:
            return None


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
