"""Which bag an address means: exactly one, by its whole id or its whole name."""

import re
from urllib.parse import quote

from newsarchive.errors import NotFoundError
from newsarchive.holdings.find import base_of, must_not_be_destroyed
from newsarchive.holdings.opened import OpenArchive
from newsarchive.model.holding import Accession

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,199}")


def named(holdings: OpenArchive, reference: str) -> Accession:
    """The bag with this id or name. What begins so, or a title, is no address.

    Raises:
        NotFoundError: there is none.
        WithdrawnError: it was destroyed.
    """
    if not _NAME.fullmatch(reference):
        raise NotFoundError("no bag has such a name")
    for accession in holdings.catalog.find(reference):
        if reference in {accession.bag, accession.name}:
            return accession
    must_not_be_destroyed(holdings, reference)
    raise NotFoundError("no bag has this name or id")


def version_named(holdings: OpenArchive, reference: str) -> Accession:
    """The very version that is named: the bag, or of an amendment the bag that it amends."""
    return base_of(holdings, named(holdings, reference))


def article_named(holdings: OpenArchive, reference: str) -> Accession:
    """The current version of the article of a bag: what a persistent link leads to."""
    return holdings.catalog.versions.current(version_named(holdings, reference))


def article(bag: str) -> str:
    """The persistent link to the article of a bag."""
    return f"/article/{bag}"


def version(bag: str) -> str:
    """The link to one version."""
    return f"/bag/{bag}"


def file(bag: str, path: str) -> str:
    """The link to a file of a bag."""
    return f"/bag/{bag}/file/{quote(path, errors='surrogateescape')}"
