"""What machines fetch: OAI-PMH over HTTP, sitemaps, the OpenAPI document; and HTTP itself."""

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import newsarchive
from newsarchive.model.identity import bag_urn
from newsarchive.web import harvest, openapi
from support import portal
from support.archives import article
from support.oai import Answer
from support.portal import BASE_URL, Made

if TYPE_CHECKING:
    from starlette.testclient import TestClient

LIST = "/oai?verb=ListRecords&metadataPrefix=oai_dc"
SITEMAPS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}

# Every address that there is: one that is answered with 200, by its route.
ADDRESSES = {
    "/": "/",
    "/index.json": "/index.json",
    "/search": "/search?q=harbour",
    "/search.{form}": "/search.json?q=harbour",
    "/browse": "/browse",
    "/browse/{kind}": "/browse/year.json",
    "/article/{ref}": "/article/{rain}",
    "/bag/{ref}/files": "/bag/{rain}/files",
    "/bag/{ref}/files.json": "/bag/{rain}/files.json",
    "/bag/{ref}/diff": "/bag/{ferry-2}/diff",
    "/bag/{ref}/diff.json": "/bag/{ferry-2}/diff.json",
    "/bag/{ref}/file/{path:path}": "/bag/{rain}/file/data/article.txt",
    "/bag/{ref}": "/bag/{rain}",
    "/sitemap.xml": "/sitemap.xml",
    "/sitemap-{number:int}.xml": "/sitemap-0.xml",
    "/robots.txt": "/robots.txt",
    "/openapi.json": "/openapi.json",
    "/style.css": "/style.css",
    "/icon.svg": "/icon.svg",
    "/oai": LIST,
}
TWINS = (
    *(f"/article/{{rain}}.{form}" for form in ("json", "jsonld", "dc", "ris", "bib", "csl", "txt")),
    *(f"/bag/{{rain}}.{form}" for form in ("json", "dc", "zip", "tar")),
    "/search.csv",
    "/search.ris",
    "/search.bib",
    "/browse/source.csv",
)
EVERY = (*ADDRESSES.values(), *TWINS)
# Made anew for each request, or kept by readers for an hour.
WITHOUT_ETAG = {LIST, "/style.css", "/icon.svg"}


def of(address: str, made: Made) -> str:
    for name, bag in made.bags.items():
        address = address.replace(f"{{{name}}}", bag)
    return address


def test_every_route_is_in_the_table(reader: "TestClient") -> None:
    assert {route.path for route in reader.app.routes} == set(ADDRESSES)  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", EVERY)
def test_every_address_answers_head_as_get_without_a_body(
    made: Made, reader: "TestClient", address: str
) -> None:
    address = of(address, made)
    whole, head = reader.get(address), reader.head(address)

    assert (whole.status_code, head.status_code) == (200, 200)
    assert (bool(whole.content), head.content) == (True, b"")
    same = ("content-type", "content-length", "content-disposition")
    for name in same if address in WITHOUT_ETAG else (*same, "etag"):
        assert head.headers.get(name) == whole.headers.get(name)


@pytest.mark.parametrize("address", [a for a in EVERY if a not in WITHOUT_ETAG])
def test_every_address_says_when_what_a_reader_has_still_holds(
    made: Made, reader: "TestClient", address: str
) -> None:
    address = of(address, made)
    etag = reader.get(address).headers["etag"]

    same = reader.get(address, headers={"if-none-match": etag})
    other = reader.get(address, headers={"if-none-match": '"other"'})

    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", etag)
    assert other.status_code == 200


@pytest.mark.parametrize("address", ["/article/{rain}", "/article/{rain}.json", "/bag/{rain}.tar"])
def test_the_etag_of_what_is_of_a_bag_is_its_seal(
    made: Made, reader: "TestClient", address: str
) -> None:
    with newsarchive.open(made.root, read_only=True) as archive:
        (newest,) = archive.holdings.catalog.amendments(str(archive.bag(made.bags["rain"]).seal))

    assert newest.seal.hex[:32] in reader.get(of(address, made)).headers["etag"]


def test_no_two_twins_have_one_etag(made: Made, reader: "TestClient") -> None:
    twins = [twin for twin in TWINS if twin.startswith("/article")]
    etags = [reader.get(of(a, made)).headers.get("etag") for a in (*twins, "/article/{rain}")]

    assert len(set(etags)) == len(etags)


