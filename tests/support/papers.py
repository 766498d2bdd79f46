"""Documents of ours, made byte by byte: PDF, Word, OpenDocument."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{_W}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:dcterms="http://purl.org/dc/terms/"><dc:creator>{}</dc:creator>'
    "<dcterms:created>{}</dcterms:created></cp:coreProperties>"
)


def packed(members: dict[str, str | bytes], *, stored: str = "") -> bytes:
    """A zip of these members, in their order; the one called `stored` is not compressed."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            kind = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            file.writestr(name, data, compress_type=kind)
    return out.getvalue()


def docx(
    body: str,
    creator: str = "",
    created: str = "2017-04-13T10:00:00Z",
    pictures: Mapping[str, bytes] = MappingProxyType({}),
    linked: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """A Word document whose body has this WordprocessingML (prefix `w`).

    `pictures` are the files in `word/media/`; each has its name as the id that drawings refer to,
    and so has what is `linked` by its address.
    """
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": "<Relationships/>",
        "word/document.xml": f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
    }
    relations = [f'<Relationship Id="{name}" Target="media/{name}"/>' for name in pictures]
    relations += [
        f'<Relationship Id="{name}" TargetMode="External" Target="{address}"/>'
        for name, address in linked.items()
    ]
    if relations:
        inner = "".join(relations)
        members["word/_rels/document.xml.rels"] = f"<Relationships>{inner}</Relationships>"
        members["word/styles.xml"] = (
            f'<w:styles {_NAMES}><w:style w:styleId="Beschriftung"><w:name w:val="caption"/>'
            "</w:style></w:styles>"
        )
    members |= {f"word/media/{name}": data for name, data in pictures.items()}
    if creator:
        members["docProps/core.xml"] = _CORE.format(creator, created)
    return packed(members)


def paragraph(text: str) -> str:
    """A paragraph of a Word document."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def drawn(name: str, alt: str = "", *, linked: bool = False) -> str:
    """A run of a Word document that shows a picture."""
    how = "link" if linked else "embed"
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic>'
        f'<a:blip r:{how}="{name}"/></a:graphic></wp:inline></w:drawing></w:r>'
    )


def caption(text: str, style: str = "Beschriftung") -> str:
    """A paragraph of a Word document in the style of captions."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def framed(name: str, alt: str = "", inner: str = "") -> str:
    """A frame of an OpenDocument text that shows a picture."""
    return (
        f'<draw:frame><draw:image xlink:href="Pictures/{name}"/><svg:desc>{alt}</svg:desc>'
        f"{inner}</draw:frame>"
    )


def odt(body: str, meta: str = "", pictures: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """An OpenDocument text whose body has this content (prefixes `text`, `table`, `draw`).

    `pictures` are the files in `Pictures/`.
    """
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"'
        ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
        ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
        ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    )
    content = (
        '<office:automatic-styles><style:style style:name="P7"'
        ' style:parent-style-name="Illustration"/></office:automatic-styles>'
    )
    content += f"<office:body><office:text>{body}</office:text></office:body>"
    members: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {names}>{content}</office:document-content>",
    }
    if meta:
        inner = f"<office:meta>{meta}</office:meta>"
        members["meta.xml"] = f"<office:document-meta {names}>{inner}</office:document-meta>"
    members |= {f"Pictures/{name}": data for name, data in pictures.items()}
    return packed(members, stored="mimetype")


def pdf(*pages: str, info: str = "", locked: bool = False) -> bytes:
    """A PDF with pages of these content streams; `/F1` is Helvetica.

    `locked`: it says that it is encrypted with a password, which nobody knows.
    """
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for stream in pages:
        data = stream.encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % content
        )
        kids.append(len(objects))
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    objects.append(f"<< {info} >>".encode("latin-1"))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = b""
    if locked:
        lock = b" /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
        lock %= b"11" * 32, b"22" * 32
    out += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(objects),
        lock,
        start,
    )
    return bytes(out)


def lines(*placed: tuple[int, int, str], size: int = 11) -> str:
    """A content stream with lines of text: (left, bottom, text) each, in points."""
    return "\n".join(
        f"BT /F1 {size} Tf {left} {bottom} Td ({text}) Tj ET" for left, bottom, text in placed
    )
