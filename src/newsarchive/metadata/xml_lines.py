"""XML written line by line, indented as lxml does it. Knows no PREMIS.

Lines and not elements: lxml takes ten times as long to make the hundreds that each bag has. Text
that XML 1.0 cannot hold is not refused: U+FFFD stands in its place, and the section can say so.
"""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from newsarchive.metadata.xml_text import UNSAYABLE, sayable

# What is written as it is: no markup, no CR, and nothing that XML cannot hold.
_NOT_PLAIN = re.compile("[^\t\n !-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


REPLACED = "U+FFFD stands for a character that XML cannot hold: "


_MOST_NAMED = 20


def document(name: str, lines: Iterable[str], attributes: str = "") -> bytes:
    """A document whose root is called `name` and holds `lines`, in UTF-8, its LF included."""
    (root,) = around(name, lines, attributes)
    text = f"<?xml version='1.0' encoding='UTF-8'?>{_END}{root}{_END}"
    return text.replace(_END, "\n").encode()


# Ends a line until all is written: text may hold a LF, which must not be indented, and no U+0000.
_END = "\0"


def around(name: str, lines: Iterable[str], attributes: str = "") -> list[str]:
    """The lines of an element called `name` that holds `lines`, in one string."""
    inner = _END.join(lines).replace(_END, f"{_END}  ")
    return [f"<{name}{attributes}>{_END}  {inner}{_END}</{name}>"]


class Section:
    """One object, event, agent or rights statement being written.

    It knows which characters of its text could not be written.
    """

    def __init__(self, name: str, kind: str = "") -> None:
        self.name = name
        self.attributes = f' xsi:type="{kind}"' if kind else ""
        self.children: list[tuple[str, list[str]]] = []
        self.replaced: list[str] = []

    def lines(self) -> list[str]:
        """Its own lines."""
        inner = [line for _, lines in self.children for line in lines]
        return around(self.name, inner, self.attributes)

    def line(self, name: str, text: str, attributes: str = "") -> str:
        """An element with text."""
        if _NOT_PLAIN.search(text):
            text = self._written(name, text)
        return f"<{name}{attributes}>{text}</{name}>"

    def _written(self, name: str, text: str) -> str:
        for match in UNSAYABLE.finditer(text):
            place = f"{name}, character {match.start() + 1}"
            self.replaced.append(f"{place}: U+{ord(match.group()):04X}")
        # A bare CR would be read as LF.
        return escape(sayable(text), {"\r": "&#13;"})

    def add(self, name: str, text: str, attributes: str = "") -> None:
        """Add an element with text."""
        self.children.append((name, [self.line(name, text, attributes)]))

    def put(self, name: str, lines: Iterable[str]) -> None:
        """Add an element that holds `lines`."""
        self.children.append((name, around(name, lines)))

    def pair(self, name: str, kind: str, value: str) -> list[str]:
        """What an identifier holds: `<nameType>kind</nameType>`, `<nameValue>value</nameValue>`."""
        return [self.line(f"{name}Type", kind), self.line(f"{name}Value", value)]

    def note(self) -> str:
        """What could not be written, for people; "" if all could."""
        if not self.replaced:
            return ""
        more = len(self.replaced) - _MOST_NAMED
        tail = f"; and {more} more" if more > 0 else ""
        return REPLACED + "; ".join(self.replaced[:_MOST_NAMED]) + tail

    def place(self, after: tuple[str, ...]) -> None:
        """Move what was added last behind the last child called one of `after`."""
        added = self.children.pop()
        last = max(n for n, (name, _) in enumerate(self.children) if name in after)
        self.children.insert(last + 1, added)
