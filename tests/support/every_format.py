"""One article in each format that is read, each about a place of its own, taken in by `ingest`.

Some carry a script, in a page or in a picture: what is preserved may be hostile.
"""

import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from support import newsml, papers, warcs
from support.cli import Cli
from support.project import ROOT

MARK = "ran-in-the-archive"
"""What a script of theirs would make the title of a page."""

_SCRIPT = f"<script>document.title='{MARK}';top.document.title='{MARK}'</script>"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"'
    f' onload="document.title=\'{MARK}\'">{_SCRIPT}<rect width="40" height="40"/></svg>'
)
_PROSE = (
    "The ferry of {0} lay at the quay on Thursday, since the hinge of its ramp had given way in the"
    " night, and the council of {0} said that a new one was being forged."
)
_MORE = "Whoever has to cross takes the bridge, which is a walk of an hour, the council said."
_PICTURE = ROOT / "examples/harbour.png"


@dataclass(frozen=True)
class Sample:
    """What a reader of the portal looks for: a word, the headline, and whether pictures came."""

    word: str
    headline: str
    pictures: int = 0


SAMPLES = {
    "a text": Sample("Aldern", "Ferry of Aldern stays in port", 1),
    "a sheet": Sample("Bresk", "Ferry of Bresk stays in port", 1),
    "NewsML-G2": Sample("Corvik", "Rain at Corvik", 1),
    "ninjs": Sample("Dunholt", "Ferry of Dunholt stays in port", 1),
    "NITF": Sample("Elmsund", "Ferry of Elmsund stays in port"),
    "a saved page": Sample("Farrow", "Ferry of Farrow stays in port", 1),
    "a mail": Sample("Galmouth", "Ferry of Galmouth stays in port"),
    "PDF": Sample("Hestrand", "Ferry of Hestrand stays in port"),
    "Word": Sample("Illby", "Ferry of Illby stays in port"),
    "a web archive": Sample("Tolm", "Bridge opens", 1),
    "a feed": Sample("Jorven", "Ferry of Jorven stays in port"),
}


@dataclass(frozen=True)
class Everything:
    """The archive at `root`, and the samples that are in it by the names of their formats."""

    root: Path
    samples: Mapping[str, Sample]


def _text(name: str) -> str:
    sample = SAMPLES[name]
    return f"{_PROSE.format(sample.word)}\n\n{_MORE}"


def _page(name: str) -> str:
    headline = SAMPLES[name].headline
    first, second = _text(name).split("\n\n")
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{headline} - The Post</title>"
        '<meta property="og:type" content="article"><meta property="og:site_name"'
        f' content="The Post">{_SCRIPT}</head><body onload="document.title=\'{MARK}\'">'
        f"<article><h1>{headline}</h1><p>{first}</p>"
        "<figure><img src='page_files/quay.png' alt='The quay' width='360' height='240'>"
        f"<figcaption>The quay.</figcaption></figure><p>{second} {second[::-1]}</p>"
        "</article></body></html>"
    )


def _ninjs() -> dict[str, object]:
    first, second = _text("ninjs").split("\n\n")
    picture = {
        "uri": "https://news.example/dunholt/quay",
        "type": "picture",
        "renditions": {"original": {"href": "quay.png", "mimetype": "image/png"}},
        "description_caption": "The quay of Dunholt.",
    }
    return {
        "uri": "https://news.example/dunholt",
        "type": "text",
        "versioncreated": "2019-03-04T09:30:00Z",
        "language": "en",
        "headline": SAMPLES["ninjs"].headline,
        "body_html": f"<p>{first}</p><p>{second}</p>",
        "infosource": [{"name": "Northern Wire"}],
        "associations": {"quay": picture},
    }


def _mail() -> bytes:
    message = EmailMessage()
    message["Subject"] = SAMPLES["a mail"].headline
    message["From"] = "Ann Lund <lund@post.example>"
    message["Date"] = "Thu, 13 Apr 2017 10:02:03 +0200"
    message["Message-ID"] = "<1@post.example>"
    message.set_content(_text("a mail"))
    return message.as_bytes()


def _pdf() -> bytes:
    words = _PROSE.format(SAMPLES["PDF"].word).split()
    rows = [" ".join(words[n : n + 9]) for n in range(0, len(words), 9)]
    placed = [(72, 730 - 14 * n, row) for n, row in enumerate(rows)]
    title = papers.lines((72, 770, SAMPLES["PDF"].headline), size=20)
    return papers.pdf(f"{title}\n{papers.lines(*placed)}")


