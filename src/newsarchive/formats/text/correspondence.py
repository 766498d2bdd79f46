# names of other languages
"""Lines of mails and letters: headers, greetings, closings, and what says that another one follows.

Each is known by the whole of its line, never by a part. The words are in notices.json.
"""

import re

from newsarchive.formats.text.lines import Lines, Stretch
from newsarchive.formats.text.notices import TABLE, any_of

_FROM, _SUBJECT, _DATE, _OTHERS = (
    frozenset(TABLE["headers"][name]) for name in ("from", "subject", "date", "others")
)
_HEADERS = _FROM | _SUBJECT | _DATE | _OTHERS
_HEADER = re.compile(
    r"\*?(?P<name>[^\W\d_][\w \-]{0,30}?)\s?[:：]\*?(?:\s+(?P<value>\S.*)|(?<=：)(?P<near>\S.*))?"
)
_FORWARDED = re.compile(rf"(?i)-*\s*(?:{any_of(TABLE['forwarded'])})\s*-*")
_TAG = r"(?:\[[\w .-]{2,20}\]\s*)?"  # of a mailing list
_REPLY = re.compile(
    rf"(?i){_TAG}(?P<said>(?:(?:{'|'.join(TABLE['reply'])})(?:\[[0-9]+\])?\s*[:：]\s*)*){_TAG}"
)
_ANSWERS = frozenset(TABLE["answers"])
_GREETING = re.compile(
    rf"(?i)(?:{'|'.join(map(re.escape, TABLE['greetings']))})\b(?:[^.?:]*[,!:]|(?:\s+\w+)?\.?)"
)
_CLOSE = re.compile(rf"(?i)(?:{'|'.join(map(re.escape, TABLE['closings']))})(?:\W+\w+){{0,3}}\W*")
_COVER = re.compile(rf"(?i)\b(?:{'|'.join(map(re.escape, TABLE['cover']))})\b")
_WROTE = re.compile(rf"(?i)\d.*\b(?:{'|'.join(map(re.escape, TABLE['wrote']))})\b.{{0,80}}:$")
_LONGEST_GREETING, _LONGEST_INTRODUCTION = 60, 200


def mail_headers(block: Lines) -> int:
    """How many lines of a block are the headers of a mail, from its first line on; 0 for none.

    Two at least, and among them who it is from or what about.
    """
    count, names = 0, set()
    for line in block:
        match = _HEADER.fullmatch(line.text)
        name = match["name"].casefold() if match else ""
        if not match or (name not in _HEADERS and not name.startswith("x-")):
            folded = count and line.text and not match and _is_folded(block[count - 1], line)
            if not folded and not (match and count and _is_header(block[count + 1 : count + 2])):
                break  # nor one that is not known, with a known one under it
        names.add(name)
        count += 1
    sure = names & _SUBJECT or (names & _FROM and names & (_DATE | _OTHERS))
    return count if count > 1 and sure and _has_mail(block[:count]) else 0


def _has_mail(lines: Lines) -> bool:
    """Whether headers are those of a mail, and no list of facts about an article."""
    text = "\n".join(line.text for line in lines)
    names = {m["name"].casefold() for line in lines if (m := _HEADER.fullmatch(line.text))}
    return "@" in text or bool(names & _SUBJECT and names & (_FROM | _OTHERS))


def _is_header(lines: Lines) -> bool:
    match = _HEADER.fullmatch(lines[0].text) if lines else None
    return match is not None and match["name"].casefold() in _HEADERS


def _is_folded(before: Stretch, line: Stretch) -> bool:
    """Whether a line goes on with a list of addresses that began before it."""
    return "@" in line.text and before.text.rstrip().endswith((",", ";"))


def header(lines: Lines, kind: str) -> Stretch | None:
    """The value of a header, `subject` or `date`, in the headers of a mail."""
    wanted = _SUBJECT if kind == "subject" else _DATE
    for line in lines:
        match = _HEADER.fullmatch(line.text)
        if match and match["name"].casefold() in wanted and (match["value"] or match["near"]):
            return line.group(match, "value" if match["value"] else "near")
    return None


def subject(value: Stretch) -> Stretch:
    """A subject without what says that it was answered or forwarded."""
    match = _REPLY.match(value.text)
    return value.part(match.end() if match else 0, len(value.text))


def names_a_text(text: str) -> bool:
    """Whether the subject of a mail may be a headline: not "the ferry piece I mentioned"."""
    if text[:1].islower():
        return False
    return not _SENT.intersection(re.findall(r"[^\W\d_]+", text.casefold()))


_SENT = frozenset(TABLE["sent"])  # what is sent: "Lamplighter piece"


def replies(lines: Lines) -> bool:
    """Whether the headers are those of an answer: what it answers is quoted under it."""
    about = header(lines, "subject")
    match = _REPLY.match(about.text) if about else None
    return (
        match is not None and re.split(r"[:：\[]", match["said"].casefold())[0].strip() in _ANSWERS
    )


def greets(text: str) -> bool:
    """Whether a line is nothing but a greeting: "Dear colleagues,"."""
    return len(text) <= _LONGEST_GREETING and _GREETING.fullmatch(text) is not None


_SIR = re.compile(r"(?:Sirs?|Madam|Mr Editor|Monsieur|Madame|Herr Redakteur|Señor|Señora)\b\W")


def is_letter(text: str) -> bool:
    """Whether a line begins a letter to the editor."""
    return greets(text) or _SIR.match(text) is not None


def closes(text: str) -> bool:
    """Whether a line ends a letter: "Kind regards,"."""
    return len(text) <= _LONGEST_GREETING and bool(
        _CLOSE.fullmatch(text) or _GREETS_BACK.fullmatch(text)
    )


_GREETS_BACK = re.compile(  # in up to four words around
    r"(?i)(?:[^\W\d]+ ){0,4}(?:grüßen|grüßen|grüssen|grüße|grüsse|gruß|regards|saludos|salutations"
    r"|cordialement|saluti|cumprimentos|groeten|groet|hälsningar|hilsen|terveisin|pozdrawiam"
    r"|pozdrowieniami|pozdravem|pozdravy|üdvözlettel|stimă|уважением|повагою|уважение|saygılarımla"
    r"|saygılar|εκτίμηση|χαιρετισμούς)(?: [^\W\d]+){0,3}\s?[,.!]?"
)


def is_cover(text: str) -> bool:
    """Whether a short text says that another one is sent with it: "FYI, see below."."""
    return _COVER.search(text) is not None


def introduces_quote(text: str) -> bool:
    """Whether a line says who wrote what is quoted under it: "On Monday Ann Other wrote:"."""
    return len(text) <= _LONGEST_INTRODUCTION and _WROTE.search(text) is not None


def is_forwarded(text: str) -> bool:
    """Whether a line says that another message follows."""
    return _FORWARDED.fullmatch(text) is not None