@pytest.mark.parametrize("address", EVERY)
def test_a_range_is_a_part_or_all_of_it(made: Made, reader: "TestClient", address: str) -> None:
    address = of(address, made)
    whole = reader.get(address).content

    part = reader.get(address, headers={"range": "bytes=2-5"})

    assert part.status_code in {200, 206}
    assert part.status_code == 206 or not address.endswith((".zip", ".tar", "article.txt"))
    if part.status_code == 206:
        assert part.content == whole[2:6]
        assert part.headers["content-range"] == f"bytes 2-5/{len(whole)}"
        beyond = reader.get(address, headers={"range": f"bytes={len(whole)}-"})
        assert beyond.status_code == 416
        stale = {"range": "bytes=2-5", "if-range": '"of another bag"'}
        assert reader.get(address, headers=stale).content == whole


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("address", EVERY)
def test_nothing_else_is_answered(
    made: Made, reader: "TestClient", address: str, method: str
) -> None:
    if (address, method) == (LIST, "POST"):
        return  # the one form that is taken: see below

    answer = reader.request(method, of(address, made))

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_nobody_s_host_is_believed(made: Made, reader: "TestClient") -> None:
    for address in EVERY:
        answer = reader.get(of(address, made), headers={"host": "evil.example"})

        assert "evil.example" not in answer.text
        assert "evil.example" not in str(answer.headers)


# OAI-PMH


def test_it_is_the_same_by_get_and_by_post(reader: "TestClient") -> None:
    asked = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}

    got, posted = reader.get("/oai", params=asked), reader.post("/oai", data=asked)

    for answer in (got, posted):
        assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    assert Answer.of(got.content).stamps == Answer.of(posted.content).stamps


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"verb=Identify", harvest.FORM, 200),
        (b"verb=Identify", f"{harvest.FORM}; charset=utf-8", 200),
        (b"verb=Identify", "text/plain", 415),
        (b"verb=Identify", "", 415),
        (b"--x\r\n", "multipart/form-data; boundary=x", 415),
        (b"verb=" + b"I" * harvest.MOST_FORM, harvest.FORM, 413),
        (b"\xff\xfe%%%=&&&;", harvest.FORM, 200),
    ],
)
def test_only_a_small_form_is_taken(
    reader: "TestClient", body: bytes, kind: str, status: int
) -> None:
    answer = reader.post("/oai", content=body, headers={"content-type": kind})

    assert answer.status_code == status
    if status == 200:
        assert Answer.of(answer.content).root is not None


def test_readers_get_by_harvest_what_they_get_by_page(made: Made, reader: "TestClient") -> None:
    answer = Answer.of(reader.get(LIST).content)
    urns = {bag_urn(bag): name for name, bag in made.bags.items()}

    told = {urns[urn] for urn in answer.identifiers if urn not in answer.deleted}

    closed = {"closed", "embargoed", "dark", "destroyed"}
    assert {urns[urn] for urn in answer.deleted} == closed
    assert told == set(made.bags) - closed - {"delivery"}  # which is no article
    for words in ("closed words", "withheld words", "later words", "dark words", "gone words"):
        assert words not in reader.get(LIST).text


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["verb", "metadataPrefix", "from", "until", "set", "identifier", "resumptionToken"]
            )
            | st.text(max_size=5),
            st.sampled_from(["ListRecords", "ListSets", "GetRecord", "oai_dc", "2026-01-01"])
            | st.text(max_size=20),
        ),
        max_size=4,
    )
)
def test_whatever_is_asked_of_it_the_answer_is_of_the_protocol(
    reader: "TestClient", pairs: list[tuple[str, str]]
) -> None:
    query = "&".join(f"{quote(n, errors='replace')}={quote(v, errors='replace')}" for n, v in pairs)

    answer = reader.get(f"/oai?{query}")

    assert answer.status_code == 200
    assert Answer.of(answer.content).text("request") == f"{BASE_URL}oai"


# Sitemaps


def places(data: bytes) -> list[str]:
    return [str(e.text) for e in etree.fromstring(data).iterfind(".//s:loc", SITEMAPS)]


