"""What people supply at ingest: sidecars, folders, options, images; and what of it is new."""

import json
from pathlib import Path
from typing import Any

import pytest

from newsarchive.metadata import read_record
from newsarchive.model.asked import IngestOptions
from newsarchive.model.outcome import IngestReport
from newsarchive.model.supplied import Value
from newsarchive.workflows.ingest.sources import Details, RequestedImage
from support.archives import Place, article, bags, snapshot

PICTURE = Path(__file__).resolve().parents[2] / "examples" / "rain.png"
CAPTIONED = (
    "Rain fell on the harbour for the ninth day, the town said on Monday.\n\n"
    "Boats at the quay.\nBoats at the quay. (Harbour Gazette)\n\n"
    "The ferry did not run.\n\nSource: Harbour Gazette and agencies\n"
)


def ingest(
    place: Place, *sources: Path, manner: IngestOptions | None = None, **more: Any
) -> IngestReport:
    with place.open() as archive:
        return archive.ingest(sources, lambda _: None, Details(**more), manner)


def option(name: str, *texts: str, note: str | None = None) -> Value:
    return Value.parse(name, texts, basis="option", note=note)


def record(place: Place, bag: str | None) -> dict[str, Any]:
    with place.open() as archive:
        view = archive.show(bag or "")
        assert view.record is not None, view.problem
        return dict(view.record)


def sidecar(source: Path, **fields: object) -> Path:
    path = source.with_suffix(".json")
    path.write_text(json.dumps(fields), encoding="utf-8")
    return path


def test_an_option_fills_what_is_unknown_and_says_who_when_and_how(place: Place) -> None:
    manner = IngestOptions(by="librarian")
    date = option("date-published", "2017-04-13?", note="from the binding")

    (item,) = ingest(place, place.source(), manner=manner, values=(date,)).items

    stated = record(place, item.bag)["provenance"]["datePublished"]
    assert stated == {
        "status": "supplied",
        "value": "2017-04-13?",
        "basis": "option",
        "by": "librarian",
        "when": "2026-11-22T12:00:00Z",
        "note": "from the binding",
    }
    assert item.path is not None
    assert item.path.startswith("bags/2017/04/13/")
    assert item.complete


DEFAULTS = '[defaults."Tolm Post"]\nsource = "Tolm Post"\nagency = "none"\nlanguage = "de"\n'


def with_defaults(place: Place, text: str = DEFAULTS) -> None:
    path = place.root / "archive.toml"
    path.write_text(f"{path.read_text('utf-8')}\n{text}", encoding="utf-8")


def test_defaults_of_a_collection_fill_what_its_articles_do_not_say(place: Place) -> None:
    with_defaults(place)
    source = place.source("rain.txt", "Rain fell on the harbour for the ninth day, they said.\n")

    (item,) = ingest(place, source, collection="Tolm Post").items

    found = record(place, item.bag)
    (stated,) = found["provenance"]["sources"]
    assert (stated["value"], stated["status"]) == ("Tolm Post", "supplied")
    assert stated["basis"] == "defaults:Tolm Post"
    assert found["provenance"]["agencies"][0]["status"] == "none"
    assert found["language"]["declared"]["value"] == "de"


def test_defaults_dispute_nothing_that_is_said(place: Place) -> None:
    with_defaults(place)
    language = option("language", "en")

    (item,) = ingest(place, place.source(), collection="Tolm Post", values=(language,)).items

    found = record(place, item.bag)
    (stated,) = found["provenance"]["sources"]
    assert (stated["value"], "candidates" in stated) == ("Harbour Gazette", False)
    assert found["language"]["declared"]["value"] == "en"


def test_defaults_are_those_of_the_named_collection_only(place: Place) -> None:
    with_defaults(place)

    (item,) = ingest(place, place.source(), collection="Other").items

    assert record(place, item.bag)["language"]["declared"]["status"] == "unknown"


def test_taking_in_again_with_defaults_is_present(place: Place) -> None:
    with_defaults(place)
    source = place.source()
    ingest(place, source, collection="Tolm Post")

    (item,) = ingest(place, source, collection="Tolm Post").items

    assert item.status == "present"


def test_a_sidecar_beside_the_text_is_read_and_kept(place: Place) -> None:
    source = place.source()
    path = sidecar(source, datePublished="2017-04", agencies=["AFP", "dpa"], note="by phone")

    (item,) = ingest(place, source).items

    provenance = record(place, item.bag)["provenance"]
    assert provenance["datePublished"]["basis"] == "sidecar:rain.json"
    assert provenance["datePublished"]["note"] == "by phone"
    assert [a.get("value") for a in provenance["agencies"]] == [None, "AFP", "dpa"]
    (bag,) = bags(place.root)
    assert (bag / "data/supplied/rain.json").read_bytes() == path.read_bytes()


