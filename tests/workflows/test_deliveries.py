"""Deliveries: a zip or tar of texts is kept once, and each article in it is a bag that cites it."""

import hashlib
import io
import json
import os
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newsarchive.errors import SourceError, StoreError
from newsarchive.formats import UNPACKERS, Contents, Item, Part
from newsarchive.formats.packed import PackedContents
from newsarchive.holdings.commit import commit
from newsarchive.model.asked import IngestOptions
from newsarchive.model.finding import Verdict
from newsarchive.model.holding import BagKind
from newsarchive.model.outcome import IngestReport
from newsarchive.workflows.ingest import run
from support.archives import Place, article, bags, snapshot

Files = Mapping[str, bytes]

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)


def texts(count: int = 3) -> dict[str, bytes]:
    return {f"news/{n}.txt": article(f"topic {n}").encode() for n in range(count)}


def zipped(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, files: Files, form: str = "w") -> Path:
    with tarfile.open(path, form) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


PACKED: dict[str, Callable[[Path, Files], Path]] = {
    "zip": lambda folder, files: zipped(folder / "batch.zip", files),
    "tar": lambda folder, files: tarred(folder / "batch.tar", files),
    "tar.gz": lambda folder, files: tarred(folder / "batch.tar.gz", files, "w:gz"),
    "tar.bz2": lambda folder, files: tarred(folder / "batch.tbz2", files, "w:bz2"),
    "tar.xz": lambda folder, files: tarred(folder / "batch.tar.xz", files, "w:xz"),
}


def ingest(
    place: Place, *sources: Path, options: IngestOptions | None = None, workers: int = 1
) -> IngestReport:
    with place.open() as archive:
        return archive.ingest(sources, lambda _: None, None, options, workers=workers)


def said(report: IngestReport) -> list[tuple[str | None, str]]:
    return [(i.item.label if i.item else None, i.status.value) for i in report.items]


def kinds(place: Place) -> list[str]:
    with place.open() as archive:
        return sorted(a.kind.value for a in archive.holdings.catalog.accessions())


