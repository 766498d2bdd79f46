"""What systems and programs leave in folders, and nobody means: one table for all who meet it."""

import re

_NAMES = frozenset(
    {
        "Thumbs.db",
        "ehthumbs.db",
        "desktop.ini",
        "Desktop.ini",
        "__MACOSX",
        "lost+found",
        "$RECYCLE.BIN",
        "System Volume Information",
        "Icon\r",
    }
)
_FORMS = re.compile(r"~\$.+|~.+\.tmp|\._.*|\.DS_Store|\.nfs[0-9a-f]+|\.fuse_hidden.*|\.Trash-.*")
_HIDDEN = re.compile(
    r"\.~lock\..*#|\.directory|\.localized|\.Spotlight-.*|\.TemporaryItems|\.fseventsd"
)


def is_litter(name: str) -> bool:
    """Whether a file or folder of this name is left by a system: `.DS_Store`, `~$report.docx`."""
    return name in _NAMES or bool(_FORMS.fullmatch(name) or _HIDDEN.fullmatch(name))
