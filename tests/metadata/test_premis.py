"""What premis.xml says of a bag, and that it is PREMIS."""

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newsarchive.metadata.premis import FileRole, PremisPackage, write_premis
from newsarchive.metadata.premis.read import read_premis
from newsarchive.model.article import Rights
from newsarchive.model.dates import Edtf
from newsarchive.model.event import EventType
from newsarchive.model.statement import Statement
from support import premis
from support.premis import NS, file, full_files, package, small_package
from support.records import BAG, WHEN, full_article, small_article

AMENDMENT = PremisPackage(
    BAG, "urn:x:1", "Rain", (file("data/README.txt", FileRole.DOCUMENTATION),)
)
PACKAGES = {"full": package(), "small": small_package(), "amendment": AMENDMENT}


def read(package: PremisPackage) -> etree._Element:
    return etree.fromstring(write_premis(package))


def texts(root: etree._Element, name: str) -> list[str]:
    return [element.text or "" for element in root.iter(NS + name)]


def objects(root: etree._Element, kind: str) -> list[etree._Element]:
    key = "{http://www.w3.org/2001/XMLSchema-instance}type"
    return [o for o in root.iter(f"{NS}object") if o.get(key) == kind]


def of_file(path: str, root: etree._Element) -> etree._Element:
    (found,) = [o for o in objects(root, "file") if path in texts(o, "contentLocationValue")]
    return found


@pytest.mark.samples
@pytest.mark.parametrize("given", PACKAGES.values(), ids=PACKAGES)
def test_it_is_valid_premis_3(given: PremisPackage) -> None:
    assert premis.faults(write_premis(given)) == []


def test_the_same_package_gives_the_same_bytes() -> None:
    assert write_premis(package()) == write_premis(package())


@pytest.mark.parametrize("packed", PACKAGES.values(), ids=PACKAGES)
@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=12))
def test_it_is_written_as_lxml_writes_it(packed: PremisPackage, text: str) -> None:
    awkward = replace(packed, title=f'<&>\r\n\t"{text}', article=text)

    data = write_premis(awkward)

    root = etree.fromstring(data)
    etree.indent(root)
    assert etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n" == data


def test_every_file_is_an_object_with_its_size_and_every_digest() -> None:
    root = read(package())

    for expected in full_files():
        described = of_file(expected.path, root)
        assert texts(described, "size") == [str(expected.size)]
        assert texts(described, "messageDigest") == [d.hex for d in expected.digests]


def test_the_article_is_known_by_bag_and_by_article_id() -> None:
    (entity,) = objects(read(package()), "intellectualEntity")

    assert texts(entity, "objectIdentifierValue") == [BAG, "https://example.org/rain"]


def test_the_text_is_derived_from_the_main_original() -> None:
    described = of_file("data/article.txt", read(package()))

    assert texts(described, "relationshipSubType") == ["is included in", "has source"]
    assert f"{BAG}#data/original/rain.txt" in texts(described, "relatedObjectIdentifierValue")


def test_the_derivation_names_the_event_that_made_it() -> None:
    made = [e for e in package().events if e.type is EventType.INFORMATION_PACKAGE_CREATION]

    described = of_file("data/article.txt", read(package()))

    assert texts(described, "relatedEventIdentifierValue") == [e.identifier for e in made]


def test_the_name_as_received_is_kept() -> None:
    described = of_file("data/original/rain.csv", read(package()))

    assert texts(described, "originalName") == ["Rain & more.csv"]


def test_a_format_that_was_not_identified_is_said_to_be_unknown() -> None:
    described = of_file("data/original/rain.csv", read(package()))

    assert texts(described, "formatName") == ["unknown"]
    assert texts(described, "formatNote") == ["the format was not identified"]


def test_a_format_known_by_pronom_alone_has_no_name() -> None:
    described = of_file("data/media/001-rain-1.jpg", read(package()))

    assert texts(described, "formatRegistryKey") == ["fmt/43"]
    assert texts(described, "formatName") == []


def test_events_tell_what_happened_before_sealing_in_order() -> None:
    assert texts(read(package()), "eventType") == [
        "capture",
        "transfer",
        "message digest calculation",
        "format identification",
        "message digest calculation",
        "validation",
        "information package creation",
    ]


def test_what_was_not_captured_has_no_capture() -> None:
    assert "capture" not in texts(read(small_package()), "eventType")


@pytest.mark.parametrize("date", ["2017-04-13", "2017-04?", "2017-04-13T10:00Z"])
def test_a_capture_that_is_not_dated_to_the_second_is_no_event(date: str) -> None:
    article = small_article()
    captured = Statement.stated(Edtf.parse(date), basis="warc:date")
    article = replace(article, provenance=replace(article.provenance, captured=captured))

    assert "capture" not in texts(read(small_package(article)), "eventType")


def test_without_a_known_format_nothing_was_identified() -> None:
    assert "format identification" not in texts(read(small_package()), "eventType")


def test_every_event_links_to_agents_and_objects_that_are_described() -> None:
    root = read(package())
    known = {*texts(root, "objectIdentifierValue"), *texts(root, "agentIdentifierValue")}

    linked = {
        *texts(root, "linkingAgentIdentifierValue"),
        *texts(root, "linkingObjectIdentifierValue"),
    }

    assert linked <= known


