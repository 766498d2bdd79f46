"""Names that say of a file that it is not finished: one table for all who meet it.

Browsers, mail and file transfer write under such a name and give the file its own at the end. An
editor's backup (`story.txt~`) is no document either.
"""

_ENDINGS = (
    ".part",
    ".partial",
    ".filepart",
    ".crdownload",
    ".download",
    ".opdownload",
    ".incomplete",
    ".inprogress",
    ".uploading",
    ".tmp",
    ".temp",
    ".swp",
    "~",
)


def is_unfinished(name: str) -> bool:
    """Whether a file or folder is called so while it is being written: `story.txt.part`."""
    return finished_name(name) != name


def finished_name(name: str) -> str:
    """What it will be called when it is finished: `story.txt`; "" if the name does not say."""
    lower = name.lower()
    ending = next((e for e in _ENDINGS if lower.endswith(e)), "")
    return name[: len(name) - len(ending)]
