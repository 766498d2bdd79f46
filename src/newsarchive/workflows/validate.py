"""Validating bags by themselves: no archive, no network, nothing written, nothing raised for a bag.

A bag is a folder or one file (tar, zip). Many are shared out to processes in chunks; the outcomes
come in the order in which the bags were named. The rules of BagIt are `bag.check`'s and those of a
profile `bag.profile`'s; what is joined here is which of them apply to which bag, and the record
that a bag of ours holds.
"""

import itertools
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newsarchive.bag import BagFacts, DirectoryTree, Tree, examine
from newsarchive.bag.pacing import Pace, PacedTree
from newsarchive.bag.profile import (
    Profile,
    ProfileError,
    judge_profile,
    named_profiles,
    parse_profile,
)
from newsarchive.bag.readers import Readers
from newsarchive.bag.serialized import SerializedTree
from newsarchive.durable import TooLargeError, read_small
from newsarchive.errors import InvalidRecordError, UsageError, why
from newsarchive.judgement.validity import validity
from newsarchive.model.finding import WEIGHTS, Code, Finding, Kind, Level, Validity
from newsarchive.model.observation import Observation
from newsarchive.model.validation import BagOutcome
from newsarchive.packaging.places import DELIVERY, DELIVERY_PROFILE, RECORD
from newsarchive.packaging.places import PROFILE as OUR_PROFILE
from newsarchive.packaging.profile import our_delivery_profile, our_profile
from newsarchive.parallel.sharing import by_processes

_MAX_RECORD_BYTES = 1 << 26
_MAX_PROFILE_BYTES = 1 << 24
_CHUNK = 16  # bags that a process is given at a time, at the most


@dataclass(frozen=True, slots=True)
class ValidationOptions:
    """How bags are to be validated.

    `applied` are profiles that every bag is held against, `known` those (by identifier) that a bag
    is held against which names them. `direct` asks the disk and not the page cache. `content`: in a
    bag of ours the record is checked against its schema.
    """

    applied: tuple[Profile, ...] = ()
    known: Mapping[str, Profile] = field(default_factory=dict)
    direct: bool = False
    content: bool = True


def validate(
    names: Iterable[str],
    rules: ValidationOptions,
    *,
    workers: int = 1,
    reads: Callable[[int], None] | None = None,
) -> Iterator[BagOutcome]:
    """Validate the bags called `names`, which may be endless; the outcomes come in their order.

    With one worker everything happens in this process, one bag after the other; with more, in as
    many spawned processes, or for a single bag in as many threads. A bag on which a process dies is
    tried once more in one of its own. `reads` hears of the bytes of a single bag as they are read.
    """
    waiting = iter(names)
    first = list(itertools.islice(waiting, 2))
    if len(first) == 1:
        with Readers(workers if workers > 1 else 0) as readers:
            yield validate_bag(first[0], rules, readers, Pace(tell=reads) if reads else None)
        return
    shares = _chunks(itertools.chain(first, waiting), workers)
    with by_processes(workers, _Validating(rules), _lost) as outcomes_of:
        yield from outcomes_of(shares)


