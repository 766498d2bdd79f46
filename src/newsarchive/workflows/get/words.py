"""What is written beside several bags, in plain words, for who has no newsarchive. Pure."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources

from newsarchive.bag.verified import Expected
from newsarchive.digests import Algorithm, pick
from newsarchive.model.finding import Verdict
from newsarchive.model.given import GivenBag
from newsarchive.model.holding import Accession, BagKind
from newsarchive.reports.safe import visible

README, SUMS, DAMAGED = "README.txt", "sha512sums.txt", "DAMAGED.txt"
_HOW = {
    Verdict.DAMAGED: "It is not what was taken in. What is there of it was given.",
    Verdict.MISSING: "It is not there any more. Nothing of it could be given.",
    Verdict.UNVERIFIED: "It could not be read as a whole. What could be read was given.",
}


def readme(
    bags: Sequence[GivenBag],
    names: Mapping[str, str],
    *,
    institution: str,
    archive: str,
) -> bytes:
    """README.txt: what lies here and how to check it. `names` are those of bags by their seals."""
    text = resources.files(__package__).joinpath("readme.txt").read_text("utf-8")
    told = "\n".join(line for bag in bags for line in _bag(bag, names))
    who = institution or "(the archive has not said who keeps it)"
    return text.format(institution=who, archive=archive, bags=told).encode()


def _bag(bag: GivenBag, names: Mapping[str, str]) -> Iterator[str]:
    accession = bag.accession
    yield bag.folder
    yield from textwrap.wrap(
        _what(accession, names),
        96,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield f"  Bag id:    {accession.bag}"
    yield f"  Taken in:  {accession.time}"
    yield f"  Seal:      {accession.seal}"
    if not bag.whole:
        yield f"  DAMAGED:   see {DAMAGED}"
    yield ""


def _what(accession: Accession, names: Mapping[str, str]) -> str:
    if accession.kind is BagKind.AMENDMENT:
        of = names.get(accession.amends or "", "an earlier bag")
        return (
            f"It is an amendment of {of}: the record as completed or corrected later. The newest"
            " amendment has the current record; the text is in the first bag."
        )
    if accession.kind is BagKind.DELIVERY:
        return "It is a delivery: what the articles came in, as it was received."
    return "It is an article."


def sums(files: Iterable[tuple[str, Expected]], beside: Mapping[str, str]) -> bytes:
    """sha512sums.txt: each file of each bag, by its folder, and those `beside` them with digests.

    The file is in the form of sha512sum: a name with a line break or a backslash is escaped.
    """
    lines = {
        f"{folder}/{path}": pick(digests, Algorithm.SHA512).hex
        for folder, listed in files
        for path, digests in listed.items()
    }
    lines.update(beside)
    return "".join(_line(path, lines[path]) for path in sorted(lines)).encode(
        "utf-8", "surrogateescape"
    )


def _line(path: str, digest: str) -> str:
    escaped = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    mark = "" if escaped == path else "\\"
    return f"{mark}{digest}  {escaped}\n"


def damaged(bags: Iterable[GivenBag]) -> bytes:
    """DAMAGED.txt: which bags are not what was taken in, and everything that is wrong with them."""
    return ("\n".join(_damage(bags)) + "\n").encode("utf-8", "backslashreplace")


def _damage(bags: Iterable[GivenBag]) -> Iterator[str]:
    yield "NOT EVERYTHING HERE IS WHAT THE ARCHIVE TOOK IN"
    yield ""
    yield "It was asked for all the same. Do not quote from what is named here as it stands."
    for bag in bags:
        if bag.whole:
            continue
        yield ""
        yield bag.folder
        yield f"  {_HOW[bag.verdict]}"
        for finding in bag.findings:
            where = f" {finding.path}" if finding.path else ""
            yield visible(f"  {finding.kind}{where}: {finding.detail}")
