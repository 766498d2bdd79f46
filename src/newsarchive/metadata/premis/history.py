"""A bag's own PREMIS document and what happened since, as one document."""

from collections.abc import Iterable

from lxml import etree

from newsarchive.metadata.premis.names import NAMESPACE, ORDER
from newsarchive.metadata.premis.read import agent_key, bag_of, parse, value
from newsarchive.metadata.premis.write import event_lines, premis_document
from newsarchive.model.event import Event

_P = f"{{{NAMESPACE}}}"


def history_premis(own: bytes, later: Iterable[Event], what: str = "premis.xml") -> bytes:
    """One document of a bag's own PREMIS document and what happened since, in the given order.

    Everything in `own` stays as it is; `later` events and their agents are added. For a bag without
    a premis.xml, `own` can be written anew by `write_premis` from what its record says.

    Raises:
        InvalidRecordError: `own` is not a PREMIS document of ours; `what` names it.
        ValueError: an event has the identifier of another.
    """
    root = parse(own, what)
    known = [value(e, "eventIdentifier") for e in root.iterchildren(f"{_P}event")]
    acquainted = {agent_key(a) for a in root.iterchildren(f"{_P}agent")}
    events, agents = event_lines(bag_of(root, what), later, known, acquainted)
    root.extend(list(parse(premis_document([*events, *agents]), what)))
    # What was added stands behind everything else; sorting is stable.
    root[:] = sorted(root, key=lambda child: ORDER.index(etree.QName(child).localname))
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"