def record(bag: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((bag / "data/metadata/article.json").read_bytes())
    return document


def delivery_of(place: Place) -> Path:
    [folder] = (place.root / "bags/deliveries").glob("*/*")
    return folder


@pytest.mark.parametrize("form", PACKED)
def test_each_text_becomes_a_bag_and_the_container_one_delivery(place: Place, form: str) -> None:
    source = PACKED[form](place.sources, texts())

    report = ingest(place, source)

    assert said(report) == [(f"news/{n}.txt", "stored") for n in range(3)]
    assert kinds(place) == ["article", "article", "article", "delivery"]
    assert (delivery_of(place) / "data/original" / source.name).read_bytes() == source.read_bytes()


def test_an_article_cites_delivery_position_and_digest(place: Place) -> None:
    source = zipped(place.sources / "batch.zip", texts())

    report = ingest(place, source)

    with place.open() as archive:
        [delivery] = [
            a for a in archive.holdings.catalog.accessions() if a.kind is BagKind.DELIVERY
        ]
        cited = archive.holdings.catalog.delivered_in(delivery.bag)
    assert [a.bag for a in cited] == [i.bag_id for i in report.items]
    for number, item in enumerate(report.items, 1):
        assert item.delivery == delivery.bag
        told = record(place.root / str(item.path))["delivery"]
        assert told["position"] == number
        assert told["sha512"] == hashlib.sha512(source.read_bytes()).hexdigest()
        assert told["identifier"].replace("-", "")[9:21] == delivery.bag[:12]


def test_the_bytes_in_the_bag_are_those_in_the_container(place: Place) -> None:
    files = texts()

    report = ingest(place, tarred(place.sources / "batch.tgz", files, "w:gz"))

    for item in report.items:
        assert item.item is not None
        name = item.item.label.rpartition("/")[2]
        kept = place.root / str(item.path) / "data/original" / name
        assert kept.read_bytes() == files[item.item.label]


def test_the_same_text_by_file_and_by_zip_is_one_bag(place: Place) -> None:
    files = texts(1)
    alone = place.sources / "alone.txt"
    alone.write_bytes(files["news/0.txt"])

    ingest(place, alone)
    report = ingest(place, zipped(place.sources / "batch.zip", files))

    assert said(report) == [("news/0.txt", "present")]
    assert kinds(place) == ["article"]  # nothing new came in it, so it is not kept


def test_a_delivery_that_comes_again_changes_nothing(place: Place) -> None:
    source = zipped(place.sources / "batch.zip", texts())
    ingest(place, source)
    before = snapshot(place.root)

    report = ingest(place, source)

    after = snapshot(place.root)
    after.pop("staging")
    before.pop("staging")
    assert [item.status.value for item in report.items] == ["present"] * 3
    assert after == before


def test_what_is_new_in_a_known_delivery_cites_the_bag_that_keeps_it(place: Place) -> None:
    source = zipped(place.sources / "batch.zip", {**texts(1), "odd/metadata.json": b"{"})
    ingest(place, source)

    report = ingest(place, source)

    assert said(report) == [("news/0.txt", "present"), ("odd", "refused")]
    assert kinds(place) == ["article", "delivery"]


def test_sidecars_and_images_go_with_their_text(place: Place) -> None:
    files = {
        "a/story.txt": article("a").encode(),
        "a/story.json": b'{"agency": "none", "images": [{"file": "p.png", "caption": "A quay"}]}',
        "a/other.txt": article("other").encode(),
        "a/p.png": PNG,
        "b/text.txt": article("b").encode(),
        "b/metadata.json": b'{"datePublished": "2017-04"}',
        "b/q.png": PNG,
        "b/notes.bin": b"\0\1\2",
    }

    report = ingest(place, zipped(place.sources / "batch.zip", files))

    by = {i.item.label: i for i in report.items if i.item and i.path}
    first = record(place.root / str(by["a/story.txt"].path))
    assert first["provenance"]["agencies"][0]["value"] is None
    assert first["media"][0]["caption"]["value"] == "A quay"
    second = place.root / str(by["b/text.txt"].path)
    assert record(second)["provenance"]["datePublished"]["value"] == "2017-04"
    assert (second / "data/media/001-q.png").read_bytes() == PNG
    assert {p.name for p in (second / "data/supplied").iterdir()} == {"metadata.json", "notes.bin"}


@pytest.mark.parametrize(
    ("sidecar", "words"),
    [
        pytest.param(b"{", "is no JSON", id="no JSON"),
        pytest.param(b'{"images": ["../x.png"]}', "lies outside", id="an image outside"),
        pytest.param(b'{"images": ["none.png"]}', "is not there", id="an image that is missing"),
        pytest.param(b'{"images": ["' + b"x" * 5000 + b'"]}', "is not there", id="a long name"),
    ],
)
def test_a_sidecar_that_is_wrong_costs_its_own_article_only(
    place: Place, sidecar: bytes, words: str
) -> None:
    files = {**texts(2), "news/0.json": sidecar}

    report = ingest(place, zipped(place.sources / "batch.zip", files))

    assert said(report) == [("news/0.txt", "refused"), ("news/1.txt", "stored")]
    assert words in (report.items[0].message or "")


def test_what_holds_no_article_is_one_refusal_and_is_not_kept(place: Place) -> None:
    source = zipped(place.sources / "pictures.zip", {"p.png": PNG})

    report = ingest(place, source)

    assert said(report) == [(None, "refused")]
    assert "holds no article" in (report.items[0].message or "")
    assert kinds(place) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("[Content_Types].xml", "Microsoft Office"),
        ("mimetype", "OpenDocument"),
        ("META-INF/MANIFEST.MF", "Java"),
        ("datapackage.json", "no WARC file"),
        ("bagit.txt", "is no valid bag"),
    ],
)
def test_documents_that_are_zip_files_are_called_what_they_are(
    place: Place, name: str, words: str
) -> None:
    source = zipped(place.sources / "x.zip", {name: b"x", **texts(1)})

    report = ingest(place, source)

    assert said(report) == [(None, "refused")]
    assert words in (report.items[0].message or "")


@pytest.mark.parametrize(
    "options", [IngestOptions("x", as_is=True), IngestOptions("x", whole=True)], ids=str
)
def test_a_container_can_be_kept_as_one_document(place: Place, options: IngestOptions) -> None:
    files = {"p.png": PNG} if options.as_is else texts()
    source = zipped(place.sources / "x.zip", files)

    report = ingest(place, source, options=IngestOptions("x", as_is=True, whole=options.whole))

    assert said(report) == [(None, "stored")]
    assert kinds(place) == ["article"]


def test_a_container_in_a_folder_is_opened_where_it_lies(place: Place) -> None:
    folder = place.sources / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(article("a"), encoding="utf-8")
    zipped(folder / "b.zip", texts(1))

    report = ingest(place, folder)

    assert said(report) == [(None, "stored"), ("news/0.txt", "stored")]


