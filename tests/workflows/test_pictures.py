"""Pictures that come after their article, and what is said of pictures: an amendment, never a bag.

The same original never becomes a second bag for a picture that was forgotten.
"""

import base64
import hashlib
from pathlib import Path
from typing import Any

import pytest

from newsarchive.errors import NewsArchiveError
from newsarchive.model.asked import Choice, Description, Image
from newsarchive.model.outcome import ItemOutcome, ItemStatus
from support.archives import Place, bags, snapshot
from support.photos import iim, jpeg

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
RAIN, BRIDGE = EXAMPLES / "rain.png", EXAMPLES / "bridge.png"
TEXT = (
    "Rain fell on the harbour for the ninth day, the town said on Monday.\n\n"
    "The ferry did not run.\n\nSource: Harbour Gazette and agencies\n"
)
CAPTIONED = TEXT.replace(
    "The ferry", "Boats at the quay.\nBoats at the quay. (Harbour Gazette)\n\nThe ferry"
)


def stored(place: Place, text: str = TEXT, *images: Path) -> str:
    with place.open() as archive:
        (item,) = archive.ingest(place.source("story.txt", text), images=images).items
    assert item.bag is not None, item.message
    return item.bag


def described(place: Place, bag: str, *images: Image) -> ItemOutcome:
    with place.open() as archive:
        (item,) = archive.describe([Description(bag, bag, images=images)]).items
    return item


def media(place: Place, bag: str) -> list[dict[str, Any]]:
    with place.open() as archive:
        view = archive.show(bag)
    assert view.record is not None, view.problem
    return list(view.record["media"])


def intact(place: Place) -> bool:
    with place.open() as archive:
        return archive.audit().exit_code == 0


PHOTO = jpeg(stream=iim((2, 120, b"Boats at the quay"), (2, 110, b"E. Tolm/AFP"), (2, 90, b"Oslo")))


def photo(place: Place, data: bytes = PHOTO) -> Path:
    path = place.sources / "quay.jpg"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("way", ["with its article", "later"])
def test_what_a_photo_says_of_itself_is_in_the_record(place: Place, way: str) -> None:
    if way == "later":
        bag = stored(place)
        described(place, bag, Image(photo(place)))
    else:
        bag = stored(place, TEXT, photo(place))

    (medium,) = media(place, bag)
    assert medium["caption"]["value"] == "Boats at the quay"
    assert medium["creditLine"]["basis"] == "image:iptc-iim:Credit"
    assert medium["place"]["value"] == "Oslo"
    assert {e["name"] for e in medium["embedded"]} == {"Caption/Abstract", "Credit", "City"}
    assert intact(place)


@pytest.mark.parametrize("way", ["with its article", "later"])
def test_a_photo_fills_what_the_article_leaves_open(place: Place, way: str) -> None:
    if way == "later":
        bag = stored(place, CAPTIONED)
        described(place, bag, Image(photo(place)))
    else:
        bag = stored(place, CAPTIONED, photo(place))

    (medium,) = media(place, bag)
    assert (medium["status"], medium["place"]["value"]) == ("present", "Oslo")
    assert medium["caption"]["value"] == "Boats at the quay."
    assert medium["creditLine"]["value"] == "Harbour Gazette"


def test_a_photo_that_says_else_than_its_article_is_told(place: Place) -> None:
    with place.open() as archive:
        image = photo(place, jpeg(stream=iim((2, 120, b"A goat on a hill in summer"))))
        (item,) = archive.ingest(place.source("story.txt", CAPTIONED), images=[image]).items

    (detail,) = [f.detail for f in item.findings if f.code.value == "MD-05"]
    assert "'Boats at the quay.'" in detail
    assert "'A goat on a hill in summer'" in detail


def test_a_forgotten_picture_lies_in_an_amendment_and_the_bag_stays(place: Place) -> None:
    bag = stored(place)
    (folder,) = bags(place.root)
    before = snapshot(folder)

    item = described(place, bag, Image(RAIN, "Rain at the quay", "Photo: E. Tolm"))

    assert item.status is ItemStatus.STORED, item.message
    (medium,) = media(place, bag)
    assert (medium["id"], medium["status"]) == ("001", "present")
    assert medium["caption"]["value"] == "Rain at the quay"
    assert medium["creditLine"]["value"] == "Photo: E. Tolm"
    assert medium["sha512"] == hashlib.sha512(RAIN.read_bytes()).hexdigest()
    amendment = next(f for f in bags(place.root) if f != folder)
    assert (amendment / medium["path"]).read_bytes() == RAIN.read_bytes()
    assert "Pictures that came later" in (amendment / "data/README.txt").read_text("utf-8")
    assert snapshot(folder) == before
    assert intact(place)


def test_a_picture_that_is_there_is_never_added_again(place: Place) -> None:
    bag = stored(place, TEXT, RAIN)

    again = described(place, bag, Image(RAIN))
    other = described(place, bag, Image(BRIDGE), Image(BRIDGE))
    once_more = described(place, bag, Image(BRIDGE))

    statuses = [item.status for item in (again, other, once_more)]
    assert statuses == [ItemStatus.PRESENT, ItemStatus.STORED, ItemStatus.PRESENT]
    assert [m["id"] for m in media(place, bag)] == ["001", "002"]


