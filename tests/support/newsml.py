"""NewsML-G2 items and messages for tests, written by us."""

NAR = "http://iptc.org/std/nar/2006-10-01/"


def text(guid: str, *, links: tuple[str, ...] = (), status: str = "usable", words: str = "") -> str:
    """A text item, without the namespace that its message has."""
    linked = "".join(
        f'<link rel="irel:seeAlso" residref="{link}"><itemClass qcode="ninat:picture"/></link>'
        for link in links
    )
    return (
        f'<newsItem guid="{guid}" version="1" xml:lang="en"><itemMeta>'
        '<itemClass qcode="ninat:text"/><provider literal="AFP"/>'
        "<versionCreated>2024-03-14T09:30:00Z</versionCreated>"
        f'<pubStatus qcode="stat:{status}"/>{linked}</itemMeta>'
        f"<contentMeta><headline>Rain at {guid}</headline></contentMeta>"
        '<contentSet><inlineXML contenttype="application/xhtml+xml">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body>'
        f"<p>Rain fell on the harbour all night, the office of {guid} said. {words}</p>"
        "</body></html></inlineXML></contentSet></newsItem>"
    )


def picture(guid: str, href: str = "quay.png") -> str:
    """A picture item, without the namespace that its message has."""
    return (
        f'<newsItem guid="{guid}" version="1"><itemMeta><itemClass qcode="ninat:picture"/>'
        '<provider literal="AFP"/><versionCreated>2024-03-14T09:30:00Z</versionCreated></itemMeta>'
        "<contentMeta><creditline>Bo Kaya</creditline>"
        f'<description role="drol:caption">The quay of {guid}.</description></contentMeta>'
        f'<contentSet><remoteContent href="{href}" contenttype="image/png" width="1" height="1"/>'
        "</contentSet></newsItem>"
    )


def package(guid: str, *groups: tuple[str, ...], status: str = "usable") -> str:
    """A package of items, group by group, without the namespace that its message has."""
    made = "".join(
        f'<group role="group:main">{"".join(f"<itemRef residref={r!r}/>" for r in refs)}</group>'
        for refs in groups
    )
    return (
        f'<packageItem guid="{guid}" version="1"><itemMeta><itemClass qcode="ninat:composite"/>'
        '<provider literal="AFP"/><versionCreated>2024-03-14T09:30:00Z</versionCreated>'
        f'<pubStatus qcode="stat:{status}"/></itemMeta><groupSet>{made}</groupSet></packageItem>'
    )


def message(*items: str, header: str = "<sent>2024-03-14T09:31:00Z</sent>") -> bytes:
    """A message of items."""
    inside = "\n".join(items)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<newsMessage xmlns="{NAR}">'
        f"<header>{header}</header><itemSet>\n{inside}\n</itemSet></newsMessage>"
    ).encode()


def alone(item: str) -> bytes:
    """An item as a document of its own."""
    name, rest = item[1:].split(" ", 1)
    return f'<{name} xmlns="{NAR}" {rest}'.encode()
