"""What to do next about a finding, in plain words: the same on the terminal and on a page."""

from collections.abc import Mapping

from newsarchive.model.finding import Code, Finding, Kind


def advice(kind: str) -> str:
    """What to do next about findings of this kind, a sentence or three.

    `kind` is a `Kind`, or one of the words that `kind_of` adds; of any other it says how to look
    further, so that no finding is ever without advice.
    """
    return _ADVICE.get(kind, _OTHERWISE)


def meaning(kind: str) -> str:
    """What findings of this kind are, in a few words; "" where the word says it."""
    return _MEANINGS.get(kind, "")


def kind_of(finding: Finding) -> str:
    """The kind of a finding in the words of people: its `Kind`, or one that is more exact.

    A ledger that is not a chain is malformed, and more than a bag is at stake.
    """
    if finding.code is Code.AR_03:
        return "ledger-broken"
    if finding.code is Code.AR_06:
        return "ledger-doubtful"
    if finding.code is Code.AR_07:
        return "catalog-edited"
    if finding.code is Code.AR_04 and finding.kind is not Kind.LITTER:
        return "stray"
    if finding.code is Code.AR_05:
        return "report-changed" if finding.kind is Kind.CHANGED else "report-missing"
    return finding.kind.value


def label(kind: str) -> str:
    """A kind as people read it: `seal mismatch`."""
    return kind.replace("-", " ")


_COPY = "bring back a good copy of it from another place, and audit the bag again"

_ADVICE: Mapping[str, str] = {
    "changed": (
        "Leave the file as it is and find out what wrote to it: newsarchive history BAG says"
        f" between which two checks it happened. Then {_COPY}."
    ),
    "truncated": (
        "The end of the file is gone: look for a disk that was full, a copy that broke off or a"
        f" file system that was repaired. Then {_COPY}."
    ),
    "missing": (
        "Look whether somebody moved or deleted it, and in lost+found if the file system was"
        f" repaired. Then {_COPY}."
    ),
    "untracked": (
        "Nothing recorded is harmed. Find out who put the file there and whether it matters; move"
        " it out of the bag, and take it in by itself if it is to be kept."
    ),
    "litter": (
        "Nothing is harmed: a file manager, an office program or the file system left it there."
        " Remove it when it is convenient, and see that nobody opens the archive's folders with"
        " such a program."
    ),
    "moved": (
        "Nothing is lost: the same bytes lie in another place. Find out who moved or renamed it,"
        " move it back, and audit the bag again."
    ),
    "exchanged": (
        "Another bag of this archive lies in this one's place. Look for this bag where the other"
        " one belongs, put each in its own place, and audit both."
    ),
    "seal-mismatch": (
        "The bag may agree with itself and still is not what was taken in: somebody or something"
        " changed files and their checksums. Trust nothing in it, leave it as it is, and compare"
        " it with a copy kept elsewhere."
    ),
    "unreadable": (
        "This is neither good news nor bad. Look at the permissions, and at the messages of the"
        " operating system about the disk; if the disk is failing, copy what can be read first."
        " Then audit the bag again."
    ),
    "unreachable": (
        "This is neither good news nor bad. Attach or mount the store, let newsarchive doctor look"
        " at it, and run the audit again."
    ),
    "unverifiable": (
        "This is neither good news nor bad: there is nothing here to compare with. Look at what"
        " the finding names, and audit the bag again when it can be read."
    ),
    "unstable": (
        "The file was read wrong once and right the second time: the disk, a cable, the memory or"
        " the controller may be failing. Test the hardware before you rely on it, and audit the"
        " bag again."
    ),
    "unknown-bag": (
        "The ledger knows nothing of this bag. Find out where it comes from. If this archive made"
        " it (the ledger was put back from an older copy), newsarchive adopt BAG enters it again;"
        " if not, move it out of the store."
    ),
    "not-fetched": (
        "The bag names this file as one to be fetched from elsewhere, and nobody has. Fetch it,"
        " and audit the bag again."
    ),
    "unsafe": (
        "A name in this bag leads out of the bag. Open or unpack nothing of it, find out where it"
        " comes from, and compare it with a copy kept elsewhere."
    ),
    "malformed": (
        "A list or description in the bag does not keep the rules of BagIt. If it was so when the"
        f" bag was taken in, nothing is lost. If it was changed since, {_COPY}."
    ),
    "ledger-broken": (
        "The archive's own memory was changed or cut off. Keep the ledger as it is for evidence,"
        " and compare it with a copy that is kept elsewhere. If you know why (it was put back from"
        " an older copy), newsarchive adopt enters the bags again that it forgot, and newsarchive"
        " acknowledge takes this off the list."
    ),
    "ledger-doubtful": (
        "An entry of the ledger is not one that newsarchive would have written, and nothing that it"
        " says was used. Either a newer newsarchive wrote it, or somebody did by hand. Keep the"
        " ledger as it is, and compare it with a copy that is kept elsewhere; newsarchive"
        " acknowledge takes this off the list once you know why."
    ),
    "catalog-edited": (
        "No bag is harmed: the catalog is an index and was made anew from the ledger. Find out who"
        " or what wrote to it; the one from before is kept as catalog.sqlite.damaged if it could"
        " not be trusted at all."
    ),
    "report-changed": (
        "Somebody or something changed what an earlier audit had written down. No bag is harmed by"
        " it; do not rely on that report any more, keep it as evidence, and find out who did it."
        " The ledger still says what that audit found in numbers, and every damage by name."
    ),
    "report-missing": (
        "The report of an earlier audit was taken away. No bag is harmed by it. Bring it back from"
        " a copy, or acknowledge the finding; `newsarchive audits prune` is the way to remove"
        " reports that nobody needs."
    ),
    "stray": (
        "Something lies in the store that is neither a bag nor a folder on the way to one. Find"
        " out who put it there, and move it out of the store."
    ),
    "provenance": (
        "Something about where the article comes from is not known or not agreed. Supply it by"
        " newsarchive describe."
    ),
    "text": (
        "Something about the text had to be guessed when the article was taken in. Compare the"
        " text with the original."
    ),
}

_OTHERWISE = (
    "Leave the bag as it is, look at what the finding says, and ask whoever looks after the"
    " archive's storage."
)

_MEANINGS: Mapping[str, str] = {
    "changed": "the bytes are not those recorded",
    "truncated": "the end of the file is gone",
    "missing": "recorded, and not there",
    "untracked": "there, and not recorded",
    "litter": "left by a system or program",
    "moved": "the same bytes lie in another place",
    "exchanged": "another bag lies in its place",
    "seal-mismatch": "the bag as a whole is not what was taken in",
    "unreadable": "the disk or the permissions stand in the way",
    "unreachable": "its store cannot be seen",
    "unverifiable": "there is nothing to compare with",
    "unstable": "two readings differed",
    "unknown-bag": "in the store, and not in the ledger",
    "not-fetched": "to be fetched from elsewhere, and not fetched",
    "unsafe": "a name leads out of the bag",
    "malformed": "against the rules of BagIt",
    "ledger-broken": "the ledger is not what it was",
    "ledger-doubtful": "an entry of the ledger cannot be what it says",
    "catalog-edited": "the catalog was not what the ledger says",
    "report-changed": "the report of an audit is not what the ledger recorded",
    "report-missing": "the report of an audit was taken away",
    "stray": "no bag, and in the store",
    "provenance": "not known where it comes from",
    "text": "guessed when it was taken in",
}