def test_a_folder_of_nothing_but_containers_is_looked_into(place: Place) -> None:
    (place.sources / "in").mkdir()
    zipped(place.sources / "in/batch.zip", texts(2))

    report = ingest(place, place.sources / "in")

    assert said(report) == [("news/0.txt", "stored"), ("news/1.txt", "stored")]


def test_one_item_of_many_that_is_broken_is_said_and_the_others_go_on(place: Place) -> None:
    source = zipped(place.sources / "batch.zip", texts(5))
    data = bytearray(source.read_bytes())
    with zipfile.ZipFile(source) as archive:
        info = archive.getinfo("news/2.txt")
    data[info.header_offset + 30 + len(info.filename) + 20] ^= 0xFF
    source.write_bytes(data)

    report = ingest(place, source)

    assert [s for _, s in said(report)] == ["stored", "stored", "refused", "stored", "stored"]
    assert "news/2.txt" in (report.items[2].message or "")


def test_a_tar_that_is_cut_short_gives_what_is_whole_and_says_what_is_not(place: Place) -> None:
    source = tarred(place.sources / "batch.tar", texts(4))
    with tarfile.open(source) as archive:
        third = archive.getmembers()[2]
    source.write_bytes(source.read_bytes()[: third.offset_data + 50])

    report = ingest(place, source)

    assert [s for _, s in said(report)][:2] == ["stored", "stored"]
    assert report.items[-1].status.value == "failed"
    assert "is damaged" in (report.items[-1].message or "")


@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "n\0ul.txt"], ids=repr
)
def test_names_that_lead_out_are_no_articles(place: Place, name: str) -> None:
    source = place.sources / "batch.tar"
    tarred(source, {**texts(1), name: article("out").encode()})

    report = ingest(place, source)

    assert said(report)[0] == ("news/0.txt", "stored")
    assert not (place.sources.parent / "out.txt").exists()


def test_a_bomb_is_not_unpacked(place: Place) -> None:
    source = place.sources / "bomb.zip"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(300):
            archive.writestr(f"{number}.txt", b"0" * 1_000_000)

    report = ingest(place, source)

    assert said(report) == [(None, "refused")]
    assert "more than can be meant" in (report.items[0].message or "")
    assert kinds(place) == []


