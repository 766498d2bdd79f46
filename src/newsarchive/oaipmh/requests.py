"""What a harvester asks, or what is wrong with it: OAI-PMH 2.0, sections 3.1.1, 3.6 and 4. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from newsarchive.metadata.exports.reading import is_uri
from newsarchive.oaipmh.sets import is_spec

PREFIX = "oai_dc"
"""The one format in which records are given."""


class FaultError(Exception):
    """A request that cannot be answered: the code of the protocol, and why, for people."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


@dataclass(frozen=True, slots=True)
class _Verb:
    needed: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    resumable: bool = False


_LIST = _Verb(frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), resumable=True)
_VERBS: Mapping[str, _Verb] = {
    "Identify": _Verb(),
    "ListMetadataFormats": _Verb(optional=frozenset({"identifier"})),
    "ListSets": _Verb(resumable=True),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
    "GetRecord": _Verb(frozenset({"identifier", "metadataPrefix"})),
}
_PREFIX = re.compile(r"[A-Za-z0-9\-_.!~*'()]+")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Request:
    """A request that keeps to the protocol. `since` and `until` are whole seconds, "" for any."""

    verb: str
    arguments: Mapping[str, str]
    since: str = ""
    until: str = ""

    @property
    def token(self) -> str | None:
        """The resumption token; None where a list is begun."""
        return self.arguments.get("resumptionToken")


def understood(pairs: Sequence[tuple[str, str]]) -> Request:
    """The request in these arguments.

    Raises:
        FaultError: badVerb or badArgument; another format than ours is cannotDisseminateFormat.
    """
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1:
        raise FaultError("badVerb", "a request has one verb" + (", once" if verbs else ""))
    verb = _VERBS.get(verbs[0])
    if verb is None:
        raise FaultError("badVerb", f"the verbs are {', '.join(_VERBS)}")
    arguments = {name: value for name, value in pairs if name != "verb"}
    if len(arguments) < len(pairs) - 1:
        raise FaultError("badArgument", "an argument is given twice")
    since, until = _checked(verbs[0], verb, arguments)
    return Request(verbs[0], arguments, since, until)


def _checked(name: str, verb: _Verb, arguments: Mapping[str, str]) -> tuple[str, str]:
    given = set(arguments)
    if "resumptionToken" in given and verb.resumable:
        if given != {"resumptionToken"}:
            raise FaultError("badArgument", "a resumptionToken stands alone with its verb")
        return "", ""
    if illegal := sorted(given - verb.needed - verb.optional):
        raise FaultError("badArgument", f"{name} has no argument {illegal[0]}")
    if missing := sorted(verb.needed - given):
        raise FaultError("badArgument", f"{name} needs the argument {missing[0]}")
    since, until = _window(arguments)
    _see_syntax(arguments)
    if arguments.get("metadataPrefix", PREFIX) != PREFIX:
        raise FaultError("cannotDisseminateFormat", f"records are given as {PREFIX} alone")
    return since, until


def _see_syntax(arguments: Mapping[str, str]) -> None:
    if not _PREFIX.fullmatch(arguments.get("metadataPrefix", PREFIX)):
        raise FaultError("badArgument", "metadataPrefix is not the prefix of a format")
    if "set" in arguments and not is_spec(arguments["set"]):
        raise FaultError("badArgument", "set is not the setSpec of a set")
    if "identifier" in arguments and not is_uri(arguments["identifier"]):
        raise FaultError("badArgument", "identifier is not a URI")


def _window(arguments: Mapping[str, str]) -> tuple[str, str]:
    said = {name: arguments[name] for name in ("from", "until") if name in arguments}
    for name, value in said.items():
        match = _MOMENT.fullmatch(value)
        try:
            good = match is not None and bool(date.fromisoformat(match[1]))
        except ValueError:
            good = False
        if not good:
            wanted = "a UTC day or moment such as 2026-11-22 or 2026-11-22T10:00:00Z"
            raise FaultError("badArgument", f"{name} is not {wanted}")
    if len({len(value) for value in said.values()}) > 1:
        raise FaultError("badArgument", "from and until are both days, or both moments")
    since, until = said.get("from", ""), said.get("until", "")
    if since and until and since > until:
        raise FaultError("badArgument", "from is later than until")
    begin = f"{since}T00:00:00Z" if since and "T" not in since else since
    end = f"{until}T23:59:59Z" if until and "T" not in until else until
    return begin, end
