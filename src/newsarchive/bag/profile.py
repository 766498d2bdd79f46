"""BagIt Profiles 1.4.0: what a profile says, and what it makes of a bag. Pure, never the network.

A profile comes as bytes, from a file or a local cache; the address that it has as its name is
never opened (BP-12).
"""

import fnmatch
import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from newsarchive.bag.facts import SERIALIZATIONS, BagFacts
from newsarchive.model.finding import Code, Finding, Kind, Level

_IDENTIFIER = "BagIt-Profile-Identifier"
_DEFINED = re.compile(r"(?:bagit|bag-info|package-info|fetch|(?:tag)?manifest-[^/]*)\.txt")
_INFO_REQUIRED = ("Source-Organization", "External-Description", "Version", _IDENTIFIER)
_LISTS = (
    "Manifests-Required",
    "Manifests-Allowed",
    "Tag-Manifests-Required",
    "Tag-Manifests-Allowed",
    "Accept-Serialization",
    "Accept-BagIt-Version",
    "Tag-Files-Required",
    "Tag-Files-Allowed",
    "Payload-Files-Required",
    "Payload-Files-Allowed",
)
_FLAGS = ("Allow-Fetch.txt", "Fetch.txt-Required", "Data-Empty")
_KNOWN = frozenset({"BagIt-Profile-Info", "Bag-Info", "Serialization", *_LISTS, *_FLAGS})
_SHOWN = 200