def test_an_option_wins_over_a_sidecar_field_by_field(place: Place) -> None:
    source = place.source()
    sidecar(source, datePublished="2017", publisher="The Press")

    (item,) = ingest(place, source, values=(option("date-published", "2018"),)).items

    provenance = record(place, item.bag)["provenance"]
    assert provenance["datePublished"]["value"] == "2018"
    assert provenance["publisher"]["value"] == "The Press"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('{"datePublished": "yesterday", "languge": "de"}', "did you mean language"),
        ('{"datePublished": "yesterday", "languge": "de"}', "is not a date"),
        ("[1, 2]", "no object"),
        ("{", "is no JSON"),
        ('{"source": 7}', "must be a text"),
        ('{"images": ["../../secret.png"]}', "outside the folder"),
        ('{"images": ["gone.png"]}', "is not there"),
        ('{"source": "A", "source": "B"}', "twice"),
    ],
)
def test_a_sidecar_that_cannot_be_understood_refuses_its_article_and_says_why(
    place: Place, content: str, words: str
) -> None:
    source = place.source()
    source.with_suffix(".json").write_text(content, encoding="utf-8")

    report = ingest(place, source, place.source("other.txt"))

    assert [i.status.value for i in report.items] == ["refused", "stored"]
    assert words in (report.items[0].message or "")


def test_against_what_is_printed_it_is_disputed_until_somebody_decides(place: Place) -> None:
    (item,) = ingest(place, place.source(), values=(option("source", "Reuters"),)).items

    (source,) = record(place, item.bag)["provenance"]["sources"]
    assert (source["status"], source["value"]) == ("stated", "Harbour Gazette")
    assert source["candidates"][0]["value"] == "Reuters"
    assert "PV-05" in {f.code.value for f in item.findings}


def test_a_staff_story_has_no_agency_and_is_complete(place: Place) -> None:
    text = "The gate was shut.\n\nNobody passed all day.\n\nSource: Harbour Gazette\n"
    values = (option("agency", "none"), option("date-published", "2020"))

    (item,) = ingest(place, place.source("gate.txt", text), values=values).items

    assert item.complete
    assert record(place, item.bag)["provenance"]["agencies"][0]["status"] == "none"


def test_new_facts_about_a_known_article_become_an_amendment(place: Place) -> None:
    source = place.source()
    (first,) = ingest(place, source).items
    before = snapshot(place.root / (first.path or ""))

    (second,) = ingest(place, source, values=(option("date-published", "2017"),)).items

    amendment = place.root / (second.path or "")
    assert (second.status.value, second.amends) == ("stored", first.bag)
    assert snapshot(place.root / (first.path or "")) == before
    assert sorted(p.name for p in (amendment / "data").rglob("*") if p.is_file()) == [
        "README.txt",
        "article.json",
        "premis.xml",
    ]
    assert record(place, first.bag)["provenance"]["datePublished"]["value"] == "2017"


def test_known_facts_about_a_known_article_are_present(place: Place) -> None:
    source = place.source()
    date = option("date-published", "2017")
    ingest(place, source)
    ingest(place, source, values=(date,))

    (third,) = ingest(place, source, values=(date,)).items

    assert third.status.value == "present"
    assert len(bags(place.root)) == 2


def test_a_new_version_of_an_article_replaces_the_one_before(place: Place) -> None:
    (first,) = ingest(place, place.source("a.txt"), identifier="urn:x:1").items
    (second,) = ingest(place, place.source("b.txt"), identifier="urn:x:1").items

    relations = record(place, second.bag)["relations"]
    assert second.status.value == "stored"
    assert [(r["rel"], r["seal"]) for r in relations] == [("replaces", first.seal)]


def test_the_same_document_under_another_identifier_is_present_and_said(place: Place) -> None:
    source = place.source()
    ingest(place, source)

    (item,) = ingest(place, source, identifier="urn:x:1").items

    assert item.status.value == "present"
    assert [f.code.value for f in item.findings] == ["PV-07"]


def test_one_image_belongs_to_the_one_caption_of_the_text(place: Place) -> None:
    source = place.source("boats.txt", CAPTIONED)

    (item,) = ingest(place, source, images=(RequestedImage(PICTURE),)).items

    (medium,) = record(place, item.bag)["media"]
    (bag,) = bags(place.root)
    assert medium["status"] == "present"
    assert medium["caption"]["value"] == "Boats at the quay."
    assert (medium["mediaType"], medium["width"] > 0) == ("image/png", True)
    assert (bag / medium["path"]).read_bytes() == PICTURE.read_bytes()
    assert "MD-03" in {f["code"] for f in record(place, item.bag)["findings"]}


def test_more_images_than_captions_are_not_guessed_together(place: Place) -> None:
    images = (RequestedImage(PICTURE), RequestedImage(PICTURE.with_name("bridge.png")))

    (item,) = ingest(place, place.source("boats.txt", CAPTIONED), images=images).items

    assert [m["status"] for m in record(place, item.bag)["media"]] == [
        "missing",
        "present",
        "present",
    ]


def test_an_image_goes_to_the_caption_that_was_given_with_it(place: Place) -> None:
    images = (
        RequestedImage(PICTURE.with_name("bridge.png")),
        RequestedImage(PICTURE, caption="boats at the  quay."),
    )

    (item,) = ingest(place, place.source("boats.txt", CAPTIONED), images=images).items

    first, second = record(place, item.bag)["media"]
    assert (first["name"], second["name"]) == ("rain.png", "bridge.png")


