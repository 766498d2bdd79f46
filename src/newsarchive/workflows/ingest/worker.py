"""Preparing articles: what an ingest gives to its workers. It commits nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsarchive.errors import NewsArchiveError, SourceError
from newsarchive.workflows.ingest.prepare import Failed, Prepared, Preparer, called, failure
from newsarchive.workflows.ingest.requested import Request, Unusable, octets

# So many articles or bytes, so that groups fill evenly, an interruption waits for little, and large
# ones are shared out.
_CHUNK, _CHUNK_BYTES = 8, 16 << 20


@dataclass(frozen=True, slots=True)
class Preparing:
    """Prepares articles, chunk by chunk, by a `preparer` that goes with it when it is pickled."""

    preparer: Preparer

    def __call__(self, requests: Sequence[Request | Unusable]) -> Sequence[Prepared | Failed]:
        """What came of each; what cannot be taken in is a `Failed`, never an exception."""
        return [self._one(request) for request in requests]

    def _one(self, request: Request | Unusable) -> Prepared | Failed:
        try:
            return self.preparer.prepare(request, sync=False)
        except NewsArchiveError as error:
            return failure(request, error)


def lost(request: Request | Unusable) -> Failed:
    """What came of an article whose process died of it twice."""
    return failure(
        request,
        SourceError(
            f"the process that read {called(request)} was ended from outside, twice",
            hint="Is there enough memory? Take it in by itself, with --workers 1, to see more.",
        ),
    )


def chunks(
    requests: Iterable[Request | Unusable], size: int | None = None
) -> Iterator[Sequence[Request | Unusable]]:
    """Requests in handfuls: of `size`, else of as many as are not too many and not too large."""
    chunk: list[Request | Unusable] = []
    total = 0
    for request in requests:
        chunk.append(request)
        total += 0 if size else octets(request)
        if len(chunk) >= (size or _CHUNK) or total >= _CHUNK_BYTES:
            yield chunk
            chunk, total = [], 0
    if chunk:
        yield chunk
