"""The verbs, as a program calls them: paths as texts, options by name, no clock, no listener."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import newsarchive
from newsarchive import (
    AuditOptions,
    Choice,
    Description,
    Image,
    IngestOptions,
    Institution,
    Verdict,
)
from newsarchive.clock import SystemClock
from newsarchive.errors import NotFoundError, StoreError, UsageError
from newsarchive.model.auditing import Budget, Reach, Scope, audit_options
from newsarchive.model.outcome import ItemOutcome
from newsarchive.model.supplied import Value
from newsarchive.model.verdict import BagVerdict
from support.archives import Place


@pytest.mark.parametrize("kind", [str, Path])
def test_a_path_is_a_text_or_a_path(tmp_path: Path, kind: type) -> None:
    source = tmp_path / "rain.txt"
    source.write_text("Rain fell on the harbour.\n\nBoats stayed at the quay.\n", "utf-8")

    with newsarchive.create(kind(tmp_path / "archive"), "Town Library") as archive:
        one = archive.ingest(kind(source))
        many = archive.ingest([kind(source)])

    assert [item.status.value for item in (*one.items, *many.items)] == ["stored", "present"]


def test_an_archive_that_was_made_is_open_and_can_be_opened_again(tmp_path: Path) -> None:
    with newsarchive.create(tmp_path / "a", Institution("Town Library", "1 Quay")) as made:
        assert made.count() == 0
    with newsarchive.open(tmp_path / "a") as archive:
        assert archive.institution == Institution("Town Library", "1 Quay")
        assert archive.root == tmp_path / "a"


def test_the_clock_is_that_of_the_system_unless_one_is_given(place: Place) -> None:
    before = SystemClock().now().replace(microsecond=0)
    with newsarchive.open(place.root) as archive:
        real = archive.ingest(place.source("a.txt")).items[0].bag
        assert archive.bag(real or "").taken_in >= before
    with newsarchive.open(place.root, clock=place.clock) as archive:
        ours = archive.ingest(place.source("b.txt")).items[0].bag
        assert archive.bag(ours or "").taken_in == place.clock.now()


def test_what_is_only_read_is_not_written_to(place: Place) -> None:
    with newsarchive.open(place.root) as archive:
        archive.ingest(place.source())
    with newsarchive.open(place.root, read_only=True) as archive:
        assert len(list(archive.bags())) == 1
        with pytest.raises(StoreError, match="read only"):
            archive.ingest(place.source("b.txt"))


# Ingest


def test_what_is_said_by_name_stands_in_the_record(place: Place) -> None:
    with place.open() as archive:
        archive.ingest(
            place.source(),
            source=["Tolm Post", "Tolm Times"],
            agency="none",
            date=date(2017, 4, 13),
            note="from the binding",
            by="librarian",
        )
        (bag,) = archive.bags()
        record = bag.record

    published = record.date_published
    assert [c.value for s in record.sources for c in s.candidates] == ["Tolm Post", "Tolm Times"]
    assert (published.status.value, str(published.value)) == ("supplied", "2017-04-13")
    assert (published.basis, published.by, published.note) == (
        "call",
        "librarian",
        "from the binding",
    )
    assert record.missing == ()


def test_everything_that_is_wrong_with_what_is_said_is_told_at_once(place: Place) -> None:
    with place.open() as archive:
        with pytest.raises(UsageError, match="did you mean source") as raised:
            archive.ingest(place.source(), sorce="x", date="April")
        assert "'April' is not a date" in str(raised.value)
        assert archive.count() == 0


@pytest.mark.parametrize(
    "said",
    [
        {"headline": "Rain"},
        {"identifier": "urn:x:1"},
        {"images": ["a.png"]},
        {"by_": "url", "url": "https://example.org/1"},
    ],
    ids=["headline", "identifier", "images", "url"],
)
def test_what_is_true_of_one_article_is_not_said_of_many(
    place: Place, said: dict[str, Any]
) -> None:
    said.pop("by_", None)
    sources = [place.source("a.txt"), place.source("b.txt")]

    with place.open() as archive:
        with pytest.raises(UsageError, match="is said of one article"):
            archive.ingest(sources, **said)
        assert archive.count() == 0


def test_an_endless_list_of_sources_is_not_read_ahead(place: Place) -> None:
    taken = []

    def sources() -> Any:
        for name in ("a.txt", "b.txt"):
            taken.append(name)
            yield place.source(name)

    with place.open() as archive:
        report = archive.ingest(sources(), collection="Rain")
        assert [bag.collection for bag in archive.bags()] == ["Rain", "Rain"]
    assert len(report.items) == len(taken) == 2


def test_images_go_with_the_article(place: Place) -> None:
    png = Path(__file__).resolve().parents[2] / "examples/harbour.png"

    with place.open() as archive:
        archive.ingest(place.source(), images=[Image(str(png), "The harbour", "A. Lee")])
        (bag,) = archive.bags()
        (medium,) = bag.record.media
        held = bag.read(medium.path or "")

    assert held == png.read_bytes()
    assert (medium.caption.value, medium.caption.basis) == ("The harbour", "call")
    assert medium.credit_line.value == "A. Lee"


@pytest.mark.parametrize("way", ["keyword", "options"])
def test_how_to_ingest_is_said_by_name_or_as_one_value(place: Place, way: str) -> None:
    with place.open() as archive:
        if way == "keyword":
            report = archive.ingest(place.source(), dry_run=True, by="clerk")
        else:
            options = IngestOptions(by="clerk", dry_run=True)
            report = archive.ingest(place.source(), options=options)
        assert archive.count() == 0

    assert (report.items[0].status.value, report.by) == ("planned", "clerk")


def test_who_supplies_is_the_one_in_the_settings_unless_named(place: Place) -> None:
    with place.open() as archive:
        assert archive.ingest(place.source()).by == archive.staff_by != ""


def test_whoever_wants_to_hear_hears_of_each_article(place: Place) -> None:
    told: list[ItemOutcome] = []

    with place.open() as archive:
        report = archive.ingest([place.source("a.txt"), place.source("b.txt")], tell=told.append)
        described = archive.describe(
            report.items[0].bag or "", tell=told.append, date="2017", agency="none"
        )

    assert tuple(told) == (*report.items, *described.items)


# Describe and decide


def test_a_bag_is_described_by_name(place: Place) -> None:
    with place.open() as archive:
        archive.ingest(place.source())
        (bag,) = archive.bags()

        report = archive.describe(bag, date="2017-04?", note="the binding", by="librarian")

        assert (report.items[0].status.value, report.items[0].input) == ("stored", bag.name)
        assert str(bag.record.date) == "2017-04?"
        assert bag.record.date_published.note == "the binding"


def test_a_dispute_is_settled_by_a_description(place: Place) -> None:
    with place.open() as archive:
        archive.ingest(place.source(), source="Tolm Post")
        (bag,) = archive.bags()
        assert bag.record.sources[0].disputed
        choice = Choice("source", "supplied", "the masthead says so")

        archive.describe([Description(bag.name, bag.id, (), (choice,))])

        assert bag.record.sources[0].value == "Tolm Post"
        assert not bag.record.sources[0].disputed


def test_a_description_that_says_nothing_is_refused(place: Place) -> None:
    with place.open() as archive, pytest.raises(UsageError, match="nothing is said"):
        archive.describe("rain")


def test_a_field_that_is_said_beside_descriptions_is_refused(place: Place) -> None:
    value = Value.parse("date", ["2017"], basis="call")

    with place.open() as archive, pytest.raises(UsageError, match="say everything themselves"):
        archive.describe([Description("x", "x", (value,))], date="2018")


def test_decisions_are_given_by_name(place: Place) -> None:
    with place.open() as archive:
        archive.ingest(place.source())
        (bag,) = archive.bags()

        decided = archive.decide(bag, collection="Harbours", access="onsite", reason="curation")

        assert {(d.kind.value, d.value) for d in decided} == {
            ("collection", "Harbours"),
            ("access", "onsite"),
        }
        assert [found.name for found in archive.bags(collection="Harbours")] == [bag.name]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"collection": "x"}, "is no reason: legal-request"),
        ({"collection": "x", "reason": "because"}, "'because' is no reason"),
        ({"colour": "red", "reason": "curation"}, "'colour' cannot be decided"),
    ],
    ids=["no reason", "another reason", "something else"],
)
def test_a_decision_that_cannot_be_made_says_what_can(
    place: Place, given: dict[str, Any], told: str
) -> None:
    with place.open() as archive, pytest.raises(UsageError, match=told):
        archive.decide("rain", **given)


# Audit


def test_an_audit_is_asked_for_by_name(place: Place) -> None:
    told: list[BagVerdict] = []

    with place.open() as archive:
        archive.ingest([place.source("a.txt"), place.source("b.txt")])
        bag = next(archive.bags())
        one = archive.audit(tell=told.append, bag=bag)
        due = archive.audit(scope="due", record=False)

        assert bag.standing is not None
        assert (one.scope, one.counts[Verdict.INTACT]) == (Scope(Reach.BAG, bag.id), 1)
        assert [verdict.bag for verdict in told] == [bag.name]
        assert (due.scope.reach, due.on_purpose) == (Reach.DUE, True)
        assert archive.preview(bag=bag).plan.planned == 1


@pytest.mark.parametrize(
    ("asked", "options"),
    [
        ({}, AuditOptions()),
        ({"scope": "all"}, AuditOptions()),
        ({"scope": Scope(Reach.DUE)}, AuditOptions(Scope(Reach.DUE))),
        ({"bag": "rain"}, AuditOptions(Scope(Reach.BAG, "rain"))),
        ({"collection": "Rain"}, AuditOptions(Scope(Reach.COLLECTION, "Rain"))),
        ({"sample": "5%"}, AuditOptions(Scope(Reach.SAMPLE, "5%"))),
        ({"max_bytes": 5}, AuditOptions(budget=Budget(bytes=5))),
        ({"max_seconds": 5}, AuditOptions(budget=Budget(seconds=5))),
        ({"rate": 7, "direct": True}, AuditOptions(rate=7, direct=True)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_keywords_are_options(asked: Any, options: AuditOptions) -> None:
    assert audit_options(None, asked) == options


def test_keywords_go_before_options() -> None:
    options = AuditOptions(Scope(Reach.DUE), workers=2)

    assert audit_options(options, {"workers": 1}) == AuditOptions(Scope(Reach.DUE), workers=1)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"scope": "due", "bag": "rain"}, UsageError),
        ({"bag": "rain", "sample": "5%"}, UsageError),
        ({"scope": "some"}, UsageError),
        ({"wokers": 2}, TypeError),
    ],
    ids=["two scopes", "a bag and a sample", "no such scope", "no such keyword"],
)
def test_an_audit_that_contradicts_itself_is_refused(asked: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        audit_options(None, asked)


# Rebuild


def test_after_a_rebuild_the_archive_goes_on(place: Place) -> None:
    with place.open() as archive:
        archive.ingest(place.source("a.txt"))
        archive.rebuild()

        archive.ingest(place.source("b.txt"))
        assert archive.audit().counts[Verdict.INTACT] == len(list(archive.bags())) == 2
        assert all(bag.standing for bag in archive.bags())
    with place.open() as archive:
        assert len(list(archive.bags())) == 2


def test_what_is_read_after_a_rebuild_is_the_new_catalog(place: Place) -> None:
    with place.open() as archive:
        archive.ingest(place.source("a.txt"))
        archive.rebuild()
        with place.open() as other:
            other.ingest(place.source("b.txt"))

        assert archive.count() == 2


def test_a_bag_that_is_not_there_is_said_so(place: Place) -> None:
    with place.open() as archive, pytest.raises(NotFoundError, match="there is no bag 'x'"):
        archive.bag("x")
