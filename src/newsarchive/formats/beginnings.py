"""What a file is by its first bytes, for whoever sees which files make an article (`grouping`)."""

from dataclasses import dataclass
from typing import Protocol

from newsarchive.errors import RefusedError
from newsarchive.formats.documents.given import gives_text
from newsarchive.formats.images import looks_like_image
from newsarchive.formats.pages.folders import is_page_name, loaded
from newsarchive.formats.pages.following import PagePart, part_in
from newsarchive.formats.wires.readers import brief_of
from newsarchive.formats.wires.scanning import Brief

_MAGIC_BYTES = 32  # in which an image says that it is one


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a file is by its beginning; the members are those of `grouped.Entry`."""

    refusal: RefusedError | None
    is_image: bool = False
    is_item: bool = False
    brief: Brief | None = None
    loads: frozenset[str] = frozenset()
    gives_text: bool = False
    page_part: PagePart | None = None


def beginning_of(
    head: bytes, name: str, refusal: RefusedError | None, *, is_item: bool
) -> Beginning:
    """What the file `name` is that begins with `head`, of which the registry says these two."""
    return Beginning(
        refusal,
        is_image=looks_like_image(head[:_MAGIC_BYTES]),
        is_item=is_item,
        brief=None if refusal else brief_of(head),
        loads=loaded(head) if is_page_name(name) else frozenset(),
        gives_text=refusal is None and gives_text(head, name, is_item=is_item),
        page_part=None if refusal else part_in(head),
    )


class ByBeginning(Protocol):
    """What an entry of a folder says of itself by its `beginning`; part of `grouped.Entry`."""

    @property
    def beginning(self) -> Beginning:
        """What the file is by its first bytes."""
        ...

    @property
    def refusal(self) -> RefusedError | None:
        """Why it is no document that is read."""
        return self.beginning.refusal

    @property
    def is_item(self) -> bool:
        """Whether it is an article by what it says of itself."""
        return self.beginning.is_item

    @property
    def is_image(self) -> bool:
        """Whether it begins as an image does."""
        return self.beginning.is_image

    @property
    def gives_text(self) -> bool:
        """Whether it is plain text, or recognised text."""
        return self.beginning.gives_text

    @property
    def page_part(self) -> PagePart | None:
        """What a page says of being one of several."""
        return self.beginning.page_part

    @property
    def brief(self) -> Brief | None:
        """What a wire says of itself, and of other files."""
        return self.beginning.brief

    @property
    def loads(self) -> frozenset[str]:
        """The folders beside a page that it loads from."""
        return self.beginning.loads
