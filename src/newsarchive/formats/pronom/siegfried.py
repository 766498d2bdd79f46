"""The door to Siegfried, which recognises whatever PRONOM describes (pygfried, extra `formats`)."""

from pathlib import Path
from types import ModuleType
from typing import Self

from newsarchive.model.format import Identifier

_NAMESPACE = "pronom"
_UNKNOWN = "UNKNOWN"


class Siegfried:
    """Siegfried with the signatures of PRONOM that pygfried has in itself.

    They are loaded with the first file that is asked about: a tenth of a second, and 85 MB.
    """

    def __init__(self, module: ModuleType) -> None:
        self._module = module
        self._identifier: Identifier | None = None

    @classmethod
    def installed(cls) -> Self | None:
        """Siegfried, None where pygfried is not installed."""
        try:
            import pygfried  # noqa: PLC0415  # an extra
        except ImportError:
            return None
        return cls(pygfried)

    @property
    def identifier(self) -> Identifier:
        """Its version, and the versions of the signature files that it was made with."""
        if self._identifier is None:
            # It says this with each file that it looks at, so it looks at this one.
            said = self._module.identify(__file__, detailed=True)
            details = [i["details"] for i in said["identifiers"] if i["name"] == _NAMESPACE]
            self._identifier = Identifier("siegfried", said["siegfried"], "; ".join(details))
        return self._identifier

    def puid(self, path: Path) -> str | None:
        """The identifier of a file, None where none fits or several do."""
        try:
            said = self._module.identify(str(path), detailed=True)
        except OSError:  # its GoError is one; a file that it cannot judge has no identifier
            return None
        found = {
            match["id"]
            for file in said["files"]
            for match in file["matches"]
            if match["ns"] == _NAMESPACE
        }
        puid = found.pop() if len(found) == 1 else _UNKNOWN
        return None if puid == _UNKNOWN else puid
