"""What was seen becomes a verdict: the rules, without a disk."""

import pytest

from newsarchive.digests import Digest, digest_of
from newsarchive.judgement.fixity import judge
from newsarchive.model.finding import Code, Finding, Kind, Level, Verdict
from newsarchive.model.observation import Observation

SEAL = digest_of(b"the seal")
OTHER = digest_of(b"another seal")
MANIFEST = "manifest-sha512.txt"
TAG_MANIFEST = "tagmanifest-sha512.txt"


def nobody(seal: str) -> str | None:  # noqa: ARG001
    """No bag of the archive has this seal."""
    return None


def seen(*findings: Finding, seal: Digest | None = SEAL) -> Observation:
    return Observation(present=True, findings=findings, seal=seal)


def found(
    kind: Kind, path: str, *, by: str = "", level: Level = Level.ERROR, code: Code = Code.RX_10
) -> Finding:
    return Finding(code, kind, level, path, "what was seen", by=by)


def test_nothing_found_and_the_seal_holds_is_intact() -> None:
    assert judge(seen(), SEAL, nobody).verdict is Verdict.INTACT


def test_no_bag_folder_is_missing() -> None:
    assert judge(Observation(present=False), SEAL, nobody).verdict is Verdict.MISSING


def test_a_place_nobody_can_look_at_is_unverified_and_never_missing() -> None:
    assert judge(Observation(present=None), SEAL, nobody).verdict is Verdict.UNVERIFIED


@pytest.mark.parametrize("kind", [Kind.CHANGED, Kind.MISSING, Kind.UNTRACKED, Kind.UNSAFE])
def test_what_is_seen_to_be_wrong_is_damage(kind: Kind) -> None:
    judgement = judge(seen(found(kind, "data/article.txt", by=MANIFEST)), SEAL, nobody)

    assert judgement.verdict is Verdict.DAMAGED


@pytest.mark.parametrize("kind", [Kind.UNREADABLE, Kind.UNSTABLE, Kind.UNVERIFIABLE])
def test_what_could_not_be_seen_is_unverified_and_no_damage(kind: Kind) -> None:
    judgement = judge(seen(found(kind, "data/article.txt", by=MANIFEST)), SEAL, nobody)

    assert judgement.verdict is Verdict.UNVERIFIED


def test_damage_decides_over_what_could_not_be_seen() -> None:
    unreadable = found(Kind.UNREADABLE, "data/a")
    changed = found(Kind.CHANGED, "data/b", by=MANIFEST)

    assert judge(seen(unreadable, changed), SEAL, nobody).verdict is Verdict.DAMAGED


def test_files_and_manifests_rewritten_together_are_found_by_the_seal() -> None:
    judgement = judge(seen(seal=OTHER), SEAL, nobody)

    assert judgement.verdict is Verdict.DAMAGED
    assert judgement.findings[0].path == TAG_MANIFEST
    assert "changed together" in judgement.findings[0].detail


def test_another_bag_in_its_place_is_named() -> None:
    judgement = judge(seen(seal=OTHER), SEAL, {str(OTHER): "rain-1234"}.get)

    assert judgement.findings[0].kind is Kind.EXCHANGED
    assert "rain-1234" in judgement.findings[0].detail


def test_a_tag_manifest_that_is_gone_is_damage() -> None:
    judgement = judge(seen(seal=None), SEAL, nobody)

    assert judgement.verdict is Verdict.DAMAGED
    assert [f.path for f in judgement.findings] == [TAG_MANIFEST]


def test_a_tag_manifest_that_cannot_be_read_is_unverified() -> None:
    unreadable = found(Kind.UNREADABLE, TAG_MANIFEST, code=Code.IO_01)

    assert judge(seen(unreadable, seal=None), SEAL, nobody).verdict is Verdict.UNVERIFIED