@pytest.mark.parametrize(
    "which", [RAIN, "1", "001", "rain.png"], ids=["its file", "its number", "its id", "its name"]
)
def test_caption_and_credit_of_a_picture_that_is_there_are_supplied(
    place: Place, which: str | Path
) -> None:
    bag = stored(place, TEXT, RAIN)

    item = described(place, bag, Image(which, "The quay", "E. Tolm"))

    assert item.status is ItemStatus.STORED, item.message
    (medium,) = media(place, bag)
    assert (medium["caption"]["value"], medium["creditLine"]["value"]) == ("The quay", "E. Tolm")
    assert described(place, bag, Image(which, "The quay")).status is ItemStatus.PRESENT


def test_a_caption_that_was_supplied_wrongly_can_be_corrected(place: Place) -> None:
    bag = stored(place, TEXT, RAIN)
    described(place, bag, Image("1", "The pier"))

    described(place, bag, Image("1", "The quay"))

    (medium,) = media(place, bag)
    assert medium["caption"]["value"] == "The quay"
    assert [c["value"] for c in medium["caption"]["candidates"]] == ["The pier"]


def test_a_caption_against_a_printed_one_is_disputed_until_somebody_resolves_it(
    place: Place,
) -> None:
    bag = stored(place, CAPTIONED)
    described(place, bag, Image("1", "Ships in the bay"))
    (disputed,) = media(place, bag)

    with place.open() as archive:
        choice = Choice("caption-1", "supplied", "the photographer says so")
        (item,) = archive.describe([Description(bag, bag, choices=(choice,))]).items

    assert disputed["caption"]["value"] == "Boats at the quay."
    assert item.status is ItemStatus.STORED, item.message
    assert media(place, bag)[0]["caption"]["value"] == "Ships in the bay"


def test_the_one_picture_that_a_text_mentions_is_the_one_that_comes(place: Place) -> None:
    bag = stored(place, CAPTIONED)

    described(place, bag, Image(RAIN))

    (medium,) = media(place, bag)
    assert (medium["id"], medium["status"], medium["name"]) == ("001", "present", "rain.png")
    assert medium["caption"]["value"] == "Boats at the quay."


def test_a_picture_with_another_caption_is_not_taken_for_the_one_mentioned(place: Place) -> None:
    bag = stored(place, CAPTIONED)

    described(place, bag, Image(RAIN, "The church"))

    found = [(m["status"], m["caption"]["value"]) for m in media(place, bag)]
    assert found == [("missing", "Boats at the quay."), ("present", "The church")]


def test_an_article_that_comes_again_with_a_picture_is_amended_by_it(place: Place) -> None:
    bag = stored(place)
    source = place.sources / "story.txt"
    with place.open() as archive:
        (second,) = archive.ingest(source, images=[Image(RAIN, "The quay")]).items
        (third,) = archive.ingest(source, images=[RAIN]).items

        assert (second.status, second.amends) == (ItemStatus.STORED, bag)
        assert (third.status, third.amends) == (ItemStatus.PRESENT, None)
        assert sorted(b.kind for b in archive.bags()) == ["amendment", "article"]
    assert [m["caption"]["value"] for m in media(place, bag)] == ["The quay"]
    assert intact(place)


def test_a_catalog_made_anew_knows_the_pictures_of_amendments(place: Place) -> None:
    bag = stored(place)
    described(place, bag, Image(RAIN))
    with place.open() as archive:
        archive.rebuild()

    with place.open() as archive:
        (item,) = archive.ingest(place.sources / "story.txt", images=[RAIN]).items

    assert item.status is ItemStatus.PRESENT


@pytest.mark.parametrize(
    ("image", "said"),
    [
        pytest.param(Image("gone.png"), "there is no file gone.png", id="no file"),
        pytest.param(Image("7", "The quay"), "no picture of that number", id="no such number"),
        pytest.param(Image(__file__), "no image of a known kind", id="no picture"),
        pytest.param(Image(EXAMPLES), "is a folder", id="a folder"),
    ],
)
def test_what_is_no_picture_is_refused_and_nothing_is_entered(
    place: Place, image: Image, said: str
) -> None:
    bag = stored(place)

    item = described(place, bag, image)

    assert item.status is ItemStatus.REFUSED
    assert said in (item.message or "")
    assert len(bags(place.root)) == 1
    assert not [p for p in (place.root / "staging").iterdir() if p.is_dir()]


def test_the_python_api_takes_forgotten_pictures(place: Place) -> None:
    bag = stored(place)
    with place.open() as archive:
        archive.describe(bag, images=[Image(RAIN, caption="The quay")], source="Tolm Post")

        with pytest.raises(NewsArchiveError, match="nothing is said"):
            archive.describe(bag)
    assert len(media(place, bag)) == 1


def test_a_page_shows_a_picture_that_came_later(place: Place) -> None:
    bag = stored(place)
    described(place, bag, Image(RAIN, "Rain at the quay"))

    with place.open() as archive:
        page = archive.page(bag).decode()

    assert base64.b64encode(RAIN.read_bytes()).decode() in page
    assert "Rain at the quay" in page