def test_each_agent_is_described_once() -> None:
    assert texts(read(package()), "agentName") == ["newsarchive", "City Library", "archivist"]


def test_terms_name_their_vocabulary_by_uri() -> None:
    root = read(package())

    uris = [e.get("valueURI") for e in root.iter(f"{NS}eventType")]

    assert "http://id.loc.gov/vocabulary/preservation/eventType/mes" in uris


def test_unknown_rights_are_no_rights_statement() -> None:
    assert list(read(small_package()).iter(f"{NS}rights")) == []


def test_absent_rights_are_no_rights_statement() -> None:
    rights = Rights(usage_terms=Statement.none(by="archivist", when=WHEN))

    root = read(small_package(replace(small_article(), rights=rights)))

    assert list(root.iter(f"{NS}rights")) == []


def test_a_copyright_notice_stands_as_printed_and_says_how_it_is_known() -> None:
    root = read(package())

    assert texts(root, "otherRightsBasis") == ["copyright notice"]
    assert texts(root, "otherRightsNote") == ["© A", "stated in the source (text:copyright)"]


def test_usage_terms_are_a_license() -> None:
    terms = Statement.supplied("Free to quote", by="archivist", when=WHEN)

    root = read(small_package(replace(small_article(), rights=Rights(usage_terms=terms))))

    assert texts(root, "rightsBasis") == ["license"]
    assert texts(root, "licenseTerms") == ["Free to quote"]
    assert texts(root, "licenseNote") == [f"usage terms, supplied by archivist on {WHEN}"]


def test_disputed_rights_say_so_and_name_the_other_values() -> None:
    holder = replace(
        Statement.stated("A", basis="text:copyright"),
        candidates=(Statement.supplied("B", by="archivist", when=WHEN),),
    )

    root = read(small_package(replace(small_article(), rights=Rights(copyright_holder=holder))))

    assert "disputed, also found: B" in texts(root, "otherRightsNote")[1]


def test_the_rights_in_a_medium_are_those_of_its_file() -> None:
    article = full_article()
    rights = Statement.stated("© Lee", basis="iim:copyright")
    article = replace(article, media=(replace(article.media[0], rights=rights), article.media[1]))

    root = read(package(article))

    (statement,) = [
        r for r in root.iter(f"{NS}rightsStatement") if "© Lee" in texts(r, "otherRightsNote")
    ]
    assert texts(statement, "linkingObjectIdentifierValue") == [f"{BAG}#data/media/001-rain-1.jpg"]


# Text that XML cannot hold.

UNSAYABLE = ["\x00", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800", "\udfff"]


@pytest.mark.parametrize("character", UNSAYABLE, ids=lambda c: f"U+{ord(c):04X}")
def test_a_character_that_xml_cannot_hold_is_replaced_and_named(character: str) -> None:
    (entity,) = objects(
        read(replace(package(), title=f"Rain{character}fell")), "intellectualEntity"
    )

    title, note = texts(entity, "significantPropertiesValue")
    assert title == "Rain\ufffdfell"
    assert f"significantPropertiesValue, character 5: U+{ord(character):04X}" in note


def odd(package: PremisPackage) -> PremisPackage:
    """`package` with a control character in every text that comes from outside."""
    return replace(
        package,
        title="a\x01",
        article="b\x02",
        files=tuple(replace(f, original_name="c\x03") for f in package.files),
        events=tuple(replace(e, detail="d\x04", notes=("e\x05",)) for e in package.events),
        rights=tuple(replace(r, text="f\x06", note="g\x07") for r in package.rights),
    )


@pytest.mark.samples
def test_it_is_valid_whatever_characters_were_replaced() -> None:
    assert premis.faults(write_premis(odd(package()))) == []


def test_every_replaced_character_is_named_beside_it() -> None:
    text = write_premis(odd(package())).decode()

    assert [n for n in range(1, 8) if f"U+000{n}" not in text] == []


def test_many_replaced_characters_are_counted() -> None:
    root = read(replace(package(), title="\x01" * 30))

    assert any(t.endswith("; and 10 more") for t in texts(root, "significantPropertiesValue"))


@given(st.text(st.characters(codec="utf-8"), min_size=1))
def test_any_title_makes_a_document_that_reads_back(title: str) -> None:
    written = write_premis(replace(package(), title=title))

    assert read_premis(written).bag == BAG


@given(premis.sayable)
def test_a_title_that_xml_can_hold_is_not_changed(title: str) -> None:
    (entity,) = objects(read(replace(package(), title=title)), "intellectualEntity")

    assert texts(entity, "significantPropertiesValue") == [title]


# What no package may say.


def test_two_files_of_one_path_are_refused() -> None:
    with pytest.raises(ValueError, match=r"two files have the path data/README\.txt"):
        write_premis(replace(AMENDMENT, files=AMENDMENT.files * 2))


def test_a_source_that_is_not_in_the_bag_is_refused() -> None:
    derived = replace(AMENDMENT.files[0], sources=("data/original/gone.txt",))

    with pytest.raises(ValueError, match=r"data/original/gone\.txt, which is not in the bag"):
        write_premis(replace(AMENDMENT, files=(derived,)))


def test_lxml_is_not_imported_before_a_document_is_made() -> None:
    program = "import sys, newsarchive.metadata.premis.package; sys.exit('lxml' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
