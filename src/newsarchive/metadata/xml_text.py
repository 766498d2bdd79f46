"""Text in XML 1.0: what it cannot hold, and what stands in its place."""

import re

REPLACEMENT = "\ufffd"

# https://www.w3.org/TR/xml/#NT-Char, turned round: controls, lone surrogates, two non-characters.
UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sayable(text: str) -> str:
    """`text` as XML 1.0 can say it: what it cannot is U+FFFD."""
    return UNSAYABLE.sub(REPLACEMENT, text)
