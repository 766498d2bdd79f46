"""Pages that a browser saved with a folder of their files, of which an archive takes the pictures.

The scripts and styles in such a folder are no part of an article, and the page is none without it.
"""

import stat

from newsarchive.errors import RefusedError
from newsarchive.formats.pages.folders import is_of, is_page_name, loaded
from newsarchive.workflows.ingest.below import Below, Named, mode_of, names_in
from newsarchive.workflows.ingest.folders import head_of


class SavedFolders:
    """Finds the folders that were saved with pages. What lies beside them is looked at once."""

    def __init__(self) -> None:
        self._beside: dict[Below, tuple[str, ...]] = {}

    def of(self, page: Named) -> str:
        """The name of the folder of a page, "" for none and for what is no page."""
        if not is_page_name(page.name):
            return ""
        folders = self._folders(Below(page.parent) if not isinstance(page, Below) else page.parent)
        loads = loaded(head_of(page)) if folders else frozenset()
        return next((f for f in folders if is_of(f, page.name, is_loaded=f in loads)), "")

    def _folders(self, above: Below) -> tuple[str, ...]:
        if above not in self._beside:
            try:
                names = sorted(names_in(above))
            except RefusedError:
                names = []
            self._beside[above] = tuple(name for name in names if _is_folder(above.of(name)))
        return self._beside[above]


def _is_folder(place: Below) -> bool:
    try:
        return stat.S_ISDIR(mode_of(place))
    except (OSError, ValueError):
        return False