def _chunks(names: Iterator[str], workers: int) -> Iterator[tuple[str, ...]]:
    """Handfuls: small ones at first, since a few bags may be large and have to be shared out."""
    for number in itertools.count():
        most = 1 if workers == 1 else min(1 + number // (2 * workers), _CHUNK)
        if not (chunk := tuple(itertools.islice(names, most))):
            return
        yield chunk


@dataclass(frozen=True, slots=True)
class _Validating:
    """Validates the bags called by each of some names. It can be pickled."""

    rules: ValidationOptions

    def __call__(self, names: Sequence[str]) -> Sequence[BagOutcome]:
        """The outcome of each."""
        return [validate_bag(name, self.rules) for name in names]


def _lost(name: str) -> BagOutcome:
    return _broken_off(name, "the process that read it died; is there enough memory?")


def validate_bag(
    name: str, rules: ValidationOptions, readers: Readers | None = None, pace: Pace | None = None
) -> BagOutcome:
    """Validate the bag called `name`, a path. Never raises: what stops the check is a finding.

    With `readers` the large files of a bag in a folder are read by several threads; all is read at
    the `pace`, if there is one.
    """
    try:
        return _validated(name, rules, readers, pace)
    except Exception as error:  # noqa: BLE001  one bag must never end the run for all others
        return _broken_off(name, f"{type(error).__name__}: {error}")


def _broken_off(name: str, why: str) -> BagOutcome:
    detail = f"the check broke off ({why}); nothing is known of this bag"
    finding = Finding(Code.IO_04, Kind.UNVERIFIABLE, Level.ERROR, "", detail)
    return BagOutcome(name, Validity.UNVERIFIED, (finding,))


def _validated(
    name: str, rules: ValidationOptions, readers: Readers | None, pace: Pace | None
) -> BagOutcome:
    tree = _tree(name, rules)
    if not isinstance(tree, DirectoryTree):
        readers = None  # an archive is a stream: its files can only be read one after the other
    if pace is not None:
        tree = PacedTree(tree, pace)
    examination = examine(tree, readers)
    seen, facts = examination.observation, examination.facts
    findings = list(seen.findings)
    if seen.present is False and not findings:
        findings = [Finding(Code.RB_01, Kind.MISSING, Level.ERROR, "", "there is no such bag")]
        return BagOutcome(name, Validity.UNVERIFIED, tuple(findings))
    if seen.present:
        findings += _profiles(facts, rules)
        for profile in named_profiles(facts) if rules.content else ():
            if profile in _RECORDS:
                findings += _record(tree, *_RECORDS[profile])
    judged = Observation(
        seen.present, tuple(findings), seen.seal, seen.files, seen.bytes, seen.version
    )
    findings.sort(key=lambda finding: WEIGHTS[finding.level])
    return BagOutcome(name, validity(judged), tuple(findings), seen.version, seen.files, seen.bytes)


def _tree(name: str, rules: ValidationOptions) -> Tree:
    """The bag at a path that somebody typed: only there links are followed."""
    path = os.path.realpath(name)
    try:
        is_file = stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        is_file = False
    if is_file:
        return SerializedTree(Path(path))
    return DirectoryTree(Path(path), direct=rules.direct)


def _profiles(facts: BagFacts, rules: ValidationOptions) -> Iterator[Finding]:
    applied = {profile.identifier for profile in rules.applied}
    for profile in rules.applied:
        yield from judge_profile(profile, facts)
    for identifier in named_profiles(facts):
        profile_ = rules.known.get(identifier)
        if identifier in applied:
            continue
        if profile_ is not None:
            yield from judge_profile(profile_, facts)
        else:
            detail = (
                f"the bag says that it conforms to the profile {identifier[:200]}, which is not"
                " known here; --profile gives it"
            )
            yield Finding(Code.BP_12, Kind.UNVERIFIABLE, Level.NOTE, "bag-info.txt", detail)


def _read_record(data: bytes) -> object:
    from newsarchive.metadata import read_record  # noqa: PLC0415  most bags are not ours

    return read_record(data)


def _read_delivery(data: bytes) -> object:
    from newsarchive.metadata import read_delivery  # noqa: PLC0415  most bags are not ours

    return read_delivery(data)


_RECORDS = {OUR_PROFILE: (RECORD, _read_record), DELIVERY_PROFILE: (DELIVERY, _read_delivery)}
"""Where the record of a bag of ours lies, and what reads it, by the profile that the bag names."""


def _record(tree: Tree, place: str, read: Callable[[bytes], object]) -> Iterator[Finding]:
    """What is wrong with the record of a bag of ours. That it cannot be read was found already."""
    try:
        data = tree.take(place, _MAX_RECORD_BYTES)
    except OSError:
        return
    finally:
        tree.close()
    problems: tuple[str, ...] = ("it is larger than any record",)
    if data is not None:
        try:
            read(data)
        except InvalidRecordError as error:
            problems = error.problems
        else:
            return
    for problem in problems[:1000]:
        yield Finding(Code.MD_04, Kind.MALFORMED, Level.ERROR, place, problem)


# --- Profiles, from files only ----------------------------------------------------------------


def read_rules(
    places: Iterable[Path], *, direct: bool = False, content: bool = True
) -> ValidationOptions:
    """The rules with the profiles at `places`: a file is for every bag, a folder for who names one.

    Our own profile is always known.

    Raises:
        UsageError: a file is no profile, or cannot be read.
    """
    applied: list[Profile] = []
    known = {OUR_PROFILE: our_profile(), DELIVERY_PROFILE: our_delivery_profile()}
    for place in places:
        if not place.is_dir():
            applied.append(_read_profile(place))
            continue
        for file in sorted(place.glob("*.json")):
            profile = _read_profile(file)
            known[profile.identifier] = profile
    return ValidationOptions(tuple(applied), known, direct, content)


def _read_profile(path: Path) -> Profile:
    try:
        data = read_small(path, _MAX_PROFILE_BYTES, follow=True)
    except TooLargeError as error:
        raise UsageError(f"{path} is too large for a profile") from error
    except OSError as error:
        reason = why(error)
        raise UsageError(f"cannot read the profile {path}: {reason}") from error
    try:
        return parse_profile(data)
    except ProfileError as error:
        raise UsageError(f"{path} is no BagIt Profile: {error}") from error
