"""The texts of a ninjs item by their roles: headlines, descriptions, bodies. Pure.

In 1.x the role is in the name (`body_html`, `description_main`), since 2.0 there are lists of
objects with `role`, `contentType` and `value`. Roles are words of whoever sends.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsarchive.formats.wires.bodies import is_marked_up, plain
from newsarchive.formats.wires.fields import Fields, token
from newsarchive.formats.wires.values import said
from newsarchive.model.article import Headline
from newsarchive.model.statement import Statement

_MAIN = frozenset(
    ("", "main", "primary", "simple", "text", "plain", "headline", "hl1", "default", "title")
)
_SUB = frozenset({"sub", "subhead", "subheadline", "subtitle", "sub-headline", "deck", "hl2"})
_KICKER = frozenset({"kicker", "overline", "eyebrow", "strap", "topline"})
_LEADS = (
    *("lead", "summary", "abstract", "teaser", "intro", "standfirst", "lede"),
    *("", "text", "main", "plain", "short", "html", "richtext", "xhtml"),
)
_BODIES = re.compile(  # of bodies that are the whole text, in whichever form
    r"(?:main|text|x?html[0-9]*|rich-?text|nitf[a-z0-9-]*|article|story|content|body|full|plain"
    r"|simple)?"
)
_MARKUP = frozenset({"html", "xhtml", "richtext", "nitf"})
_FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Worded:
    """A text with its role, "" for none. `html`: it is marked up."""

    role: str
    text: str
    basis: str
    html: bool = False


def headlines(item: Fields) -> tuple[Worded, ...]:
    """The headlines as the source gives them, the one without a role first."""
    found = []
    if (own := item.text("headline")) is not None:
        found.append(Worded("", own.text, own.basis))
    return (*found, *_with_roles(item, "headline_", "headlines"))


def main_of(found: Sequence[Worded]) -> Worded | None:
    """The main headline: the first that is called so, else the first that is no other kind."""
    named = next((h for h in found if h.role in _MAIN), None)
    return named or next((h for h in found if h.role not in _SUB | _KICKER), None)


def headlines_of(item: Fields) -> tuple[Headline, ...]:
    """The headlines by their roles; without one the title stands for it."""
    found = headlines(item)
    main = main_of(found)
    result = []
    if main is not None:
        result.append(Headline(_text(main), "main", main.basis))
    elif (title := item.text("title")) is not None:
        result.append(Headline(plain(title.text), "main", title.basis))
    result += [
        Headline(_text(other), _role(other.role), other.basis)
        for other in found
        if other is not main
    ]
    return tuple(h for h in dict.fromkeys(result) if h.value)


def _role(role: str) -> str:
    if role in _SUB:
        return "sub"
    if role in _KICKER:
        return "kicker"
    return "alternative" if role in _MAIN else role


def descriptions(item: Fields) -> tuple[Worded, ...]:
    """The descriptions, and the abstract that Superdesk has in their place."""
    found = [*_with_roles(item, "description_", "descriptions")]
    for name in ("abstract", "description"):
        if isinstance(item.value(name), str) and (text := item.text(name)):
            role = name if name == "abstract" else ""
            found.append(Worded(role, text.text, text.basis, is_marked_up(text.text)))
    return tuple(found)


def lead_of(item: Fields) -> Statement[str] | None:
    """The lead that the source states; None where it states none."""
    found = descriptions(item)
    for role in _LEADS:
        for description in found:
            if description.role == role and _text(description):
                return said_as(description)
    return None


def said_as(worded: Worded) -> Statement[str]:
    """A short text as a statement."""
    return said(_text(worded), worded.basis)


def _text(worded: Worded) -> str:
    return plain(worded.text, html=worded.html)


def bodies(item: Fields) -> tuple[tuple[Worded, ...], Worded | None]:
    """The bodies, those that are to be preferred first, and the footer that Superdesk has."""
    found = [*_with_roles(item, "body_", "bodies")]
    footer = next((b for b in found if b.role == _FOOTER), None)
    rest = [b for b in found if b.role != _FOOTER and b.text.strip()]
    rest.sort(key=lambda b: (_BODIES.fullmatch(b.role) is None, not b.html))
    return tuple(rest), footer


def _with_roles(item: Fields, prefix: str, plural: str) -> Iterator[Worded]:
    for lower, _ in item:
        if lower.startswith(prefix) and len(lower) > len(prefix):
            text = item.text(lower)
            if text is not None:
                role = token(lower.removeprefix(prefix)) or ""
                html = role in _MARKUP or is_marked_up(text.text)
                yield Worded(role, text.text, text.basis, html)
    for entry in item.each(plural, key="value"):
        value = entry.text("value")
        said_role, kind = entry.text("role"), entry.text("contenttype")
        if value is None or (kind and not _is_text(kind.text)):
            continue
        role = (token(said_role.text) or "") if said_role else ""
        html = _is_html(role, kind.text if kind else "", value.text)
        yield Worded(role, value.text, entry.where, html)


def _is_text(content_type: str) -> bool:
    """Whether a body of this media type is text: some have drafts of editors as JSON."""
    kind, slash, rest = content_type.casefold().partition("/")
    return not slash or kind.strip() == "text" or "xml" in rest or "html" in rest


def _is_html(role: str, content_type: str, text: str) -> bool:
    kind = content_type.casefold()
    if "plain" in kind:
        return False
    return "html" in kind or "xml" in kind or role in _MARKUP or is_marked_up(text)
