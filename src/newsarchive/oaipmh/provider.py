"""From a request to an answer: each verb of OAI-PMH 2.0 over a `Repository`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsarchive.errors import StoreError
from newsarchive.model.item import Item
from newsarchive.oaipmh import documents as made
from newsarchive.oaipmh.repository import Repository, Told
from newsarchive.oaipmh.requests import FaultError, Request, understood
from newsarchive.oaipmh.sets import collection_of
from newsarchive.oaipmh.tokens import Token, read, written

MOST_ITEMS, MOST_SETS = 100, 500
"""How many items, or sets, one answer has at most."""

_BEFORE = ("", -1)  # every place


def answer(repository: Repository, pairs: Sequence[tuple[str, str]]) -> bytes:
    """The answer to a request with these arguments, in their order: XML, UTF-8.

    Whatever is wrong with the request is an answer, too, as the protocol has it.

    Raises:
        StoreError, CatalogDamagedError: the archive cannot be asked just now.
    """
    moment = repository.moment()  # before anything is asked: what comes later belongs to the next
    try:
        request = understood(pairs)
    except FaultError as error:
        said = dict(pairs) if error.code == "cannotDisseminateFormat" else {}
        return made.document(moment, repository.base_url, said, (made.fault(error),))
    try:
        content = tuple(_VERBS[request.verb](repository, request, moment))
    except FaultError as error:
        content = (made.fault(error),)
    said = {"verb": request.verb, **request.arguments}
    return made.document(moment, repository.base_url, said, content)


def _identify(repository: Repository, _: Request, moment: str) -> Iterator[made.Element]:
    ends = repository.ends()
    said = (
        ("repositoryName", repository.name),
        ("baseURL", repository.base_url),
        ("protocolVersion", "2.0"),
        ("adminEmail", repository.admin_email),
        ("earliestDatestamp", ends[0] if ends else moment),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    )
    yield made.within("Identify", (made.element(name, value) for name, value in said))


def _formats(repository: Repository, request: Request, _: str) -> Iterator[made.Element]:
    if "identifier" in request.arguments:
        item, told = _item(repository, request, whole=False)
        if told.deleted:
            raise FaultError("noMetadataFormats", f"nothing is told of {item.bag[:12]} any more")
    yield made.within("ListMetadataFormats", (made.format_(),))


def _get(repository: Repository, request: Request, _: str) -> Iterator[made.Element]:
    item, told = _item(repository, request, whole=True)
    yield made.within("GetRecord", (made.record(item, told),))


def _item(repository: Repository, request: Request, *, whole: bool) -> tuple[Item, Told]:
    item = repository.item(request.arguments["identifier"])
    if item is None:
        raise FaultError("idDoesNotExist", "no item has this identifier")
    told = repository.told(item, whole=whole)
    if told is None:
        raise StoreError(f"the record of {item.bag} cannot be read")
    return item, told


def _sets(repository: Repository, request: Request, moment: str) -> Iterator[made.Element]:
    token = _resumed(repository, request, moment) if request.token is not None else None
    found = repository.collections(token.at if token else "", MOST_SETS + 1)
    names = found[:MOST_SETS]
    if not names:
        raise _no_sets() if token is None else _bad_token()
    listed = [made.set_(name) for name in names]
    cursor = token.cursor if token else 0
    if len(found) > MOST_SETS:
        start = token or Token(
            "ListSets", "", "", "", None, "", 0, 0, 0, repository.position(), moment, open=True
        )
        goes_on = replace(start, at=names[-1], cursor=cursor + len(names))
        listed.append(_token(repository, goes_on, cursor))
    elif token is not None:
        listed.append(made.element("resumptionToken", "", {"cursor": str(cursor)}))
    yield made.within("ListSets", listed)


def _list(repository: Repository, request: Request, moment: str) -> Iterator[made.Element]:
    token = (
        _resumed(repository, request, moment)
        if request.token is not None
        else _begun(repository, request, moment)
    )
    whole = request.verb == "ListRecords"
    make = made.record if whole else made.header
    while True:  # a page of which nothing can be read is passed over
        found = repository.page(
            token.since, token.until, token.collection, (token.at, token.number), MOST_ITEMS + 1
        )
        page = found[:MOST_ITEMS]
        told = ((item, repository.told(item, whole=whole)) for item in page)
        listed = [make(item, said) for item, said in told if said is not None]
        goes_on = replace(
            token,
            at=page[-1].changed if page else token.at,
            number=page[-1].number if page else token.number,
            cursor=token.cursor + len(page),
        )
        if listed or (page and len(found) <= MOST_ITEMS):
            break
        # All that was left may have changed since the list was begun.
        if not page and token == (goes_on := _longer(repository, token)):
            raise _bad_token() if request.token is not None else _nothing()
        token = goes_on
    if not listed:
        raise StoreError("no record of this list can be read")
    if len(found) > MOST_ITEMS:
        listed.append(_token(repository, goes_on, token.cursor))
    elif request.token is not None:
        size = {"completeListSize": str(token.size), "cursor": str(token.cursor)}
        listed.append(made.element("resumptionToken", "", size))
    yield made.within(request.verb, listed)


def _begun(repository: Repository, request: Request, moment: str) -> Token:
    """The list that is asked for, from its beginning to where it ends now."""
    collection = _collection(repository, request.arguments.get("set"))
    ends = repository.ends()
    if ends is None:
        raise _nothing()
    until = min(request.until, ends[1]) if request.until else ends[1]
    size = repository.count(request.since, until, collection)
    if not size:
        raise _nothing()
    return Token(
        request.verb,
        request.arguments["metadataPrefix"],
        request.since,
        until,
        collection,
        *_BEFORE,
        0,
        size,
        repository.position(),
        moment,
        open=not request.until,
    )


def _longer(repository: Repository, token: Token) -> Token:
    """A list to where it would end now, if nobody said where it should."""
    ends = repository.ends()
    return replace(token, until=ends[1]) if ends and token.open else token


def _collection(repository: Repository, spec: str | None) -> str | None:
    if spec is None:
        return None
    if not repository.collections("", 1):
        raise _no_sets()
    collection = collection_of(spec)
    if collection is None:
        raise _nothing()
    return collection


def _resumed(repository: Repository, request: Request, moment: str) -> Token:
    token = read(request.token or "", repository.identity)
    if (
        token is None
        or token.verb != request.verb
        or token.position > repository.position()  # the archive is one from before
        or token.expires < moment
    ):
        raise _bad_token()
    return token


def _token(repository: Repository, token: Token, cursor: int) -> made.Element:
    said = {"expirationDate": token.expires, "cursor": str(cursor)}
    if token.size:
        said["completeListSize"] = str(token.size)
    return made.element("resumptionToken", written(token, repository.identity), said)


def _nothing() -> FaultError:
    return FaultError("noRecordsMatch", "no record has a datestamp and a set as asked for")


def _no_sets() -> FaultError:
    return FaultError("noSetHierarchy", "there are no collections, and so no sets")


def _bad_token() -> FaultError:
    return FaultError("badResumptionToken", "the list does not go on here: begin it anew")


_VERBS = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "ListIdentifiers": _list,
    "ListRecords": _list,
    "GetRecord": _get,
}