def test_an_encrypted_member_is_refused_by_name(place: Place) -> None:
    source = zipped(place.sources / "batch.zip", texts(2))
    data = bytearray(source.read_bytes())
    with zipfile.ZipFile(source) as archive:
        place_of = archive.getinfo("news/0.txt").header_offset
    data[place_of + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    source.write_bytes(data)

    report = ingest(place, source)

    assert said(report) == [("news/0.txt", "refused"), ("news/1.txt", "stored")]
    assert "is encrypted" in (report.items[0].message or "")


def test_an_item_that_fails_is_done_again_from_the_spooled_container(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A group that cannot be committed is tried item by item.
    source = zipped(place.sources / "batch.zip", texts(6))
    read: list[str] = []
    pieces = PackedContents.pieces

    def counted(contents: PackedContents, part: Part) -> Any:
        read.append(part.name)
        return pieces(contents, part)

    items = PackedContents.items
    listed: list[str] = []

    def listed_once(contents: PackedContents) -> Any:
        listed.append("listed")
        return items(contents)

    refused: list[int] = []

    def refuse_groups(holdings: Any, staging: Any, group: Any) -> None:
        if len(group) > 2:
            refused.append(len(group))
            raise StoreError("the disk refused")
        commit(holdings, staging, group)

    monkeypatch.setattr(PackedContents, "pieces", counted)
    monkeypatch.setattr(PackedContents, "items", listed_once)
    monkeypatch.setattr(run, "commit", refuse_groups)

    report = ingest(place, source)

    assert refused
    assert [s for _, s in said(report)] == ["stored"] * 6
    assert listed == ["listed"]
    assert max(read.count(name) for name in read) <= 3  # its head, and twice as an item


def test_the_delivery_is_there_before_an_article_that_cites_it(place: Place) -> None:
    ingest(place, zipped(place.sources / "batch.zip", texts(2)))

    lines = [
        json.loads(line) for line in (place.root / "ledger/entries.jsonl").read_bytes().splitlines()
    ]
    accessions = [line["kind"] for line in lines if line["type"] == "accession"]
    assert accessions == ["delivery", "article", "article"]


def test_many_processes_take_in_the_same_as_one(place: Place) -> None:
    report = ingest(place, zipped(place.sources / "batch.zip", texts(30)), workers=2)

    assert said(report) == [(f"news/{n}.txt", "stored") for n in sorted(range(30), key=lambda n: n)]
    with place.open() as archive:
        audit = archive.audit()
    assert audit.found.counts[Verdict.INTACT] == 31


def test_a_file_system_without_hard_links_will_do(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)

    ingest(place, zipped(place.sources / "batch.zip", texts(2)))

    assert kinds(place) == ["article", "article", "delivery"]


def test_a_dry_run_writes_nothing_and_names_each_item(place: Place) -> None:
    source = zipped(place.sources / "batch.zip", texts(2))
    kinds(place)  # whoever opens an archive first makes its catalog
    before = snapshot(place.root)

    report = ingest(place, source, options=IngestOptions("x", dry_run=True))

    assert said(report) == [("news/0.txt", "planned"), ("news/1.txt", "planned")]
    assert snapshot(place.root) == before


def test_a_delivery_is_audited_shown_and_rebuilt_like_any_bag(place: Place) -> None:
    ingest(place, zipped(place.sources / "batch.zip", texts(2)))
    name = delivery_of(place).name

    with place.open() as archive:
        audit = archive.audit()
        view = archive.show(name)
        before = list(archive.holdings.catalog.dump())
        archive.rebuild()
    with place.open() as archive:
        after = list(archive.holdings.catalog.dump())

    assert (audit.exit_code, audit.found.counts[Verdict.INTACT], audit.found.unknown) == (0, 3, 0)
    assert view.record is not None
    assert (view.record["kind"], len(view.articles)) == ("zip", 2)
    assert after == before


def test_a_damaged_delivery_is_named(place: Place) -> None:
    ingest(place, zipped(place.sources / "batch.zip", texts(2)))
    original = delivery_of(place) / "data/original/batch.zip"
    original.write_bytes(original.read_bytes()[:-1] + b"?")

    with place.open() as archive:
        audit = archive.audit()

    assert [b.bag for b in audit.found.problems] == [delivery_of(place).name]


def test_a_delivery_has_no_gaps_and_is_no_article(place: Place) -> None:
    ingest(place, zipped(place.sources / "batch.zip", texts(2)))

    with place.open() as archive:
        gaps = list(archive.gaps())
        status = archive.status()

    assert len(gaps) == 2
    assert status.gaps.bags == 2
    assert sum(status.months.values()) == 2


def test_every_bag_of_a_delivery_is_accepted_by_bagit(place: Place) -> None:
    import bagit  # noqa: PLC0415

    ingest(place, zipped(place.sources / "batch.zip", texts(1)))

    assert [bagit.Bag(str(bag)).is_valid() for bag in bags(place.root)] == [True, True]


# The door itself


def opened(path: Path) -> Contents:
    [unpacker] = [u for u in UNPACKERS if u.accepts(path.read_bytes()[:65536], path.name)]
    return unpacker.open(path.open("rb"), path.name)


@pytest.mark.parametrize("form", PACKED)
def test_items_come_in_the_order_of_the_container(tmp_path: Path, form: str) -> None:
    names = ["z.txt", "a.txt", "m/k.txt", "m/b.txt"]
    path = PACKED[form](tmp_path, {n: article(n).encode() for n in names})

    with closing(opened(path)) as contents:
        items = list(contents.items())

    assert [item.label for item in items] == names
    assert [item.position for item in items] == [1, 2, 3, 4]


@pytest.mark.parametrize("form", PACKED)
def test_a_part_reads_the_same_whatever_was_read_before(tmp_path: Path, form: str) -> None:
    files = texts(4)
    with closing(opened(PACKED[form](tmp_path, files))) as contents:
        items = [item for item in contents.items() if isinstance(item, Item)]

        for item in (*reversed(items), *items):
            assert isinstance(item.main, Part)
            assert b"".join(contents.pieces(item.main)) == files[item.label]


def test_a_part_of_a_container_that_is_gone_is_an_error_and_no_empty_article(
    tmp_path: Path,
) -> None:
    path = tarred(tmp_path / "batch.tar", texts(2))
    with closing(opened(path)) as contents:
        [first, _] = list(contents.items())
        assert isinstance(first, Item)
        assert isinstance(first.main, Part)
        path.write_bytes(b"")

        with pytest.raises(SourceError):
            b"".join(contents.pieces(first.main))


def test_a_delivery_of_which_nothing_is_taken_waits_no_longer_than_its_outcomes(
    place: Place,
) -> None:
    sheets = [place.source(f"{n}.csv", f"file,source\nnone-{n}.txt,Post\n") for n in range(3)]
    waiting = []

    with place.open() as archive:
        archive.ingest(
            sheets, lambda _: waiting.append(len(list(place.root.glob("staging/*/*")))), workers=1
        )

    assert waiting == [waiting[0] - done for done in range(3)]