class ProfileError(ValueError):
    """Bytes that are no profile. `problems` are all that is wrong with them, as sentences."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Tag:
    """What a profile says of one element of bag-info.txt; no `values` means any value."""

    label: str
    required: bool = False
    recommended: bool = False
    repeatable: bool = True
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """A BagIt Profile. None for a list means that it says nothing; algorithms are as in file names.

    `version` is that of the specification which it follows.
    """

    identifier: str
    version: str = "1.1.0"
    tags: tuple[Tag, ...] = ()
    manifests_required: tuple[str, ...] = ()
    manifests_allowed: tuple[str, ...] | None = None
    tag_manifests_required: tuple[str, ...] = ()
    tag_manifests_allowed: tuple[str, ...] | None = None
    allow_fetch: bool = True
    fetch_required: bool = False
    data_empty: bool = False
    serialization: str = "optional"
    accept_serialization: tuple[str, ...] = ()
    accept_versions: tuple[str, ...] = ()
    tag_files_required: tuple[str, ...] = ()
    tag_files_allowed: tuple[str, ...] | None = None
    payload_files_required: tuple[str, ...] = ()
    payload_files_allowed: tuple[str, ...] | None = None


# --- Reading a profile -------------------------------------------------------------------------


@dataclass(slots=True)
class _Reader:
    document: Mapping[str, Any]
    problems: list[str] = field(default_factory=list)

    def strings(self, key: str) -> tuple[str, ...] | None:
        value = self.document.get(key)
        if value is None:
            return None
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.problems.append(f"{key} must be a list of texts")
            return None
        return tuple(value)

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.document.get(key, default)
        if isinstance(value, str) and value.lower() in {"true", "false"}:
            return value.lower() == "true"  # the specification itself puts them in quotes
        if not isinstance(value, bool):
            self.problems.append(f"{key} must be true or false")
            return default
        return value

    def includes(self, allowed: str, required: str) -> None:
        """BP-04, BP-09, BP-10: what is required must be allowed, too."""
        may, must = self.strings(allowed), self.strings(required)
        if may is None or must is None:
            return
        for item in must:
            # Of files the allowed are patterns; an algorithm's name is a pattern of itself.
            if not any(fnmatch.fnmatchcase(item, pattern) for pattern in may):
                self.problems.append(f"{required} has {item!r}, which {allowed} does not include")


def parse_profile(data: bytes) -> Profile:
    """Read a profile.

    Raises:
        ProfileError: it is not JSON, or says what no profile may (BP-02 to BP-10).
    """
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ProfileError((f"it is not JSON: {error}",)) from error
    if not isinstance(document, dict):
        raise ProfileError(("it is no JSON object",))
    reader = _Reader(document)
    identifier, version = _read_info(reader)
    tags = _read_tags(reader)
    for kind in ("Manifests", "Tag-Manifests", "Tag-Files", "Payload-Files"):
        reader.includes(f"{kind}-Allowed", f"{kind}-Required")
    allow_fetch = reader.flag("Allow-Fetch.txt", default=True)
    fetch_required = reader.flag("Fetch.txt-Required", default=False)
    if fetch_required and not allow_fetch:
        reader.problems.append("Fetch.txt-Required is true, and Allow-Fetch.txt is false")
    serialization = document.get("Serialization", "optional")
    if serialization not in ("forbidden", "required", "optional"):
        reader.problems.append("Serialization must be forbidden, required or optional")
        serialization = "optional"
    accepted = reader.strings("Accept-Serialization") or ()
    if not accepted and (
        serialization == "required" or document.get("Serialization") == "optional"
    ):
        reader.problems.append("Accept-Serialization must name at least one media type")
    versions = reader.strings("Accept-BagIt-Version") or ()
    if not versions:
        reader.problems.append("Accept-BagIt-Version must name at least one version")
    profile = Profile(
        identifier=identifier,
        version=version,
        tags=tags,
        manifests_required=_algorithms(reader.strings("Manifests-Required")) or (),
        manifests_allowed=_algorithms(reader.strings("Manifests-Allowed")),
        tag_manifests_required=_algorithms(reader.strings("Tag-Manifests-Required")) or (),
        tag_manifests_allowed=_algorithms(reader.strings("Tag-Manifests-Allowed")),
        allow_fetch=allow_fetch,
        fetch_required=fetch_required,
        data_empty=reader.flag("Data-Empty", default=False),
        serialization=serialization,
        accept_serialization=accepted,
        accept_versions=versions,
        tag_files_required=reader.strings("Tag-Files-Required") or (),
        tag_files_allowed=reader.strings("Tag-Files-Allowed"),
        payload_files_required=reader.strings("Payload-Files-Required") or (),
        payload_files_allowed=reader.strings("Payload-Files-Allowed"),
    )
    if reader.problems:
        raise ProfileError(tuple(dict.fromkeys(reader.problems)))
    return profile


def _read_info(reader: _Reader) -> tuple[str, str]:
    info = reader.document.get("BagIt-Profile-Info")
    if not isinstance(info, dict):
        reader.problems.append("BagIt-Profile-Info is missing")
        return "", ""
    for name in _INFO_REQUIRED:
        if not isinstance(info.get(name), str) or not info[name]:
            reader.problems.append(f"BagIt-Profile-Info must have {name}")
    version = info.get("BagIt-Profile-Version", "1.1.0")  # the last that had no such tag
    if not isinstance(version, str) or not re.fullmatch(r"v?[0-9]+\.[0-9]+(\.[0-9]+)?", version):
        reader.problems.append(f"BagIt-Profile-Version is no version: {version!r}")
        version = ""
    return str(info.get(_IDENTIFIER, "")), version


def _read_tags(reader: _Reader) -> tuple[Tag, ...]:
    section = reader.document.get("Bag-Info", {})
    if not isinstance(section, dict):
        reader.problems.append("Bag-Info must be an object")
        return ()
    found = []
    for label, rule in section.items():
        if not isinstance(rule, dict):
            reader.problems.append(f"Bag-Info, {label}: must be an object")
            continue
        inner = _Reader(rule)
        found.append(
            Tag(
                label,
                required=inner.flag("required", default=False),
                recommended=inner.flag("recommended", default=False),
                repeatable=inner.flag("repeatable", default=True),
                values=inner.strings("values") or (),
            )
        )
        reader.problems += [f"Bag-Info, {label}: {problem}" for problem in inner.problems]
    return tuple(found)


def _algorithms(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """As manifests are named: lower case, letters and digits only (RFC 8493 section 2.4)."""
    if names is None:
        return None
    return tuple(re.sub(r"[^a-z0-9]", "", name.lower()) for name in names)


# --- Judging a bag -----------------------------------------------------------------------------


def named_profiles(facts: BagFacts) -> tuple[str, ...]:
    """The profiles that a bag says it conforms to (BP-01), each once, in order."""
    return tuple(dict.fromkeys(value.strip() for value in facts.values(_IDENTIFIER)))


def judge_profile(profile: Profile, facts: BagFacts) -> tuple[Finding, ...]:
    """What a bag breaks of `profile`. Serialization and version come first (BP-11).

    Those two make the rest unverifiable by the letter of the specification; everything else is
    reported all the same, since whoever mends the bag wants the whole list.
    """
    return tuple(
        finding if finding.by else _by(finding, profile) for finding in _judged(profile, facts)
    )


def _by(finding: Finding, profile: Profile) -> Finding:
    return Finding(
        finding.code,
        finding.kind,
        finding.level,
        finding.path,
        finding.detail,
        by=profile.identifier,
    )


def _judged(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    yield from _serialization(profile, facts)
    if facts.version is not None and facts.version not in profile.accept_versions:
        accepted = ", ".join(profile.accept_versions)
        detail = f"version {facts.version} of BagIt is not accepted, only {accepted}"
        yield _broken(Code.BP_08, "bagit.txt", detail)
    yield from _info(profile, facts)
    for required, allowed, there, prefix in (
        (profile.manifests_required, profile.manifests_allowed, facts.manifests, ""),
        (profile.tag_manifests_required, profile.tag_manifests_allowed, facts.tag_manifests, "tag"),
    ):
        for algorithm in required:
            if algorithm not in there:
                yield _absent(Code.BP_04, f"{prefix}manifest-{algorithm}.txt", facts)
        for algorithm in there:
            if allowed is not None and algorithm not in allowed:
                name = f"{prefix}manifest-{algorithm}.txt"
                yield _broken(Code.BP_04, name, "manifests by this algorithm are not allowed")
    has_fetch = "fetch.txt" in facts.tag_files
    if has_fetch and not profile.allow_fetch:
        yield _broken(Code.BP_05, "fetch.txt", "it is not allowed")
    if profile.fetch_required and not has_fetch:
        yield _absent(Code.BP_05, "fetch.txt", facts)
    if profile.data_empty and not (
        not facts.payload or (len(facts.payload) == 1 and facts.payload_octets in {0, None})
    ):
        detail = "the payload must be empty: no file, or a single one of zero bytes"
        yield _broken(Code.BP_06, "data", detail)
    yield from _files(
        Code.BP_09,
        profile.tag_files_required,
        profile.tag_files_allowed,
        [path for path in facts.tag_files if not _DEFINED.fullmatch(path)],
        facts,
    )
    yield from _files(
        Code.BP_10,
        profile.payload_files_required,
        profile.payload_files_allowed,
        facts.payload,
        facts,
    )


def _serialization(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    here = facts.serialization
    if here is None:
        if profile.serialization == "required":
            yield _broken(Code.BP_07, "", "the bag must be serialized, and is a folder")
        return
    if profile.serialization == "forbidden":
        yield _broken(Code.BP_07, "", f"the bag must not be serialized, and is {here}")
        return
    names = SERIALIZATIONS.get(here, frozenset({here}))
    if profile.accept_serialization and names.isdisjoint(profile.accept_serialization):
        accepted = ", ".join(profile.accept_serialization)
        yield _broken(Code.BP_07, "", f"serialized as {here}, and accepted is only {accepted}")


def _info(profile: Profile, facts: BagFacts) -> Iterator[Finding]:
    name = "bag-info.txt"
    if profile.identifier not in named_profiles(facts):
        detail = f"{_IDENTIFIER} does not name {profile.identifier}"
        yield _unless_hidden(_broken(Code.BP_01, name, detail), whole=facts.info_whole)
    elements: dict[str, list[str]] = {}
    for label, value in facts.info:
        elements.setdefault(label.casefold(), []).append(value)
    for tag in profile.tags:
        values = elements.get(tag.label.casefold(), ())
        if not values and tag.required:
            finding = _broken(Code.BP_03, name, f"{tag.label} is required, and is not there")
            yield _unless_hidden(finding, whole=facts.info_whole)
        elif not values and tag.recommended:
            yield _broken(Code.BP_03, name, f"{tag.label} is recommended", level=Level.WARNING)
        if len(values) > 1 and not tag.repeatable:
            yield _broken(Code.BP_03, name, f"{tag.label} must not be repeated")
        for value in values if tag.values else ():
            if value not in tag.values:
                detail = f"{tag.label} must not be {value[:_SHOWN]!r}"
                yield _broken(Code.BP_03, name, f"{detail}, only one of {len(tag.values):,} values")


def _files(
    code: Code,
    required: tuple[str, ...],
    allowed: tuple[str, ...] | None,
    there: "list[str] | Any",
    facts: BagFacts,
) -> Iterator[Finding]:
    present = frozenset(there) if required else frozenset()
    for path in required:
        if path not in present and path not in facts.tag_files:
            yield _absent(code, path, facts)
    if allowed is None or "*" in allowed:
        return
    matches = _pattern(allowed).match
    for path in there:
        if not matches(path):
            yield _broken(code, path, "no file of this name is allowed")


@functools.cache
def _pattern(globs: tuple[str, ...]) -> re.Pattern[str]:
    """What matches a path that one of `globs` allows. A profile is held against many bags."""
    return re.compile("|".join(fnmatch.translate(glob) for glob in globs) or r"(?!)")


def _broken(code: Code, path: str, detail: str, *, level: Level = Level.ERROR) -> Finding:
    return Finding(code, Kind.MALFORMED, level, path, detail)


def _absent(code: Code, path: str, facts: BagFacts) -> Finding:
    finding = Finding(code, Kind.MISSING, Level.ERROR, path, "it is required, and is not there")
    return _unless_hidden(finding, whole=facts.whole)


def _unless_hidden(finding: Finding, *, whole: bool) -> Finding:
    """What may be there unseen is not called missing."""
    if whole:
        return finding
    detail = f"{finding.detail}, as far as could be seen"
    return Finding(finding.code, Kind.UNVERIFIABLE, finding.level, finding.path, detail)