def test_the_sitemap_leads_to_every_open_article_and_to_no_other(
    made: Made, reader: "TestClient"
) -> None:
    parts = places(reader.get("/sitemap.xml").content)

    links = [
        link
        for part in parts
        for link in places(reader.get(part.removeprefix(BASE_URL.rstrip("/"))).content)
    ]

    shown = {"rain", "hostile", "arabic", "ferry-2", "undated", "hail"}
    assert sorted(links) == sorted(f"{BASE_URL}article/{made.bags[name]}" for name in shown)


def test_sitemaps_say_when_what_they_name_changed(reader: "TestClient") -> None:
    for address in ("/sitemap.xml", "/sitemap-0.xml"):
        root = etree.fromstring(reader.get(address).content)
        stamps = [str(e.text) for e in root.iterfind(".//s:lastmod", SITEMAPS)]

        assert len(stamps) == len(places(etree.tostring(root)))
        assert all(stamp.endswith("Z") and stamp.startswith("20") for stamp in stamps)


@pytest.mark.parametrize("address", ["/sitemap-7.xml", "/sitemap-49999.xml"])
def test_a_part_without_articles_has_the_first_page_alone(
    reader: "TestClient", address: str
) -> None:
    assert places(reader.get(address).content) == [BASE_URL]


@pytest.mark.parametrize(
    "address", ["/sitemap-50000.xml", f"/sitemap-{10**30}.xml", "/sitemap--1.xml", "/sitemap-x.xml"]
)
def test_there_are_no_other_parts(reader: "TestClient", address: str) -> None:
    assert reader.get(address).status_code == 404


@pytest.mark.parametrize("most", [harvest.BLOCK, harvest.MOST_BLOCKS])
def test_a_sitemap_has_few_enough_addresses(most: int) -> None:
    assert most <= 50_000


def test_robots_are_led_to_it_and_kept_from_lists_without_an_end(reader: "TestClient") -> None:
    lines = reader.get("/robots.txt").text.splitlines()

    assert f"Sitemap: {BASE_URL}sitemap.xml" in lines
    assert "Disallow: /search" in lines
    assert not [line for line in lines if line.startswith("Disallow: /article")]


def test_an_article_that_is_taken_in_or_closed_is_so_in_the_sitemap(
    copy: Made, of_copy: "TestClient"
) -> None:
    before = places(of_copy.get("/sitemap-0.xml").content)

    with newsarchive.open(copy.root) as archive:
        source = copy.root.parent / "quay.txt"
        source.write_text(article("quay"), "utf-8")
        new = archive.ingest(source).items[0].bag_id
        archive.decide(copy.bags["rain"], access="closed", reason="curation")
    after = places(of_copy.get("/sitemap-0.xml").content)

    assert set(after) - set(before) == {f"{BASE_URL}article/{new}"}
    assert set(before) - set(after) == {f"{BASE_URL}article/{copy.bags['rain']}"}


# The OpenAPI document

PAGES = {
    "/",
    "/search",
    "/browse",
    "/browse/{kind}",
    "/article/{id}",
    "/bag/{id}",
    "/bag/{id}/files",
    "/bag/{id}/diff",
    "/style.css",
    "/icon.svg",
}


@pytest.fixture(scope="module")
def described(reader: "TestClient") -> dict[str, Any]:
    document: dict[str, Any] = reader.get("/openapi.json").json()
    return document


def test_every_route_is_a_page_or_in_the_document(
    reader: "TestClient", described: dict[str, Any]
) -> None:
    routes = {
        route.path.replace("{ref}", "{id}").replace(":path", "").replace(":int", "")
        for route in reader.app.routes  # type: ignore[attr-defined]
    }
    documented = set(described["paths"])

    assert routes - documented - PAGES == {"/search.{form}"}
    assert {f"/search.{form}" for form in ("json", "csv", "ris", "bib")} < documented
    assert documented - routes <= {f"{page}.{form}" for page in PAGES for form in FORMS}


FORMS = ("json", "jsonld", "dc", "ris", "bib", "csl", "txt", "zip", "tar", "csv")


