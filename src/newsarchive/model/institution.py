"""The institution that keeps an archive."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Institution:
    """Who keeps the archive and transfers its bags; each a line of text, "" where not given."""

    name: str = ""
    address: str = ""
    contact_name: str = ""
    contact_email: str = ""
