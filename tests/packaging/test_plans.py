"""What stands in the plan of a bag: the same for the same article, complete, and safe to write."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.bag.plan import BagPlan
from newsarchive.digests import Algorithm, digest_of
from newsarchive.model.article import Article, Headline
from newsarchive.model.finding import Code
from newsarchive.model.identity import bag_urn
from newsarchive.model.institution import Institution
from newsarchive.model.layout import is_bag_place
from newsarchive.packaging import Maker, draft, pack
from newsarchive.packaging.delivery import deliver
from newsarchive.packaging.places import PREMIS, README, RECORD, TEXT
from support.records import capture, full_article, small_article

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
MAKER = Maker(
    Institution("Tolm Library"), (Algorithm.SHA256, Algorithm.SHA512), "newsarchive 0", NOW
)


def of_article(article: Article) -> BagPlan:
    return pack(draft(article), MAKER)[0]


def info(plan: BagPlan) -> dict[str, str]:
    return dict(plan.info)


PLANS: dict[str, Callable[[], BagPlan]] = {
    "the smallest article": lambda: of_article(small_article()),
    "an article with everything": lambda: of_article(full_article()),
    "a delivery": lambda: deliver(capture("wire.zip", b"PK"), "zip", MAKER).plan,
}
every_plan = pytest.mark.parametrize("make", PLANS.values(), ids=PLANS)


@every_plan
def test_the_same_article_is_the_same_bag_byte_for_byte(make: Callable[[], BagPlan]) -> None:
    assert make() == make()
    assert make().seal() == make().seal()


@every_plan
def test_every_file_is_in_every_manifest_with_its_digest(make: Callable[[], BagPlan]) -> None:
    plan = make()
    tags = {f.path: f.data.decode() for f in plan.tag_files()}

    for algorithm in MAKER.algorithms:
        lines = tags[f"manifest-{algorithm}.txt"].splitlines()
        assert sorted(lines) == sorted(f"{f.digest(algorithm).hex}  {f.path}" for f in plan.payload)
    listed = {line.partition("  ")[2] for line in tags["tagmanifest-sha512.txt"].splitlines()}
    assert listed == set(tags) - {"tagmanifest-sha512.txt"}


@every_plan
def test_the_seal_is_the_digest_of_the_tag_manifest(make: Callable[[], BagPlan]) -> None:
    last = make().tag_files()[-1]

    assert last.path == "tagmanifest-sha512.txt"
    assert make().seal() == digest_of(last.data)


@every_plan
def test_the_oxum_counts_the_payload(make: Callable[[], BagPlan]) -> None:
    plan = make()
    text = next(f.data.decode() for f in plan.tag_files() if f.path == "bag-info.txt")

    octets = sum(f.size for f in plan.payload)
    assert text.splitlines()[-1] == f"Payload-Oxum: {octets}.{len(plan.payload)}"


@every_plan
def test_every_path_can_be_written_on_every_file_system(make: Callable[[], BagPlan]) -> None:
    plan = make()

    assert all(re.fullmatch(r"[A-Za-z0-9._/-]{1,200}", f.path) for f in plan.files())
    assert len({f.path.casefold() for f in plan.files()}) == len(list(plan.files()))


@every_plan
def test_a_bag_says_what_it_is_and_who_made_it(make: Callable[[], BagPlan]) -> None:
    elements = info(make())

    assert elements["Source-Organization"] == "Tolm Library"
    assert elements["Bagging-Date"] == "2026-11-22"
    assert elements["Bag-Software-Agent"] == "newsarchive 0"
    assert elements["BagIt-Profile-Identifier"].startswith("urn:newsarchive:")
    assert elements["External-Identifier"] == bag_urn(elements["Bag-Identifier"])
    assert README in {f.path for f in make().payload}
    assert PREMIS in {f.path for f in make().payload}


@every_plan
def test_no_element_is_empty_or_breaks_its_line(make: Callable[[], BagPlan]) -> None:
    for name, value in make().info:
        assert value.strip() == value != ""
        assert "\n" not in name + value
        assert "\r" not in name + value


def test_the_record_in_a_bag_names_the_bag_and_its_files() -> None:
    made = draft(full_article())
    plan, record = pack(made, MAKER)
    files = {f.path: f for f in plan.payload}
    document = json.loads(files[RECORD].data)  # type: ignore[union-attr]

    assert document["bag"] == made.identity.urn == record.bag
    assert document["identifier"] == made.identity.article_id
    assert document["body"]["path"] == TEXT
    for one in (*document["originals"], *(m for m in document["media"] if "path" in m)):
        assert files[one["path"]].digest(Algorithm.SHA512).hex == one["sha512"]


def test_a_bag_lies_where_its_date_says() -> None:
    dated, undated = draft(full_article()).identity, draft(small_article()).identity

    assert is_bag_place(dated.path)
    assert dated.path.endswith(f"/{dated.name}")
    assert undated.path == f"bags/undated/{undated.bag_id[:2]}/{undated.name}"


CHANGES: dict[str, tuple[Callable[[Article], Article], bool, bool]] = {
    "nothing": (lambda a: a, True, True),
    "another time of receipt": (
        lambda a: replace(a, originals=tuple(replace(o, received=NOW) for o in a.originals)),
        True,
        True,
    ),
    "another name of the file": (
        lambda a: replace(a, originals=tuple(replace(o, name="x.txt") for o in a.originals)),
        True,
        True,
    ),
    "other bytes": (lambda a: replace(a, originals=(capture("r.xml", b"other"),)), True, False),
    "an identifier of its own": (lambda a: replace(a, source_id="tag:other"), False, False),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_an_article_and_a_bag_are_known_by(name: str) -> None:
    change, same_article, same_bag = CHANGES[name]
    article = replace(full_article(), source_id="tag:example.org,2017:rain")
    before, after = draft(article).identity, draft(change(article)).identity

    assert (before.article_id == after.article_id) is same_article
    assert (before.bag_id == after.bag_id) is same_bag


def test_what_is_missing_is_found_and_said_in_the_record() -> None:
    _, record = pack(draft(small_article()), MAKER)
    codes = [f["code"] for f in record.document["findings"]]

    assert codes == [Code.PV_01, Code.PV_02, Code.PV_03]
    assert record.missing == ("source", "date", "agency")


names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(st.lists(names, min_size=1, max_size=4), names)
def test_whatever_files_and_titles_are_called_the_bag_can_be_written(
    files: list[str], title: str
) -> None:
    article = replace(
        small_article(),
        originals=tuple(capture(name, str(n).encode()) for n, name in enumerate(files)),
        headlines=(Headline(title, "main", "text:head"),),
    )

    identity = draft(article).identity
    plan = of_article(article)

    assert is_bag_place(identity.path)
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]{1,200}", f.path) for f in plan.payload)
    assert len({f.path.casefold() for f in plan.payload}) == len(plan.payload)


def test_the_same_container_is_the_same_delivery_whatever_it_is_called() -> None:
    one = deliver(capture("wire.zip", b"PK"), "zip", MAKER).accession
    other = deliver(capture("other.zip", b"PK"), "zip", MAKER).accession
    third = deliver(capture("wire.zip", b"PK2"), "zip", MAKER).accession

    assert one.bag == other.bag != third.bag
    assert is_bag_place(one.path)
    assert one.path.startswith("bags/deliveries/")
