"""A record as a NewsArticle of schema.org."""

from newsarchive.metadata.exports import to_json_ld
from support.exports import record, small, stated
from support.records import BAG


def test_it_is_a_news_article_known_by_both_its_ids() -> None:
    article = to_json_ld(record()).document

    assert (article["@context"], article["@type"]) == ("https://schema.org", "NewsArticle")
    assert article["identifier"] == ["https://example.org/rain", BAG]


def test_the_main_headline_is_the_headline() -> None:
    article = to_json_ld(record()).document

    assert article["headline"] == "Rain over the harbour"
    assert article["alternativeHeadline"] == ["Again"]


def test_without_a_headline_there_is_a_name_only() -> None:
    article = to_json_ld(small()).document

    assert "headline" not in article
    assert article["name"] == "It rained."


def test_the_text_is_the_body() -> None:
    assert to_json_ld(record(), "Rain fell.\n").document["articleBody"] == "Rain fell.\n"


def test_authors_are_texts_since_nobody_said_that_they_are_persons() -> None:
    assert to_json_ld(record()).document["author"] == ["Ann Lee"]


def test_an_agency_is_an_organization_and_linked_where_it_is_known() -> None:
    document = record(provenance__agencies=[stated("AP"), stated("Harbour News")])

    assert to_json_ld(document).document["contributor"] == [
        {
            "@type": "NewsMediaOrganization",
            "name": "AP",
            "sameAs": "http://www.wikidata.org/entity/Q40469",
        },
        {"@type": "NewsMediaOrganization", "name": "Harbour News"},
    ]


def test_an_address_that_is_no_uri_is_left_out() -> None:
    made = to_json_ld(record(provenance__url=stated("example.org/a b")))

    assert "url" not in made.document
    assert "provenance.url: example.org/a b is not a URI" in made.left_out


def test_pictures_and_films_have_members_of_their_own() -> None:
    article = to_json_ld(record()).document

    assert [(m["@type"], m.get("caption")) for m in article["image"]] == [("ImageObject", "Rain")]
    assert [m["contentUrl"] for m in article["video"]] == ["https://example.org/rain.mp4"]


def test_usage_terms_are_information_on_use() -> None:
    article = to_json_ld(record(rights__usageTerms=stated("Free to quote"))).document

    assert article["usageInfo"] == {"@type": "CreativeWork", "text": "Free to quote"}


def test_subjects_keep_their_codes() -> None:
    assert to_json_ld(record()).document["about"] == [
        {"@type": "Thing", "name": "weather", "identifier": "medtop:17000000"}
    ]
