"""A citation as a footnote in words, as BibTeX, as RIS and as CSL-JSON. Pure."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from newsarchive.metadata.citing import Citation
from newsarchive.model.dates import Edtf

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:)(10\..+)", re.IGNORECASE)


def footnote(citation: Citation) -> str:
    """A footnote: one paragraph, in the order that historians expect."""
    return " ".join(_footnote(citation)) + "\n"


def _footnote(citation: Citation) -> Iterator[str]:
    held = citation.held
    if citation.authors:
        yield f"{_line(', '.join(citation.authors)).rstrip('.')}."
    title = _line(citation.title)
    yield f"“{title.rstrip('.')}.”" if citation.titled else f"[{title}]."
    date = f"{_words(citation.date)} ({citation.date_kind})" if citation.date else "undated"
    where = [_line(citation.source), date, *_place(citation)]
    yield f"{', '.join(part for part in where if part)}."
    keeper = _line(held.institution) or held.archive
    yield f"{keeper}, bag {held.name}, version {held.version} of {held.versions}, {held.urn},"
    yield f"seal {held.seal}."
    if held.identifier:
        yield f"{held.identifier}."
    if citation.url:
        yield f"{_line(citation.url)}."
    yield from map(_line, citation.notes)


def _place(citation: Citation) -> Iterator[str]:
    for label, value in (
        ("edition", citation.edition),
        ("section", citation.section),
        ("page", citation.page),
    ):
        if value:
            yield f"{label} {_line(value)}"


def _words(date: Edtf) -> str:
    """`4 March 2026`; what has no certain year, and an interval, as it is written."""
    if date.year is None:
        return date.text
    month = _MONTHS[date.month - 1] if date.month else ""
    day = str(date.day) if date.day else ""
    return " ".join(part for part in (day, month, str(date.year)) if part)


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def bibtex(citation: Citation) -> str:
    """An entry for BibTeX and biblatex: UTF-8, names as they are printed."""
    held = citation.held
    kind = "article" if citation.source else "misc"
    fields = dict(_bibtex_fields(citation))
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{held.name},\n{lines}}}\n"


def _bibtex_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    held, date = citation.held, citation.date
    # Braces around each name: it is not taken apart, since nobody knows which part is which.
    yield "author", " and ".join(f"{{{_tex(name)}}}" for name in citation.authors)
    yield "title", f"{{{_tex(_title(citation))}}}"
    if citation.source:
        yield "journal", _tex(citation.source)
        yield "entrysubtype", "newspaper"
    if date is not None:
        yield "date", _tex(date.text)
        if date.year is not None and date.year >= 0:
            yield "year", f"{date.year:04d}"
        if date.year is not None and date.month:
            yield "month", f"{date.month}"
    yield "pages", _tex(citation.page)
    doi = _doi(citation)
    yield "doi", _address(doi)
    yield "url", _address(citation.url or ("" if doi else held.identifier))
    yield "urldate", "" if citation.captured is None else _tex(citation.captured.text[:10])
    yield "language", _tex(citation.language)
    yield "version", f"{held.version} of {held.versions}"
    yield "library", _tex(held.institution)
    yield "note", _tex(_note(citation))


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in _line(text))


def _address(text: str) -> str:
    """An address in a field that is read as it stands: what would end it is encoded."""
    return re.sub(r"[{}\\%\s](?![0-9A-Fa-f]{2})|[{}\\\s]", _percent, _line(text))


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode())


def _title(citation: Citation) -> str:
    return citation.title if citation.titled else f"[{citation.title}]"


def _doi(citation: Citation) -> str:
    match = _DOI.fullmatch(citation.held.identifier)
    return match[1] if match else ""


def _note(citation: Citation) -> str:
    held = citation.held
    keeper = f"{held.institution}, " if held.institution else ""
    number = f"version {held.version} of {held.versions}"
    names = f"bag {held.name}, {number}, bag id {held.bag}, {held.urn}, seal {held.seal}"
    return " ".join((f"{keeper}archive {held.archive}, {names}.", *citation.notes))


def ris(citation: Citation) -> str:
    """A record in RIS, as reference managers import it: of a newspaper article, lines with CRLF."""
    lines = [f"{tag}  - {_line(value)}" for tag, value in _ris_fields(citation) if value]
    return "".join(f"{line}\r\n" for line in ("TY  - NEWS", *lines, "ER  - "))


def _ris_fields(citation: Citation) -> Iterator[tuple[str, str]]:
    held, date = citation.held, citation.date
    yield from (("AU", name) for name in citation.authors)
    yield "TI", _title(citation)
    yield "T2", citation.source
    if date is not None and date.year is not None and date.year >= 0:
        yield "PY", f"{date.year:04d}"
        month = f"{date.month:02d}" if date.month else ""
        day = f"{date.day:02d}" if date.day else ""
        yield "DA", f"{date.year:04d}/{month}/{day}/"
    yield "SP", citation.page
    yield "SE", citation.section
    yield "ET", citation.edition
    yield "LA", citation.language
    yield "DO", _doi(citation)
    yield "UR", citation.url or held.identifier
    yield "AN", held.urn
    yield "CN", held.bag
    yield "DB", held.archive
    yield "DP", held.institution
    yield "ID", held.name
    yield "N1", _note(citation)


def csl_json(citation: Citation) -> str:
    """An item of CSL-JSON, in a list of one, as processors of citation styles read it."""
    held = citation.held
    item: dict[str, Any] = {
        "id": held.name,
        "type": "article-newspaper",
        "title": _line(_title(citation)),
        "author": [{"literal": _line(name)} for name in citation.authors],
        "container-title": _line(citation.source),
        "issued": _csl_date(citation.date),
        "accessed": _csl_date(citation.captured),
        "page": _line(citation.page),
        "section": _line(citation.section),
        "edition": _line(citation.edition),
        "language": citation.language,
        "DOI": _doi(citation),
        "URL": _line(citation.url or held.identifier),
        "archive": _line(held.institution) or held.archive,
        "archive_location": held.name,
        "call-number": held.urn,
        "version": f"{held.version} of {held.versions}",
        "note": _line(_note(citation)),
    }
    said = {name: value for name, value in item.items() if value}
    return json.dumps([said], ensure_ascii=False, indent=2) + "\n"


def _csl_date(date: Edtf | None) -> Mapping[str, Any]:
    """A date in parts; one that has no certain year as it is written."""
    if date is None:
        return {}
    if date.year is None:
        return {"literal": date.text}
    parts = [date.year, *([date.month] if date.month else ()), *([date.day] if date.day else ())]
    found: dict[str, Any] = {"date-parts": [parts]}
    if date.uncertain or date.approximate:
        found["circa"] = True
    return found


FORMS: Mapping[str, tuple[str, Callable[[Citation], str]]] = {
    "text": ("text/plain", footnote),
    "bibtex": ("application/x-bibtex", bibtex),
    "ris": ("application/x-research-info-systems", ris),
    "csl-json": ("application/vnd.citationstyles.csl+json", csl_json),
}
"""Every form by its name: its media type, and what makes it."""
