"""bag-info.txt and README.txt, from a record: what people and other systems see of a bag first."""

import functools
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from typing import Any

from newsarchive.metadata import ReadRecord
from newsarchive.model.institution import Institution
from newsarchive.model.supplied import Supplied
from newsarchive.packaging.places import PROFILE

Elements = tuple[tuple[str, str], ...]


def first_elements(
    record: ReadRecord, bag: str, supplied: Supplied, *, now: datetime, agent: str, sender_id: str
) -> Elements:
    """The elements of bag-info.txt that follow from the record, in order; unset ones are left out.

    Those of RFC 8493 section 2.2.2 come first, then our own. `bag` is the bag id, of which the URN
    has half: with it a bag can be entered again by itself.
    """
    document = record.document
    delivery = document["delivery"] or {}
    dated = record.date if record.date_kind == "published" else None
    numbers = [v.values[0] for v in supplied.values if v.field.name == "accession-number"]
    elements = (
        ("External-Description", f"News article: {record.display_title}"),
        ("External-Identifier", record.bag),
        ("Bag-Identifier", bag),
        ("Internal-Sender-Identifier", sender_id),
        ("Bag-Group-Identifier", record.identifier),
        ("Bagging-Date", now.astimezone(UTC).strftime("%Y-%m-%d")),
        ("Bag-Software-Agent", agent),
        ("BagIt-Profile-Identifier", PROFILE),
        ("Article-Version", document["version"].get("value") or "unknown"),
        *(("Amends", r["seal"]) for r in document["relations"] if r["rel"] == "amends"),
        ("Delivery-Identifier", delivery.get("identifier", "")),
        ("Accession-Number", numbers[0] if numbers else ""),
        ("News-Source", listed(document["provenance"]["sources"])),
        ("News-Agency", listed(document["provenance"]["agencies"])),
        ("Date-Published", str(dated) if dated else "unknown"),
        ("Text-Language", document["language"]["declared"].get("value") or "unknown"),
        ("Record-Schema", f"urn:newsarchive:schema:article-{document['schemaVersion']}"),
        ("Provenance-Complete", "yes" if record.provenance_complete else "no"),
    )
    return tidy(elements)


def of_institution(institution: Institution) -> Elements:
    """The elements of bag-info.txt about the institution (RFC 8493 section 2.2.2)."""
    return tidy(
        (
            ("Source-Organization", institution.name or "unknown"),
            ("Organization-Address", institution.address),
            ("Contact-Name", institution.contact_name),
            ("Contact-Email", institution.contact_email),
        )
    )


def tidy(elements: Elements) -> Elements:
    """Elements with values on one line, those without a value left out."""
    return tuple((label, line(value)) for label, value in elements if line(value))


def line(value: str) -> str:
    """A value on one line, without control characters: bag-info.txt has no way to say them."""
    if value.isprintable():
        return " ".join(value.split())
    return " ".join("".join(c if c.isprintable() else " " for c in value).split())


def listed(statements: list[Mapping[str, Any]]) -> str:
    """`TRTWorld; not named (agencies)`; `none` where that is asserted; else `unknown`."""
    words = []
    for s in statements:
        if s.get("value") is not None:
            words.append(s["value"])
        elif s.get("named") is False:
            words.append(f"not named ({s['raw']})")
        elif s["status"] == "none":
            words.append("none")
    return "; ".join(words) or "unknown"


def bag_size(octets: int) -> str:
    """Bag-Size: about how large the bag is, for people (RFC 8493 section 2.2.2)."""
    value, unit = float(octets), "bytes"
    for larger in ("KB", "MB", "GB", "TB"):
        if value < 1000:  # noqa: PLR2004
            break
        value, unit = value / 1000, larger
    return f"{octets} bytes" if unit == "bytes" else f"{value:.1f} {unit}"


_PICTURES = "\n  media/                  Pictures that came later; the record means these."


def readme(record: ReadRecord, template: str, *, pictures: bool = False) -> bytes:
    """data/README.txt, under 3 KB: `template` is `article` or `amendment`.

    `pictures`: the amendment has some.
    """
    provenance = record.document["provenance"]
    amended = [r for r in record.document["relations"] if r["rel"] == "amends"]
    return (
        _template(template)
        .format(
            title=_short(record.display_title),
            article=_short(record.identifier),
            bag=record.bag,
            amends=amended[0]["identifier"] if amended else "",
            pictures=_PICTURES if pictures else "",
            source=_short(listed(provenance["sources"])),
            agency=_short(listed(provenance["agencies"])),
            date=f"{record.date} ({record.date_kind})" if record.date else "unknown",
        )
        .encode()
    )


def delivery_readme(name: str, kind: str, bag: str) -> bytes:
    """data/README.txt of a delivery: `name` of the file, `kind` in one word, `bag` as a URN."""
    return _template("delivery").format(name=_short(name), kind=kind, bag=bag).encode()


@functools.cache
def _template(name: str) -> str:
    file = resources.files("newsarchive.packaging").joinpath(f"readme-{name}.txt")
    return file.read_text("utf-8")


def _short(value: str) -> str:
    """At most 200 bytes of a value, so that the explanation stays one screen long."""
    return line(value).encode()[:200].decode("utf-8", "ignore")
