"""Plain text of a wire to paragraphs, by blank lines, by indents, or by its line ends. Pure."""

import re

from newsarchive.formats.markup import MarkupError
from newsarchive.model.article import Block, BlockKind

_LINE_END = re.compile(r"\r\n|\r|\n")
_BLANK = re.compile(r"\n[ \t\f\u00a0]*(?:\n[ \t\f\u00a0]*)+")
_INDENT = re.compile(r"[ \t\u00a0]{2,}|\t")
_SENTENCE_END = re.compile(r"[.!?…:।。！？][\"'”’»“)\]]*\s*\Z")
_WRAPPED = 90  # characters: lines of a wire are broken at 60 to 80
_MOST_PARAGRAPHS = 50_000


def paragraphs(text: str) -> tuple[Block, ...]:
    """The paragraphs of a plain text, line ends inside of one kept as LF.

    Where there are no blank lines: indented lines begin paragraphs, and else each line is one
    where most end a sentence or one is longer than a wire breaks its lines.

    Raises:
        MarkupError: there are too many.
    """
    text = _LINE_END.sub("\n", text).strip("\n")
    pieces = _BLANK.split(text)
    if len(pieces) == 1:
        pieces = _by_lines(text.split("\n"))
    if len(pieces) > _MOST_PARAGRAPHS:
        raise MarkupError(f"it has more than {_MOST_PARAGRAPHS:,} paragraphs")
    tidy = ("\n".join(" ".join(line.split()) for line in piece.split("\n")) for piece in pieces)
    return tuple(Block(BlockKind.PARAGRAPH, piece.strip()) for piece in tidy if piece.strip())


def _by_lines(lines: list[str]) -> list[str]:
    indented = [_INDENT.match(line) is not None for line in lines]
    if any(indented[1:]) and not all(indented):
        found: list[str] = []
        for line, begins in zip(lines, indented, strict=True):
            if begins or not found:
                found.append(line)
            else:
                found[-1] += f"\n{line}"
        return found
    written = [line for line in lines if line.strip()]
    whole = sum(_SENTENCE_END.search(line) is not None for line in written)
    if all(indented) or whole * 2 > len(written) or max(map(len, lines)) > _WRAPPED:
        return lines
    return ["\n".join(lines)]
