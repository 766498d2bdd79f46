"""What an audit came to, in words: the verdict, the scope, coverage. Pure.

The words do not depend on where they are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newsarchive.model.auditing import AuditReport, Budget, Chance, Reach, RunState, Scope
from newsarchive.model.chronicle import Coverage
from newsarchive.model.finding import Level, Verdict
from newsarchive.reports.amounts import number, size

_MINUTE, _HOUR = 60, 3600
_WHOLE = 1000  # permille


class Mood(StrEnum):
    """What kind of news a verdict is."""

    GOOD = "good"
    BAD = "bad"
    KNOWN = "known"  # damage, and a person has acknowledged all of it
    UNSURE = "unsure"  # neither good news nor bad
    NOTHING = "nothing"  # nothing was to be looked at, and nothing was


@dataclass(frozen=True, slots=True)
class Headline:
    """The verdict: a few words that say it, a sentence or three, and what else must be known."""

    mood: Mood
    words: str
    sentence: str
    remarks: tuple[str, ...]


def headline(report: AuditReport) -> Headline:
    """The verdict on a whole audit; the worst that is known decides."""
    mood, words = _verdict(report)
    remarks = tuple(r for r in _remarks(report) if r != words.lower())
    return Headline(mood, words, " ".join(_sentences(report)), remarks)


def _verdict(report: AuditReport) -> tuple[Mood, str]:
    alarms = _alarms(report)
    if alarms:
        words = _joined(alarms)
        is_new = report.found.new_trouble or _archive_errors(report)
        return (Mood.BAD, words) if is_new else (Mood.KNOWN, f"{words}: all acknowledged")
    unverified = report.found.counts[Verdict.UNVERIFIED]
    if unverified or report.end.trouble:
        bags = f"{number(unverified, 'bag')} not verified"
        return Mood.UNSURE, bags if unverified else "Not verified"
    if report.end.state is RunState.INTERRUPTED:
        return Mood.UNSURE, "Interrupted"
    if report.unrecorded and not report.on_purpose:
        return Mood.UNSURE, "Not on record"
    if not report.bags:
        return Mood.NOTHING, "Nothing to check"
    return Mood.GOOD, _good(report)


def _alarms(report: AuditReport) -> list[str]:
    words = (("bag", "damaged"), ("bag", "missing"), ("thing", "not in the ledger"))
    alarms: list[str] = []
    for count, (noun, word) in zip(_alarm_counts(report), words, strict=True):
        if count:
            alarms.append(f"{count:,} {word}" if alarms else f"{number(count, noun)} {word}")
    if not alarms and (errors := _archive_errors(report)):
        alarms.append(f"{number(errors, 'thing')} wrong with the archive as a whole")
    return alarms


def _alarm_counts(report: AuditReport) -> tuple[int, int, int]:
    counts = report.found.counts
    return counts[Verdict.DAMAGED], counts[Verdict.MISSING], report.found.unknown


def _archive_errors(report: AuditReport) -> int:
    return sum(f.level is Level.ERROR for f in report.findings)


def _good(report: AuditReport) -> str:
    if report.start.scope.reach is Reach.SAMPLE:
        return "Sample intact"
    if report.bags >= report.start.of:
        return "All intact"
    return "Intact" if report.bags == 1 else "All checked are intact"


def _sentences(report: AuditReport) -> Iterable[str]:
    yield _result(report)
    is_sample = report.start.scope.reach is Reach.SAMPLE
    if is_sample and (others := report.start.of - report.bags) > 0:
        yield f"It is a sample: the other {number(others, 'bag')} were not looked at."
    known = sum(_alarm_counts(report)) - report.found.new_trouble
    if known > 0 and report.found.new_trouble:
        yield f"Of these, {known:,} {_are(known)} acknowledged."
    if report.end.trouble:
        yield f"The store could not be relied on: {_ended(report.end.trouble)}"
    if report.end.state is RunState.INTERRUPTED:
        verb = "was" if report.not_reached == 1 else "were"
        missed = f"{number(report.not_reached, 'bag')} {verb} not reached"
        yield f"The audit was interrupted: {missed}."
    if report.unrecorded and not report.on_purpose:
        yield f"This audit is not on record: {_ended(report.unrecorded)}"


def _result(report: AuditReport) -> str:
    bags, intact = report.bags, report.found.counts[Verdict.INTACT]
    if not bags and not report.found.unknown:
        return _nothing(report)
    which = _which(report)
    if intact == bags and bags:
        if bags == 1:
            subject = "The only bag" if report.start.of <= 1 else f"The one bag{which}"
            said = f"{subject} is intact: every byte is as it was taken in"
        else:
            said = f"All {bags:,} bags{which} are intact: every byte is as it was taken in"
    else:
        said = f"{intact:,} of {number(bags, 'bag')}{which} {_are(intact)} intact"
    return f"{'; '.join([said, *_others(report)])}."


def _others(report: AuditReport) -> Iterable[str]:
    counts = report.found.counts
    if damaged := counts[Verdict.DAMAGED]:
        yield f"{damaged:,} {_are(damaged)} damaged"
    if missing := counts[Verdict.MISSING]:
        yield f"{missing:,} {_are(missing)} missing"
    if unverified := counts[Verdict.UNVERIFIED]:
        yield f"{unverified:,} could not be verified, which is neither good news nor bad"
    if unknown := report.found.unknown:
        yield f"{number(unknown, 'thing')} in the store {_are(unknown)} not in the ledger"


def _which(report: AuditReport) -> str:
    match report.start.scope.reach:
        case Reach.SAMPLE:
            return " of the sample"
        case Reach.DUE:
            return " that were checked, of those due," if report.bags != 1 else ", of those due,"
        case Reach.COLLECTION:
            return f" checked of the collection {report.start.scope.value}"
        case Reach.ALL | Reach.BAG:
            return " that were checked" if report.bags not in {report.start.of, 1} else ""


def _nothing(report: AuditReport) -> str:
    if not report.start.of:
        return "The archive holds no bags yet."
    if report.start.scope.reach is Reach.DUE and not report.start.planned:
        return "No bag was due."
    return "No bag was looked at."


def _remarks(report: AuditReport) -> Iterable[str]:
    """What else must not be overlooked, in a few words each."""
    if report.start.scope.reach is Reach.SAMPLE:
        yield f"a sample of {share(report.start.scope.value)}"
    if report.end.state is RunState.INTERRUPTED:
        yield "interrupted"
    if report.end.used_up:
        yield f"{_USED_UP.get(report.end.used_up, report.end.used_up)} used up"
    if report.unrecorded:
        yield "not on record, as was asked" if report.on_purpose else "not on record"


_USED_UP = {"time": "time", "bytes": "budget of bytes"}


def scope(told: Scope, every_days: int = 0) -> str:
    """Which bags an audit looked at: `every bag`, `a sample of 5 % of the bags`."""
    match told.reach:
        case Reach.ALL:
            return "every bag, and whatever else lies in the store"
        case Reach.DUE:
            promise = f", so that each is verified every {number(every_days, 'day')}"
            return f"those due{promise if every_days else ''}"
        case Reach.BAG:
            return f"one bag: {told.value}"
        case Reach.COLLECTION:
            return f"the bags of the collection {told.value}"
        case Reach.SAMPLE:
            return f"a sample of {share(told.value)} of the bags, chosen at random"


_SCOPES = {"all": "every bag", "due": "those due", "bag": "one bag"}


def brief_scope(reach: str, value: str) -> str:
    """The scope of an earlier audit in a few words; "not told" where its entry lacks it."""
    if reach == Reach.SAMPLE:
        return f"a sample of {share(value)}"
    if reach == Reach.COLLECTION:
        return f"collection {value}"
    return _SCOPES.get(reach, reach or "not told")


def share(value: str) -> str:
    """`5 %`."""
    return f"{value} %"


def chance(told: Chance) -> str:
    """How likely a sample holds one of so many damaged bags, in a sentence.

    A chance is never said to be certainty or impossibility.
    """
    if told.permille >= _WHOLE:
        likely = "more than 99.9 %"
    elif told.permille <= 0:
        likely = "less than 0.1 %"
    else:
        likely = percent(told.permille)
    verb = "were"
    if told.damaged == 1:
        verb = "was"
    bags = number(told.damaged, "bag")
    seen = "it" if told.damaged == 1 else "at least one of them"
    return f"If {bags} of the archive {verb} damaged, the chance to have seen {seen} is {likely}."


def percent(permille: int) -> str:
    """`98.2 %`."""
    if permille % 10 == 0:
        return f"{permille // 10} %"
    return f"{permille // 10}.{permille % 10} %"


def coverage(told: Coverage, ended: str) -> str:
    """How much was checked lately: `98.2 % checked in the last 90 days, oldest 71 days ago`.

    Rounded down, so that 100 % is all.
    """
    if not told.of:
        return "The archive holds no bags yet."
    part = percent(told.checked * _WHOLE // told.of)
    said = f"{part} checked in the last {number(told.every_days, 'day')}"
    return f"{said}, oldest {_ago(told.oldest.time, ended)}." if told.oldest else f"{said}."


def shortfall(told: Coverage) -> str:
    """What coverage lacks, in numbers."""
    said = [f"{told.checked:,} of {number(told.of, 'bag')} were checked in that time."]
    if told.overdue:
        said.append(f"{number(told.overdue, 'bag')} {_are(told.overdue)} overdue.")
    if told.never:
        verb = "was" if told.never == 1 else "were"
        said.append(f"{number(told.never, 'bag')} {verb} not checked since taken in.")
    return " ".join(said)


def _ago(then: str, now: str) -> str:
    days = (datetime.fromisoformat(now).date() - datetime.fromisoformat(then).date()).days
    if days < 0:
        return f"dated {number(-days, 'day')} after this audit"
    return f"{number(days, 'day')} ago" if days else "today"


def reading(read: str) -> str:
    """How files were read, and what that is worth."""
    if read == "direct":
        return "direct: past the memory of the operating system, from the storage itself"
    return "cached: through the operating system, which may have had some of it in memory"


def budget(told: Budget) -> str:
    """What an audit was allowed to use up."""
    parts = []
    if told.seconds is not None:
        parts.append(duration(told.seconds))
    if told.bytes is not None:
        parts.append(size(told.bytes))
    return " and ".join(parts) or "none: as much as it needed"


def used_up(told: str) -> str:
    """Which part of the budget ended an audit, in words; "" for none."""
    return f"the {_USED_UP.get(told, told)} was used up" if told else ""


def duration(seconds: float) -> str:
    """`0.4 s`, `12 min 5 s`, `2 h 12 min`."""
    tenths = round(seconds * 10)
    if not tenths:
        return "less than 0.1 s"
    if tenths < 10 * _MINUTE:
        return f"{tenths / 10:g} s"
    whole = round(seconds)
    if whole < _HOUR:
        minutes, rest = divmod(whole, _MINUTE)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, rest = divmod(whole // _MINUTE, _MINUTE)
    return f"{hours:,} h {rest} min" if rest else f"{hours:,} h"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