def test_what_a_changed_manifest_reports_is_a_consequence() -> None:
    manifest = found(Kind.CHANGED, MANIFEST, by=TAG_MANIFEST)
    payload = found(Kind.CHANGED, "data/article.txt", by=MANIFEST)

    levels = {f.path: f.level for f in judge(seen(payload, manifest), SEAL, nobody).findings}

    assert levels == {MANIFEST: Level.ERROR, "data/article.txt": Level.NOTE}


def test_what_a_tag_manifest_reports_that_failed_its_seal_is_a_consequence() -> None:
    info = found(Kind.CHANGED, "bag-info.txt", by=TAG_MANIFEST)

    levels = {f.path: f.level for f in judge(seen(info, seal=OTHER), SEAL, nobody).findings}

    assert levels == {TAG_MANIFEST: Level.ERROR, "bag-info.txt": Level.NOTE}


def test_a_manifest_that_nobody_trustworthy_faults_is_believed() -> None:
    payload = found(Kind.CHANGED, "data/article.txt", by=MANIFEST)

    findings = judge(seen(payload, seal=OTHER), SEAL, nobody).findings

    assert {f.path for f in findings if f.level is Level.ERROR} == {
        TAG_MANIFEST,
        "data/article.txt",
    }


def test_a_tag_file_in_no_tag_manifest_is_damage_in_a_bag_of_ours() -> None:
    stray = found(
        Kind.UNTRACKED, "stray.txt", by=TAG_MANIFEST, level=Level.WARNING, code=Code.RT_04
    )

    assert judge(seen(stray), SEAL, nobody).verdict is Verdict.DAMAGED


def test_a_rule_broken_in_a_bag_whose_every_byte_holds_was_broken_when_it_was_taken_in() -> None:
    judgement = judge(seen(found(Kind.MALFORMED, "bag-info.txt", code=Code.RI_02)), SEAL, nobody)

    assert judgement.verdict is Verdict.INTACT
    assert judgement.findings[0].level is Level.WARNING


def test_the_worst_finding_comes_first() -> None:
    note = found(Kind.MALFORMED, "a", level=Level.NOTE)
    error = found(Kind.CHANGED, "z", by=MANIFEST)

    assert [f.path for f in judge(seen(note, error), SEAL, nobody).findings] == ["z", "a"]


CONSEQUENCES = {
    "a path in a manifest that leads elsewhere": (MANIFEST, Kind.UNSAFE, Code.RS_01, ""),
    "too many broken lines in a manifest": (MANIFEST, Kind.UNVERIFIABLE, Code.RX_09, ""),
    "an encoding that bagit.txt names": ("bagit.txt", Kind.UNVERIFIABLE, Code.RB_07, ""),
    "a size that bag-info.txt tells": ("bag-info.txt", Kind.CHANGED, Code.RI_07, "bag-info.txt"),
}


@pytest.mark.parametrize(
    ("path", "kind", "code", "by"), CONSEQUENCES.values(), ids=list(CONSEQUENCES)
)
def test_what_a_changed_tag_file_says_is_no_second_error(
    path: str, kind: Kind, code: Code, by: str
) -> None:
    changed = found(Kind.CHANGED, path, by=TAG_MANIFEST)
    inside = found(kind, path, by=by, code=code)

    findings = judge(seen(inside, changed), SEAL, nobody).findings

    assert [f.code for f in findings if f.level is Level.ERROR] == [Code.RX_10]


def test_a_size_that_bag_info_tells_and_that_is_not_so_is_an_error_where_bag_info_holds() -> None:
    size = found(Kind.CHANGED, "bag-info.txt", by="bag-info.txt", code=Code.RI_07)

    assert judge(seen(size), SEAL, nobody).verdict is Verdict.DAMAGED


def test_a_bag_folder_that_cannot_be_listed_lacks_no_tag_manifest() -> None:
    unlisted = found(Kind.UNREADABLE, "", code=Code.IO_01)

    assert judge(seen(unlisted, seal=None), SEAL, nobody).verdict is Verdict.UNVERIFIED
