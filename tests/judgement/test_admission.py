"""The identity law: what becomes of an article that comes in, by what is here of it already."""

from dataclasses import dataclass, field, replace

import pytest

from newsarchive.digests import Algorithm, Digest
from newsarchive.judgement.admission import Admission, Admitted, admit
from newsarchive.model.finding import Code
from newsarchive.model.holding import Accession
from newsarchive.model.identity import bag_urn
from newsarchive.model.version import Brief, Version
from support.entries import ACCESSION

PICTURE, OTHER = "01" * 64, "02" * 64


def held(number: int, **changes: object) -> Accession:
    digit = f"{number:x}"
    return replace(
        ACCESSION,
        bag=digit * 64,
        seal=Digest(Algorithm.SHA512, digit * 128),
        seq=number,
        media=((PICTURE, 1),),
        article="urn:x:rain",
        **changes,  # type: ignore[arg-type]
    )


@dataclass(frozen=True)
class Case:
    """What is known when an article comes in, and what is to become of it."""

    becomes: Admission
    known: Accession | None = None
    twins: tuple[Accession, ...] = ()
    family: tuple[Accession, ...] = ()
    media: tuple[str, ...] = (PICTURE,)
    version: str | None = None
    versioned: str = ""
    amended: tuple[str, ...] = ()
    new_values: bool = False
    base: int | None = None
    relation: tuple[str, int] | None = None
    behind: tuple[str, int] | None = None
    codes: list[Code] = field(default_factory=list)
    article: str = "urn:x:rain"


ONE, TWO, THREE = held(1, version="1"), held(2, version="1"), held(3, version="3")
EVENING = held(4, version="5", versioned="2026-11-22T20:00:00Z")
CASES = {
    "nothing is known of it": Case(Admission.STORE),
    "the very bag is here": Case(Admission.PRESENT, known=ONE, base=1),
    "the very bag is here, whatever else is": Case(
        Admission.PRESENT, known=ONE, twins=(ONE, TWO), new_values=True, base=1
    ),
    "the same document, nothing new": Case(Admission.PRESENT, twins=(ONE,), base=1),
    "the same document, without its picture": Case(
        Admission.PRESENT, twins=(ONE,), media=(), base=1
    ),
    "the same document, new facts": Case(Admission.AMEND, twins=(ONE,), new_values=True, base=1),
    "the same document twice: the newest is amended": Case(
        Admission.AMEND, twins=(ONE, TWO), new_values=True, base=2
    ),
    "the same document, another picture": Case(
        Admission.AMEND, twins=(ONE,), media=(PICTURE, OTHER), base=1
    ),
    "the same document, a picture that came by an amendment": Case(
        Admission.PRESENT, twins=(ONE,), media=(PICTURE, OTHER), amended=(OTHER,), base=1
    ),
    "pictures that are spread over two bags": Case(
        Admission.PRESENT,
        twins=(ONE, replace(TWO, media=((OTHER, 1),))),
        media=(PICTURE, OTHER),
        base=2,
    ),
    "the same document under another identifier": Case(
        Admission.PRESENT,
        twins=(ONE,),
        base=1,
        article="urn:x:other",
        codes=[Code.PV_07],
    ),
    "the same article, another text": Case(
        Admission.STORE, family=(ONE,), version="2", relation=("replaces", 1)
    ),
    "the same article, no version said": Case(
        Admission.STORE, family=(ONE,), relation=("replaces", 1)
    ),
    "the same article and version, another text": Case(
        Admission.STORE,
        family=(ONE,),
        version="1",
        relation=("alternate", 1),
        codes=[Code.PV_06],
    ),
    "it follows the newest of its article": Case(
        Admission.STORE, family=(ONE, THREE), version="4", relation=("replaces", 3)
    ),
    "it comes late, and is the first of its article": Case(
        Admission.STORE, family=(THREE,), version="2", behind=("replaced-by", 3)
    ),
    "it comes late, and lies between two others": Case(
        Admission.STORE,
        family=(THREE, ONE),
        version="2",
        relation=("replaces", 1),
        behind=("replaced-by", 3),
    ),
    "by its time it is earlier, whatever its number": Case(
        Admission.STORE,
        family=(EVENING,),
        version="9",
        versioned="2026-11-22T08:00:00Z",
        behind=("replaced-by", 4),
    ),
    "by its time it is later, whatever its number": Case(
        Admission.STORE,
        family=(EVENING,),
        version="1",
        versioned="2026-11-23",
        relation=("replaces", 4),
    ),
    "a version that was claimed before the newest, another text": Case(
        Admission.STORE,
        family=(ONE, THREE),
        version="1",
        relation=("alternate", 1),
        codes=[Code.PV_06],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_becomes_of_an_article(case: Case) -> None:
    got = admit(
        known=case.known,
        twins=case.twins,
        family=tuple(Version(Brief.of(a)) for a in case.family),
        media=case.media,
        held={digest for twin in case.twins for digest, _ in twin.media} | set(case.amended),
        version=case.version,
        versioned=case.versioned,
        article_id=case.article,
        new_values=case.new_values,
    )

    assert got.admission is case.becomes
    assert (got.base and got.base.seq) == case.base
    assert [f.code for f in got.findings] == case.codes
    assert _relations(got) == [r for r in (case.relation, case.behind) if r]


def _relations(got: Admitted) -> list[tuple[str, int]]:
    by_urn = {bag_urn(a.bag): a for a in (ONE, TWO, THREE, EVENING)}
    for relation in got.relations:
        assert relation.seal == str(by_urn[relation.identifier].seal)
    return [(r.rel, by_urn[r.identifier].seq) for r in got.relations]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_only_what_is_stored_stands_to_another_bag(case: Case) -> None:
    assert (case.relation is None) or case.becomes is Admission.STORE
    assert (case.base is None) == (case.becomes is Admission.STORE)
