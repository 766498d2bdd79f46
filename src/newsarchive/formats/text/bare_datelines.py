# quotes and dashes of other languages
"""A dateline without a known agency: the place before a dash. Pure."""

import re
from dataclasses import dataclass

from newsarchive.formats.text.lines import Stretch
from newsarchive.formats.text.names import names_only, parted
from newsarchive.formats.text.words import is_agency

_LONGEST_PLACE = 4
_DASH = r"(?P<dash>\s+[-–—]{1,2}\s+|\s*—\s*|\s*--\s*)"
_AGENCY_DATELINE = re.compile(
    rf"(?P<dateline>(?P<place>[^\W\d_][^():;!?]{{0,59}}?)\s*\((?P<agency>[^()]{{2,30}})\))"
    rf"{_DASH}\S"
)
_INITIALS = re.compile(r",\s(?:[A-Z]\.\s?)*[A-Z]\.")
_BARE_DATELINE = re.compile(
    rf"(?P<dateline>(?P<place>[^\W\d_][^(),:;!?–—\d]{{2,39}}?)(?P<more>(?:,\s[^():;!?–—]{{1,25}})?))"
    rf"{_DASH}[\"“„«‘']?(?P<next>\w)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Place, and what else stands before the dash; the agencies in parentheses there.

    `people` are the reporters that it names.
    """

    stretch: Stretch
    agencies: tuple[Stretch, ...] = ()
    people: tuple[Stretch, ...] = ()


def read_dateline(paragraph: Stretch) -> Dateline | None:
    """The dateline that `paragraph` begins with; None where the dash is a dash of the prose."""
    first = re.split(r"[\r\n]", paragraph.text, maxsplit=1)[0]
    line = paragraph.part(0, len(first))
    if match := _AGENCY_DATELINE.match(line.text):
        agencies = parted(paragraph.group(match, "agency"), re.compile(r"[/,;]"))
        known = all(is_agency(a.text) for a in agencies)
        place = match["place"].partition(",")[0]
        named = known or all(a.text[0].isupper() for a in agencies)
        if (_all_upper(place) and named and not line.text[match.end() - 1].islower()) or (
            known and names_only(place) and len(place.split()) <= _LONGEST_PLACE
        ):
            return Dateline(paragraph.group(match, "dateline"), tuple(agencies))
    match = _BARE_DATELINE.match(line.text)
    # "NATO — the alliance — said" is prose: after a dateline a sentence begins, and no second dash
    # closes a parenthesis.
    if match and _INITIALS.fullmatch(match["more"]):  # of a person: TARRANT, J. H. - On 3 March
        return None
    if match and _all_upper(match["place"]) and match["next"].isupper():
        rest = paragraph.text[match.end() :]
        if not re.search(r"\s[-–—]{1,2}\s|—", rest.split(".")[0]):
            return Dateline(paragraph.group(match, "dateline"))
    return None


def _all_upper(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and all(c.isupper() for c in letters)  # noqa: PLR2004  # not UN, US, EU