def test_what_is_no_image_is_kept_and_said(place: Place) -> None:
    broken = place.source("picture.jpg", "no picture at all")

    (item,) = ingest(place, place.source(), images=(RequestedImage(broken),)).items

    assert item.status.value == "stored"
    assert "MD-02" in {f.code.value for f in item.findings}


def test_a_folder_with_one_text_and_images_is_one_article(place: Place) -> None:
    folder = place.source("story/text.txt", CAPTIONED).parent
    (folder / "boats.png").write_bytes(PICTURE.read_bytes())
    (folder / "metadata.json").write_text('{"datePublished": "2020-05-06"}')
    (folder / ".DS_Store").write_bytes(b"\0")

    (item,) = ingest(place, folder).items

    assert item.path is not None
    assert item.path.startswith("bags/2020/05/06/")
    assert record(place, item.bag)["media"][0]["name"] == "boats.png"


def test_any_other_folder_is_as_many_articles_as_it_has_texts(place: Place) -> None:
    place.source("drop/a.txt")
    sidecar(place.source("drop/b.txt"), datePublished="2020")
    place.source("drop/more/c.txt")
    place.source("drop/page.html", "<html><body>x</body></html>")

    report = ingest(place, place.sources / "drop")

    assert [(Path(i.input).name, i.status.value) for i in report.items] == [
        ("a.txt", "stored"),
        ("b.txt", "stored"),
        ("c.txt", "stored"),
        ("page.html", "refused"),
    ]


def test_a_folder_that_leads_back_to_itself_ends(place: Place) -> None:
    place.source("drop/a.txt")
    (place.sources / "drop/loop").symlink_to(place.sources / "drop")

    report = ingest(place, place.sources / "drop")

    assert [i.status.value for i in report.items] == ["stored", "refused"]


def test_strict_refuses_before_anything_is_written(place: Place) -> None:
    source = place.source()
    before = snapshot(place.root / "bags")

    (item,) = ingest(place, source, manner=IngestOptions("a", strict=True)).items

    assert item.status.value == "refused"
    assert "--date-published" in (item.hint or "")
    assert snapshot(place.root / "bags") == before


def test_a_dry_run_says_what_would_be_done_and_changes_nothing(place: Place) -> None:
    known = place.source("known.txt")
    ingest(place, known)
    before = snapshot(place.root)

    report = ingest(place, known, place.source("new.txt"), manner=IngestOptions("a", dry_run=True))

    assert [i.status.value for i in report.items] == ["present", "planned"]
    assert snapshot(place.root) == before


def test_what_no_reader_knows_is_kept_as_it_is(place: Place) -> None:
    source = place.source("page.html", "<html><body>Rain</body></html>")
    values = (option("source", "Gazette"), option("headline", "Rain"))

    (item,) = ingest(place, source, manner=IngestOptions("a", as_is=True), values=values).items

    (bag,) = bags(place.root)
    assert item.bag is not None
    assert item.bag.startswith("rain-")
    assert not (bag / "data/article.txt").exists()
    assert (bag / "data/original/page.html").read_bytes() == source.read_bytes()


def test_a_collection_is_a_decision_in_the_ledger_and_in_no_record(place: Place) -> None:
    (item,) = ingest(place, place.source(), collection="storms").items

    lines = (place.root / "ledger/entries.jsonl").read_bytes().splitlines()
    (decision,) = [e for e in map(json.loads, lines) if e["type"] == "decision"]
    assert (decision["kind"], decision["value"], decision["bag"]) == (
        "collection",
        "storms",
        item.bag_id,
    )
    assert "storms" not in json.dumps(record(place, item.bag))


def test_every_bag_has_a_premis_document_of_its_whole_payload(place: Place) -> None:
    ingest(place, place.source("boats.txt", CAPTIONED), images=(RequestedImage(PICTURE),))
    from newsarchive.metadata.premis.read import read_premis  # noqa: PLC0415

    (bag,) = bags(place.root)
    premis = read_premis((bag / "data/metadata/premis.xml").read_bytes())

    payload = {p.relative_to(bag).as_posix() for p in (bag / "data").rglob("*") if p.is_file()}
    assert set(premis.files) == payload - {"data/metadata/premis.xml"}


def test_the_record_in_the_bag_is_valid_by_its_schema(place: Place) -> None:
    ingest(place, place.source(), values=(option("source", "Reuters"), option("keyword", "rain")))

    (bag,) = bags(place.root)
    read = read_record((bag / "data/metadata/article.json").read_bytes())

    assert read.document["keywords"][0]["name"] == "rain"


def test_articles_of_a_source_that_names_itself_have_no_two_accounts(place: Place) -> None:
    first = ingest(place, place.source("a.txt", article("x"))).items[0]
    second = ingest(place, place.source("a.txt", article("x")), values=(option("agency", "AFP"),))

    assert first.article_id == second.items[0].article_id
