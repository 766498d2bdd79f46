"""Text from outside made safe to show: to eyes, to programs, and in a cell of a spreadsheet.

Names of bags and files are anybody's: they may hold line breaks, marks that turn the direction of
writing, or bytes that are no text at all.
"""

_JOINERS = "\u200c\u200d"  # of letters, in Persian and the scripts of India


def visible(text: str) -> str:
    """`text` without what would break the line, move the cursor or hide: each as its escape."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _JOINERS else repr(c)[1:-1] for c in text)


def sayable(text: str) -> str:
    """`text` without lone surrogates, which stand for bytes of a name that is not UTF-8."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        return text.encode("utf-8", "backslashreplace").decode("utf-8")


def cell(value: object) -> str:
    """A cell that every program can read and that no spreadsheet takes for a formula."""
    shown = "" if value is None else sayable(str(value))
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


# What spreadsheets take for the beginning of a formula; a tab or a line break they may drop first.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
