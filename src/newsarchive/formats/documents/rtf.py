"""RTF: the text of what word processors of thirty years wrote, by striprtf."""

import re
from typing import BinaryIO

from newsarchive.errors import RefusedError
from newsarchive.formats.base import AS_IS, NOT_STORED
from newsarchive.formats.documents.extracted import (
    article_of,
    whole,
    with_properties,
    without_text,
)
from newsarchive.model.article import Article
from newsarchive.model.capture import Capture

_AUTHOR = re.compile(r"\{\\author ([^{}\\]{1,200})\}")
# Pictures and other binary matter in hexadecimal digits: megabytes without a word in them.
_BINARY = re.compile(r"(?:[0-9a-fA-F]{2}[\r\n]*){200,}")


class RtfReader:
    """Reads an RTF document."""

    name = "rtf/1"
    label = "RTF documents"
    media_type = "application/rtf"
    max_bytes = 32 << 20

    def accepts(self, head: bytes, name: str) -> bool:  # noqa: ARG002  # the content decides
        """Whether it begins as an RTF does."""
        return head.startswith(b"{\\rtf")

    def read(self, capture: Capture, file: BinaryIO) -> Article:
        """The article in an RTF.

        Raises:
            RefusedError: it is damaged, or striprtf is not installed.
        """
        data = whole(file, capture, self.max_bytes, self.label)
        try:
            from striprtf.striprtf import rtf_to_text  # noqa: PLC0415  # an extra
        except ImportError as error:
            raise RefusedError(
                f"{capture.name} is an RTF document, and reading one needs striprtf",
                hint=f"{NOT_STORED} pip install 'newsarchive[documents]', or keep it with --as-is.",
            ) from error
        source = _BINARY.sub("", data.decode("latin-1"))
        try:
            text: str = rtf_to_text(source, encoding="cp1252", errors="replace")  # type: ignore[no-untyped-call]
        except (ValueError, LookupError, IndexError, TypeError, OverflowError) as error:
            raise RefusedError(f"{capture.name} is damaged, or no RTF", hint=AS_IS) from error
        # Each \par ends a line: an empty one between two is how people part paragraphs, and where
        # there is none, each line is one.
        lines = [" ".join(line.split()) for line in text.split("\n")]
        parted = any(not line for line in lines[1:-1])
        article = article_of(self.name, capture, ("\n" if parted else "\n\n").join(lines))
        if not article.body.text:
            if not source.rstrip("\0 \r\n").endswith("}"):
                raise RefusedError(
                    f"{capture.name} is damaged: it has no text, and breaks off before its end",
                    hint=AS_IS,
                )
            article = without_text(article, f"{capture.name} has no text")
        author = _AUTHOR.search(source)
        return with_properties(
            article, "rtf:info", creator=("author", author[1].strip() if author else "")
        )
