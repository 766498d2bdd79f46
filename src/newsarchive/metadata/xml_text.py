"""Text in XML 1.0: what it cannot hold, and what stands in its place."""

import re

REPLACEMENT = "\ufffd"

# https://www.w3.org/TR/xml/#NT-Char, turned round: controls, lone surrogates, two non-characters.
UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
