"""What recognised the formats of files, so that whoever reads it can ask the same again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identifier:
    """A tool that names formats by PRONOM identifiers (PUID).

    `version` is its own, "" where it has none of its own; `signatures` names what it recognises
    formats by: the signature files of PRONOM with their versions.
    """

    name: str
    version: str
    signatures: str
