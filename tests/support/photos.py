"""Pictures of ours with metadata of their own, made byte by byte."""

import struct
from io import BytesIO

from PIL import Image

UTF8 = b"\x1b%G"


def iim(*datasets: tuple[int, int, bytes]) -> bytes:
    """An IIM stream: (record, number, value) each."""
    return b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(value)) + value
        for record, number, value in datasets
    )


def resources(stream: bytes) -> bytes:
    """The image resource block of Photoshop that holds an IIM stream."""
    padding = b"\0" if len(stream) % 2 else b""
    block = b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(stream)) + stream + padding
    return b"Photoshop 3.0\0" + block


def xmp(inner: str, attributes: str = "") -> bytes:
    """An XMP packet with `inner` in its description."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
        ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"'
        ' xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
        f' xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" {attributes}>'
        f"{inner}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    ).encode()


def segment(marker: int, data: bytes) -> bytes:
    """A marker segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def jpeg(*, stream: bytes = b"", packet: bytes = b"", tags: dict[int, str] | None = None) -> bytes:
    """A small JPEG that carries an IIM stream, an XMP packet and EXIF tags."""
    out = BytesIO()
    exif = Image.Exif()
    for number, value in (tags or {}).items():
        exif[number] = value
    Image.new("RGB", (8, 6), "gray").save(out, "JPEG", exif=exif)
    data = out.getvalue()
    parts = b""
    if packet:
        parts += segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)
    if stream:
        parts += segment(0xED, resources(stream))
    return data[:2] + parts + data[2:]


def png(packet: bytes) -> bytes:
    """A small PNG that carries an XMP packet."""
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", packet.decode())
    out = BytesIO()
    Image.new("RGB", (8, 6), "gray").save(out, "PNG", pnginfo=info)
    return out.getvalue()


def tiff(packet: bytes) -> bytes:
    """A small TIFF that carries an XMP packet."""
    out = BytesIO()
    Image.new("RGB", (8, 6), "gray").save(out, "TIFF", tiffinfo={700: packet})
    return out.getvalue()