def test_it_says_where_it_is(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1.")
    assert described["servers"] == [{"url": BASE_URL.rstrip("/")}]
    assert described["info"]["title"] == "Town <Library>"


def test_every_operation_has_a_name_of_its_own_and_every_parameter_a_schema(
    described: dict[str, Any],
) -> None:
    operations = [op for path in described["paths"].values() for op in path.values()]
    names = [operation["operationId"] for operation in operations]

    assert len(set(names)) == len(names)
    assert all("schema" in p for op in operations for p in op.get("parameters", ()))


def test_its_schemas_are_schemas(described: dict[str, Any]) -> None:
    for schema in described["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def fits(data: object, name: str, described: dict[str, Any]) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    jsonschema.Draft202012Validator(schema).validate(data)


SCHEMA_OF = {
    "/index.json": "Index",
    "/search.json": "Results",
    "/search.json?q=harbour&size=1": "Results",
    "/search.json?from=2017&to=2016": "Results",
    "/browse/year.json": "Values",
    "/browse/collection.json": "Values",
    "/article/{rain}.json": "Bag",
    "/article/{described}.json": "Bag",
    "/bag/{ferry-1}.json": "Bag",
    "/article/{hostile}.jsonld": "LinkedData",
    "/article/{hail}.csl": "Citations",
    "/bag/{rain}/files.json": "Files",
    "/bag/{ferry-2}/diff.json": "Difference",
    "/bag/{ferry-1}/diff.json?with={described}": "Difference",
    "/article/{dark}.json": "Error",
    "/article/nowhere.json": "Error",
    "/search.json?colour=red": "Error",
}


@pytest.mark.parametrize("address", SCHEMA_OF)
def test_answers_are_as_their_schemas_say(
    made: Made, reader: "TestClient", described: dict[str, Any], address: str
) -> None:
    fits(reader.get(of(address, made)).json(), SCHEMA_OF[address], described)


def test_a_delivery_is_as_its_schema_says(
    made: Made, reader: "TestClient", described: dict[str, Any]
) -> None:
    hail = reader.get(f"/article/{made.bags['hail']}.json").json()

    delivery = reader.get(f"/bag/{hail['delivery']}.json")

    fits(delivery.json(), "Bag", described)
    assert delivery.json()["kind"] == "delivery"
    assert reader.get(f"/bag/{hail['delivery']}.csl").status_code == 404


def _values(parameter: dict[str, Any], ids: list[str]) -> st.SearchStrategy[list[str]]:
    """Texts for a parameter: what it may be, and what it may not."""
    schema = parameter["schema"].get("items", parameter["schema"])
    known = [str(word) for word in schema.get("enum", ())]
    if parameter["name"] == "id":
        known = ids
    good = [st.sampled_from(known)] if known else []
    if schema.get("type") == "integer":
        good.append(st.integers(-1, 300).map(str))
    some = st.one_of(*good, st.sampled_from(["", "2017", "2017-04-13", "-"]), st.text(max_size=30))
    return st.lists(some, min_size=parameter["in"] == "path", max_size=2)


@pytest.mark.parametrize(
    ("path", "method"),
    [(path, method) for path, of_path in openapi.paths().items() for method in of_path],
)
@settings(max_examples=25)
@given(data=st.data())
def test_whatever_is_asked_the_answer_is_one_that_the_document_has(
    made: Made,
    reader: "TestClient",
    described: dict[str, Any],
    path: str,
    method: str,
    data: st.DataObject,
) -> None:
    operation = described["paths"][path][method]
    query: list[tuple[str, str]] = []
    address = path
    for parameter in operation.get("parameters", ()):
        texts = data.draw(_values(parameter, sorted(made.bags.values())), label=parameter["name"])
        if parameter["in"] == "path":
            place = f"{{{parameter['name']}}}"
            address = address.replace(place, quote(texts[0], safe="", errors="replace") or "-")
        else:
            query += [(parameter["name"], text) for text in texts]
    asked = "&".join(f"{quote(n)}={quote(v, errors='replace')}" for n, v in query)

    query_of, form = ("", asked) if method == "post" else (asked, None)
    answer = portal.asked_raw(reader, address, query_of, form=form)

    answers = operation["responses"]
    assert str(answer.status) in answers, answer.text
    media = answers[str(answer.status)]["content"]
    kind = answer.headers["content-type"]
    assert kind.partition(";")[0] in media
    if kind == "application/json":
        schema = media[kind]["schema"] | {"components": described["components"]}
        jsonschema.Draft202012Validator(schema).validate(json.loads(answer.body))
