"""When articles changed last: a list in the order of that, page by page, as harvesters ask."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.catalog import Catalog
from newsarchive.catalog.connection import Connection
from newsarchive.catalog.items import Items, Window
from newsarchive.model.item import Item

DAYS = [f"2026-01-{day:02d}T00:00:00Z" for day in range(1, 29)]
EVER = Window("", "9", DAYS[-1])


@pytest.fixture
def catalog() -> Iterator[Catalog]:
    made = Catalog(None)
    for number in range(6):
        made.items.add(number, f"{number:064x}", DAYS[number // 2])
    yield made
    made.close()


def listed(catalog: Catalog, window: Window = EVER, most: int = 2) -> list[Item]:
    """All pages, one after the other."""
    found: list[Item] = []
    after = ("", -1)
    while page := catalog.items.page(window, after, most):
        assert len(page) <= most
        found += page
        after = (page[-1].changed, page[-1].number)
    return found


def test_pages_are_in_the_order_of_changes_then_of_numbers(catalog: Catalog) -> None:
    catalog.items.touch([f"{1:064x}"], DAYS[9])

    assert [item.number for item in listed(catalog)] == [0, 2, 3, 4, 5, 1]


def test_a_change_never_counts_back(catalog: Catalog) -> None:
    catalog.items.touch([f"{5:064x}"], DAYS[0])

    assert [item.number for item in listed(catalog)] == [0, 1, 2, 3, 4, 5]


def test_both_ends_of_a_window_are_in_it(catalog: Catalog) -> None:
    window = Window(DAYS[1], DAYS[1], DAYS[-1])

    assert [item.number for item in listed(catalog, window)] == [2, 3]
    assert catalog.items.count(window) == 2


@pytest.mark.parametrize(
    ("now", "order"),
    [
        pytest.param(DAYS[4], [0, 1, 2, 3, 4, 5], id="while it lasts"),
        pytest.param(DAYS[5], [0, 2, 3, 4, 5, 1], id="from its end on"),
    ],
)
def test_the_end_of_an_embargo_is_a_change(catalog: Catalog, now: str, order: list[int]) -> None:
    catalog.items.set_opens(f"{1:064x}", DAYS[5])

    found = listed(catalog, Window("", "9", now))

    assert [item.number for item in found] == order
    of = catalog.items.of(f"{1:064x}", now)
    assert of in found
    assert catalog.items.ends(now) == (DAYS[0], found[-1].changed)


def test_an_embargo_that_was_over_before_changes_nothing(catalog: Catalog) -> None:
    catalog.items.set_opens(f"{5:064x}", DAYS[0])

    assert [item.number for item in listed(catalog)] == [0, 1, 2, 3, 4, 5]


def test_collections_are_told_in_pages_and_their_items_too(catalog: Catalog) -> None:
    for number, name in enumerate(("Ships", "Floods", "Ships")):
        catalog.items.set_collection(f"{number:064x}", name)

    assert catalog.items.collections("", 1) == ("Floods",)
    assert catalog.items.collections("Floods", 5) == ("Ships",)
    ships = Window("", "9", DAYS[-1], "Ships")
    assert [item.number for item in listed(catalog, ships, 1)] == [0, 2]
    assert catalog.items.count(ships) == 2


def test_no_item_is_in_an_empty_catalog() -> None:
    catalog = Catalog(None)

    assert catalog.items.ends(DAYS[0]) is None
    assert catalog.items.collections("", 3) == ()
    assert listed(catalog) == []
    assert catalog.items.of("ab", DAYS[0]) is None


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from(DAYS), st.sampled_from(["", *DAYS])),
        max_size=30,
    ),
    st.sampled_from(DAYS),
    st.sampled_from(DAYS),
    st.sampled_from(DAYS),
    st.integers(1, 4),
)
def test_pages_have_just_what_is_meant_each_once(
    changes: list[tuple[int, str, str]], since: str, until: str, now: str, most: int
) -> None:
    catalog = Catalog(None)
    for number, changed, opens in changes:
        bag = f"{number:064x}"
        catalog.items.add(number, bag, changed)
        catalog.items.touch([bag], changed)
        catalog.items.set_opens(bag, opens)
    last = {n: max(c for m, c, _ in changes if m == n) for n, _, _ in changes}
    for number, _, opens in changes:
        if (number, opens) == next((n, o) for n, _, o in reversed(changes) if n == number):
            last[number] = max(last[number], opens if opens <= now else "")
    window = Window(since, until, now)

    found = listed(catalog, window, most)

    assert {i.number: i.changed for i in found} == {
        n: at for n, at in last.items() if since <= at <= until
    }
    assert len(found) == len({i.number for i in found}) == catalog.items.count(window)
    assert found == sorted(found, key=lambda i: (i.changed, i.number))


@pytest.mark.parametrize("collection", [None, "Ships"])
def test_no_page_reads_more_than_it_gives(collection: str | None) -> None:
    file = Connection(None)
    asked: list[str] = []
    file.db.set_trace_callback(asked.append)

    Items(file).page(Window("", "9", DAYS[-1], collection), ("", -1), 2)

    file.db.set_trace_callback(None)
    told = [row[3] for row in file.db.execute(f"EXPLAIN QUERY PLAN {asked[-1]}")]
    assert [line for line in told if "SEARCH item USING" in line], told
    assert not [line for line in told if line.startswith("SCAN item")], told
    file.close()