def _feed() -> bytes:
    first, second = _text("a feed").split("\n\n")
    return (
        '<rss version="2.0"><channel><title>The Post</title><link>https://post.example</link>'
        f"<language>en</language><item><title>{SAMPLES['a feed'].headline}</title>"
        "<link>https://post.example/jorven</link><guid>https://post.example/jorven</guid>"
        "<pubDate>Thu, 13 Apr 2017 10:00:00 +0200</pubDate>"
        f"<description>&lt;p&gt;{first}&lt;/p&gt;&lt;p&gt;{second}&lt;/p&gt;</description>"
        "</item></channel></rss>"
    ).encode()


def _wire() -> bytes:
    item = newsml.text("Corvik", links=("quay",), words="Source: the office.")
    package = newsml.package("both", ("Corvik", "quay"))
    return newsml.message(item, newsml.picture("quay"), package)


def grey(width: int, height: int) -> bytes:
    """A grey PNG."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        end = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + end

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _write(folder: Path) -> None:
    def put(name: str, data: bytes | str) -> None:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    picture = _PICTURE.read_bytes()
    put("text/drawing.svg", SVG)
    put("text/harbour.png", picture)
    put("text/aldern.txt", f"{SAMPLES['a text'].headline}\n\n{_text('a text')}\n\nSource: The Post")
    sheet = json.dumps(_PROSE.format(SAMPLES["a sheet"].word))
    put("sheet/quay.png", picture)
    put(
        "sheet/batch.csv",
        "headline,text,source,agency,date,image1_file,image1_caption\n"
        f"{SAMPLES['a sheet'].headline},{sheet},Tolm Post,none,2017-04,quay.png,The quay\n",
    )
    put("newsml/message.xml", _wire())
    put("newsml/quay.png", grey(120, 80))
    put("ninjs/dunholt.json", json.dumps(_ninjs()))
    put("ninjs/quay.png", grey(130, 80))
    put(
        "nitf/elmsund.xml",
        f"<nitf><head><title>{SAMPLES['NITF'].headline}</title><docdata><doc-id id-string='E1'/>"
        '<date.issue norm="20170413T093000Z"/></docdata></head><body><body.head><hedline><hl1>'
        f"{SAMPLES['NITF'].headline}</hl1></hedline></body.head><body.content>"
        f"<p>{_PROSE.format(SAMPLES['NITF'].word)}</p></body.content></body></nitf>",
    )
    put("page/page.html", _page("a saved page"))
    put("page/page_files/quay.png", grey(360, 240))
    put("mail/galmouth.eml", _mail())
    put("pdf/hestrand.pdf", _pdf())
    told = (SAMPLES["Word"].headline, *_text("Word").split("\n\n"))
    put("word/illby.docx", papers.docx("".join(map(papers.paragraph, told)), "A Typist"))
    crawl = warcs.packed(
        warcs.record(warcs.http(warcs.PAGE.encode()), number=1),
        warcs.record(
            warcs.http(grey(640, 480), "image/png"),
            "https://post.example/img/bridge.png",
            number=2,
        ),
    )
    put("warc/crawl.warc.gz", crawl)
    put("feed/feed.xml", _feed())


def make(folder: Path, cli: Cli) -> Everything:
    """The archive below `folder`: taken in, audited, and ready to be searched."""
    root, sources = folder / "archive", folder / "sources"
    sources.mkdir()
    _write(sources)
    text = sources / "text"
    pictures: tuple[str | Path, ...] = ("--image", text / "harbour.png")
    pictures += ("--caption", "The harbour of Aldern", "--image", text / "drawing.svg")
    calls: tuple[tuple[str | Path, ...], ...] = (
        ("init", "-a", root),
        ("ingest", "-a", root, text / "aldern.txt", *pictures),
        *(("ingest", "-a", root, one) for one in sorted(sources.iterdir()) if one != text),
        ("audit", "-a", root),
        ("search", "-a", root, "ferry"),
    )
    for call in calls:
        done = cli(*call)
        assert done.code == 0, (call, done.stdout, done.stderr)
    return Everything(root, SAMPLES)
