"""What the versions of BagIt disagree about, 0.93 to 1.0, as one table. Pure.

We write 1.0 only. A bag of an older version is judged by the rules of its own version
(docs/conformance.md, "older versions").
"""

from collections.abc import Mapping
from dataclasses import dataclass

from newsarchive.model.finding import Level


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one version.

    `info_file` is where its metadata elements stand. `in_every_manifest`: every payload file must
    be in every manifest, else in at least one. `repeated_line` is what the same path twice weighs,
    `star` what an md5sum `*` before a path weighs. `escapes` are the percent-encodings that stand
    for something else in a path. `free_spacing`: any white space around the colon of an element.
    """

    version: str
    info_file: str
    in_every_manifest: bool
    repeated_line: Level
    star: Level
    escapes: Mapping[str, str]
    free_spacing: bool

    @property
    def percent_is_encoded(self) -> bool:
        """Whether a path may hold no bare `%` (RM-11)."""
        return "%25" in self.escapes


def _old(version: str, info_file: str, escapes: Mapping[str, str]) -> Rules:
    return Rules(
        version=version,
        info_file=info_file,
        in_every_manifest=False,
        repeated_line=Level.WARNING,
        # Only 0.97 speaks of it: the asterisk that md5sum writes may precede a name there.
        star=Level.NOTE if version == "0.97" else Level.WARNING,
        escapes=escapes,
        free_spacing=True,
    )


LATEST = Rules(
    version="1.0",
    info_file="bag-info.txt",
    in_every_manifest=True,
    repeated_line=Level.ERROR,
    star=Level.WARNING,
    escapes={"%0A": "\n", "%0D": "\r", "%25": "%"},
    free_spacing=False,
)

KNOWN: Mapping[str, Rules] = {
    rules.version: rules
    for rules in (
        _old("0.93", "package-info.txt", {}),
        _old("0.94", "package-info.txt", {}),
        _old("0.95", "package-info.txt", {}),
        _old("0.96", "bag-info.txt", {}),
        _old("0.97", "bag-info.txt", {"%0A": "\n", "%0D": "\r"}),
        LATEST,
    )
}
