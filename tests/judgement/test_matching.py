"""Images that were given and captions in the text: which belong together, and how that is known."""

from dataclasses import replace

import pytest

from newsarchive.judgement.matching import GivenImage, attach
from newsarchive.model.article import Article, Embedded, Medium, MediumKind
from newsarchive.model.finding import Code, Level
from newsarchive.model.statement import Statement, Status
from support.records import WHEN, capture, small_article


def captioned(*captions: str) -> Article:
    return replace(
        small_article(),
        media=tuple(
            Medium(MediumKind.IMAGE, caption=Statement.stated(c, raw=c, basis="text:field"))
            for c in captions
        ),
    )


def image(name: str, caption: str | None = None, **given: object) -> GivenImage:
    return GivenImage(capture(name, name.encode()), caption, **given)  # type: ignore[arg-type]


HARBOUR, BRIDGE = "The harbour at dawn", "The bridge"
CASES: dict[str, tuple[list[str], list[GivenImage], list[str | None], list[Code]]] = {
    "no images": ([HARBOUR], [], [None], []),
    "an image without a caption": ([], [image("a.jpg")], ["a.jpg"], []),
    "by its caption, in any case and spacing": (
        [HARBOUR, BRIDGE],
        [image("b.jpg", "the  BRIDGE")],
        [None, "b.jpg"],
        [],
    ),
    "as many images as captions: by their order, and that is said": (
        [HARBOUR, BRIDGE],
        [image("a.jpg"), image("b.jpg")],
        ["a.jpg", "b.jpg"],
        [Code.MD_03, Code.MD_03],
    ),
    "one by its caption, the other is what is left": (
        [HARBOUR, BRIDGE],
        [image("a.jpg"), image("b.jpg", HARBOUR)],
        ["b.jpg", "a.jpg"],
        [Code.MD_03],
    ),
    "fewer images than captions: nobody guesses": (
        [HARBOUR, BRIDGE],
        [image("a.jpg")],
        [None, None, "a.jpg"],
        [],
    ),
    "more images than captions: nobody guesses": (
        [HARBOUR],
        [image("a.jpg"), image("b.jpg")],
        [None, "a.jpg", "b.jpg"],
        [],
    ),
    "another caption is another medium": (
        [HARBOUR, BRIDGE],
        [image("a.jpg", "A ship")],
        [None, None, "a.jpg"],
        [],
    ),
    "two images of one caption: the first has it": (
        [HARBOUR],
        [image("a.jpg", HARBOUR), image("b.jpg", HARBOUR)],
        ["a.jpg", "b.jpg"],
        [],
    ),
    "by the caption that it carries in itself": (
        [HARBOUR, BRIDGE],
        [image("b.jpg", embedded=(Embedded("iptc-iim", "Caption/Abstract", "The Bridge."),))],
        [None, "b.jpg"],
        [],
    ),
    "its own caption is another one: by order, and that is said, too": (
        [HARBOUR],
        [image("a.jpg", embedded=(Embedded("xmp", "dc:description", "A ship"),))],
        ["a.jpg"],
        [Code.MD_05, Code.MD_03],
    ),
    "one that cannot be read is kept": (
        [],
        [image("a.jpg", problems=("it is cut short",))],
        ["a.jpg"],
        [Code.MD_02],
    ),
}


@pytest.mark.parametrize(("captions", "images", "names", "codes"), CASES.values(), ids=CASES)
def test_which_images_belong_to_which_captions(
    captions: list[str], images: list[GivenImage], names: list[str | None], codes: list[Code]
) -> None:
    got = attach(captioned(*captions), images, by="librarian", when=WHEN)

    assert [m.capture and m.capture.name for m in got.media] == names
    assert [f.code for f in got.findings] == codes


@pytest.mark.parametrize(("captions", "images", "names", "codes"), CASES.values(), ids=CASES)
def test_no_image_is_lost_and_no_caption_either(
    captions: list[str], images: list[GivenImage], names: list[str | None], codes: list[Code]
) -> None:
    got = attach(captioned(*captions), images, by="librarian", when=WHEN)

    assert sorted(n for n in names if n) == sorted(i.capture.name for i in images)
    assert [m.caption.value for m in got.media][: len(captions)] == captions
    assert all(f.level is Level.NOTE for f in got.findings if f.code is Code.MD_03)
    assert len(codes) == len(got.findings)


def test_what_a_person_says_of_an_image_is_supplied() -> None:
    given = image("a.jpg", "A ship", credit="Town Library", basis="sidecar:a.json")

    [medium] = attach(small_article(), [given], by="librarian", when=WHEN).media

    assert (medium.caption.status, medium.caption.value) == (Status.SUPPLIED, "A ship")
    assert (medium.credit_line.value, medium.credit_line.by) == ("Town Library", "librarian")
    assert medium.caption.basis == "sidecar:a.json"
