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
from newsarchive.reports.amounts import duration, exact_duration, number, size

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
        is_new = report.found.new_trouble or report.found.new_unseen
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
    """The verdict, and what it does not say."""
    if cut := interrupted(report):
        yield cut
    yield result(report)
    counts = report.found.counts
    if counts[Verdict.INTACT] == report.bags and report.bags:
        yield "Every byte of what was checked is as it was taken in."
    if counts[Verdict.UNVERIFIED]:
        yield "What could not be verified is neither good news nor bad."
    if said := sample(report):
        yield said
    if said := known(report):
        yield said
    if report.end.trouble:
        yield f"The store could not be relied on: {_ended(report.end.trouble)}"
    if said := unrecorded(report):
        yield said


def result(report: AuditReport) -> str:
    """The verdict in one sentence: `2 of 3 bags are intact; 1 is damaged.`."""
    bags, intact = report.bags, report.found.counts[Verdict.INTACT]
    if not bags and not report.found.unknown:
        return _nothing(report)
    which = _which(report)
    if intact == bags and bags:
        if bags == 1:
            subject = "The only bag" if report.start.of <= 1 else f"The one bag{which}"
            said = f"{subject} is intact"
        else:
            said = f"All {bags:,} bags{which} are intact"
    else:
        said = f"{intact:,} of {number(bags, 'bag')}{which} {are(intact)} intact"
    return f"{'; '.join([said, *_others(report)])}."


def _others(report: AuditReport) -> Iterable[str]:
    counts = report.found.counts
    if damaged := counts[Verdict.DAMAGED]:
        yield f"{damaged:,} {are(damaged)} damaged"
    if missing := counts[Verdict.MISSING]:
        yield f"{missing:,} {are(missing)} missing"
    if unverified := counts[Verdict.UNVERIFIED]:
        yield f"{unverified:,} could not be verified"
    if unknown := report.found.unknown:
        yield f"{number(unknown, 'thing')} in the store {are(unknown)} not in the ledger"
    if errors := _archive_errors(report):
        yield f"{number(errors, 'thing')} {are(errors)} wrong with the archive as a whole"


def _which(report: AuditReport) -> str:
    """Which bags these are, where they are not all."""
    scope = report.start.scope
    all_of_them = report.bags >= report.start.planned
    match scope.reach:
        case Reach.SAMPLE:
            return " of the sample"
        case Reach.DUE if all_of_them:
            return f" that {were(report.bags)} due"
        case Reach.DUE:
            return " that were checked, of those due," if report.bags != 1 else ", of those due,"
        case Reach.COLLECTION:
            which = "" if all_of_them else " checked"
            return f"{which} of the collection {scope.value}"
        case Reach.BAG:
            return " asked for"
        case Reach.ALL:
            if all_of_them:
                return ""
            return f" that {were(report.bags)} checked"


def _nothing(report: AuditReport) -> str:
    if not report.start.of:
        return "The archive holds no bags yet."
    if report.start.scope.reach is Reach.DUE and not report.start.planned:
        return f"No bag was due for a check; the archive holds {number(report.start.of, 'bag')}."
    return "No bag was looked at."


def interrupted(report: AuditReport) -> str:
    """That an audit did not come to its end, and what it missed; "" if it did."""
    if report.end.state is not RunState.INTERRUPTED:
        return ""
    by = f" ({report.end.stopped})" if report.end.stopped else ""
    missed = report.not_reached
    return f"The audit was interrupted{by}: {number(missed, 'bag')} {were(missed)} not reached."


def sample(report: AuditReport) -> str:
    """That only a sample was looked at; "" if it was not."""
    others = report.start.of - report.bags
    if report.start.scope.reach is not Reach.SAMPLE or others <= 0:
        return ""
    other = "one other bag was" if others == 1 else f"the other {others:,} bags were"
    return f"It is a sample: {other} not looked at."


def known(report: AuditReport) -> str:
    """How much of what was found is acknowledged; "" for nothing."""
    count = len(report.found.acknowledged)
    if not count:
        return ""
    stays = "stays" if count == 1 else "stay"
    return f"{number(count, 'finding')} here {are(count)} acknowledged and {stays} so."


def unrecorded(report: AuditReport) -> str:
    """That an audit is not on record though it should be, and why; "" else."""
    if not report.unrecorded or report.on_purpose:
        return ""
    return f"This audit is not on record: {_ended(report.unrecorded)}"


def carried(report: AuditReport) -> str:
    """What an audit before this one had looked at; "" for nothing."""
    count = report.start.carried
    if not count:
        return ""
    before = f"looked at by the audit that was interrupted ({report.start.continues})"
    return f"{number(count, 'bag')} of these {were(count)} {before}."


def left(report: AuditReport) -> str:
    """What did not go into the budget; "" if that was not used up."""
    if not report.end.used_up:
        return ""
    more = number(report.not_reached, "bag")
    return f"The budget is used up ({budget(report.start.budget)}): {more} left for the next run."


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
    bags = number(told.damaged, "bag")
    seen = "it" if told.damaged == 1 else "at least one of them"
    many = f"{bags} of the archive {were(told.damaged)}"
    return f"If {many} damaged, the chance to have seen {seen} is {likely}."


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
    """What coverage comes to, and lacks, in numbers."""
    all_of = f"{told.checked:,} of {number(told.of, 'bag')} were checked in that time."
    return " ".join([all_of, *lacking(told)])


def lacking(told: Coverage) -> Iterable[str]:
    """What of an archive was not checked in time, a sentence each."""
    if told.overdue:
        yield f"{number(told.overdue, 'bag')} {are(told.overdue)} overdue."
    if told.never:
        yield f"{number(told.never, 'bag')} {were(told.never)} not checked since taken in."


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
        parts.append(exact_duration(told.seconds))
    if told.bytes is not None:
        parts.append(size(told.bytes))
    return " and ".join(parts) or "none: as much as it needed"


_A_DAY = 24 * 60 * 60  # seconds


def often(seconds: int) -> str:
    """`one a day`, `one every 12 h`."""
    return "one a day" if seconds == _A_DAY else f"one every {duration(seconds)}"


def used_up(told: str) -> str:
    """Which part of the budget ended an audit, in words; "" for none."""
    return f"the {_USED_UP.get(told, told)} was used up" if told else ""


def are(count: int) -> str:
    """The verb for so many."""
    return "is" if count == 1 else "are"


def were(count: int) -> str:
    """The verb for so many, of what is over."""
    return "was" if count == 1 else "were"


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
