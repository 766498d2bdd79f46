"""What keeps provenance from being complete: the three gaps, each with all that is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from newsarchive.model.finding import Code


@dataclass(frozen=True, slots=True)
class GapKind:
    """One gap.

    `words` name it for people, `field` is what is supplied to close it (`--source`, the column
    `source`, `source:` in a sidecar), `code` that of its finding, which says `detail`.
    """

    words: str
    field: str
    code: Code
    detail: str

    @property
    def option(self) -> str:
        """The option that closes it."""
        return f"--{self.field}"


GAPS: Mapping[str, GapKind] = {
    "source": GapKind("its source", "source", Code.PV_01, "no source is known; supply source"),
    "date": GapKind(
        "its date", "date-published", Code.PV_02, "no date is known; supply date-published"
    ),
    "agency": GapKind(
        "its agency",
        "agency",
        Code.PV_03,
        "no agency is known; supply agency, or none for a staff story",
    ),
}
"""Every gap by its name, as `Provenance.missing` gives them."""
