"""Whether a bag and its lists name the same: what is missing, and what nothing vouches for."""

from newsarchive.bag import names
from newsarchive.bag.chain import Chain
from newsarchive.bag.faults import Gathered
from newsarchive.bag.listing import MANIFEST, Listing, expected_by, most_trusted
from newsarchive.bag.present import Present
from newsarchive.bag.tree import NodeKind
from newsarchive.model.finding import Code, Kind, Level


class Completeness:
    """Judges what is `present` by what the `chain` says; what does not hold is `found`."""

    def __init__(self, present: Present, chain: Chain, found: Gathered) -> None:
        self._present = present
        self._chain = chain
        self._found = found

    def judge_tag_list(self, listing: Listing) -> None:
        """What a tag manifest must and must not list (RT-02, RT-03, RT-06)."""
        for path in listing.digests:
            if path.startswith("tagmanifest-") and MANIFEST.fullmatch(path):
                self._found.add(
                    Code.RT_03, Kind.MALFORMED, listing.name, f"it lists {path}, a tag manifest"
                )
        if listing.whole:
            for manifest in self._chain.lists:
                if manifest.name not in listing.digests:
                    self._found.add(
                        Code.RT_02,
                        Kind.UNTRACKED,
                        manifest.name,
                        f"{listing.name} does not list this payload manifest",
                        by=listing.name,
                    )
        payload = {a.name_of_algorithm for a in self._chain.lists}
        if self._chain.lists and listing.name_of_algorithm not in payload:
            self._found.add(
                Code.RT_06,
                Kind.MALFORMED,
                listing.name,
                "no payload manifest uses this algorithm",
                level=Level.WARNING,
            )

    def note_unlisted_tag_file(self, path: str, by: list[Listing]) -> None:
        """RT-04. A warning, as in the RFC; the judge of an archive knows that ours list all."""
        if any(path == manifest.name for manifest in (*self._chain.lists, *self._chain.tag_lists)):
            return
        lacking = [a for a in self._chain.tag_lists if path not in a.digests and a.whole]
        if not by and lacking:
            detail = "no tag manifest lists this file, so nothing in the bag vouches for it"
            self._found.add(
                Code.RT_04, Kind.UNTRACKED, path, detail, level=Level.WARNING, by=lacking[0].name
            )
        elif by:
            for listing in lacking:
                detail = f"{listing.name} does not list it, though {by[0].name} does"
                self._found.add(
                    Code.RT_04, Kind.UNTRACKED, path, detail, level=Level.WARNING, by=listing.name
                )

    def note_untracked(self, path: str, by: list[Listing]) -> None:
        """RM-02: in no manifest, or, by the rules of 1.0, not in every one."""
        lacking = [a for a in self._chain.lists if path not in a.digests and a.whole]
        if not by and lacking and len(lacking) == len(self._chain.lists):
            self._found.add(
                Code.RM_02,
                Kind.UNTRACKED,
                path,
                "this file is in no manifest",
                by=most_trusted(lacking).name,
            )
        elif by and self._chain.declaration.rules.in_every_manifest:
            for listing in lacking:
                self._found.add(
                    Code.RM_02,
                    Kind.UNTRACKED,
                    path,
                    f"{listing.name} does not list this file, and every manifest must",
                    by=listing.name,
                )

    def compare_length(self, path: str, size: int) -> None:
        """RF-10. `size` is in bytes, of a file that fetch.txt lists and that is here."""
        entry = self._chain.fetch[path]
        if entry.length is not None and entry.length != size:
            self._found.add(
                Code.RF_10,
                Kind.MALFORMED,
                "fetch.txt",
                f"line {entry.line}: {path[:200]!r} is here with {size:,} bytes,"
                f" not {entry.length:,}",
                level=Level.WARNING,
            )

    def compare_oxum(self, octets: int | None) -> None:
        """RI-07. Beside damage that was found file by file it is a consequence, and tells sizes."""
        oxum = self._chain.info.oxum
        if oxum is None or octets is None or self._present.blind:
            return
        found = (octets, len(self._present.payload))
        if found == oxum:
            return
        explained = any(
            f.level is Level.ERROR and f.path.startswith("data/") for f in self._found.kept()
        )
        name = self._chain.declaration.rules.info_file
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

    def report_missing(self, lists: list[Listing], code: Code) -> None:
        """Everything that is listed and not there; what may be hidden is not called missing."""
        files, other, fetch = self._present.files, self._present.other, self._chain.fetch
        missing = dict.fromkeys(p for a in lists for p in a.digests if p not in files)
        if self._present.blind:
            missing = dict.fromkeys(p for p in missing if not self._present.hidden(p))
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
        self, code: Code, kind: Kind, path: str, detail: str, lists: list[Listing]
    ) -> None:
        trusted = most_trusted([listing for listing in lists if path in listing.digests])
        by = "fetch.txt" if kind is Kind.NOT_FETCHED else trusted.name
        self._found.add(code, kind, path, detail, expected=expected_by(trusted, path), by=by)

    def judge_names(self) -> None:
        """RFC 8493 section 6.1: what a bag may hold, and should not."""
        add, warning = self._found.add, Level.WARNING
        by_case = list(names.case_twins(self._present.files))
        by_form = list(names.normal_twins(self._present.files))
        for twins in by_case:
            detail = f"{_quoted(twins)} differ in case only"
            add(Code.RN_01, Kind.MALFORMED, twins[0], detail, level=warning)
        for twins in by_form:
            detail = f"{_quoted(twins)} differ in Unicode normalisation only"
            add(Code.RN_02, Kind.MALFORMED, twins[0], detail, level=warning)
        alone = not by_case and not by_form
        for listing in (*self._chain.lists, *self._chain.tag_lists):
            if alone and listing.digests.keys() <= self._present.files.keys():
                continue  # what is all here, and has no twin here, has none in the list
            for twins in (*names.case_twins(listing.digests), *names.normal_twins(listing.digests)):
                detail = f"it lists {_quoted(twins)}: elsewhere one of them may replace the other"
                add(Code.RN_04, Kind.MALFORMED, listing.name, detail, level=warning)
        for path, why in names.odd(self._present.files):
            detail = f"this name cannot be stored everywhere: {why}"
            add(Code.RN_05, Kind.MALFORMED, path, detail, level=warning)

    def judge_folders(self) -> None:
        """A folder with the name of a tag file is none: RFC 8493 section 2 reserves those names.

        Where a tag manifest lists the file, that it is missing was found already.
        """
        listed = {path for listing in self._chain.tag_lists for path in listing.digests}
        for path, kind in self._present.other.items():
            if kind is NodeKind.FOLDER and path not in listed and _is_reserved(path):
                detail = "a folder lies here, and this is the name of a tag file"
                self._found.add(Code.RB_02, Kind.MALFORMED, path, detail)


def _quoted(twins: tuple[str, ...]) -> str:
    return " and ".join(repr(name[:200]) for name in twins[:5])


def _is_reserved(path: str) -> bool:
    """Whether BagIt itself gives this name a meaning at the top of a bag."""
    named = path in {"bagit.txt", "bag-info.txt", "fetch.txt"}
    return named or MANIFEST.fullmatch(path) is not None
