"""Stores are opened by their address, in one place."""

from pathlib import Path

import pytest

from newsarchive.errors import UsageError
from newsarchive.store import DirectoryStore, open_store

FOLDERS: dict[str, tuple[Path | str, Path]] = {
    "a folder": (Path("archive"), Path("archive")),
    "a path": ("/srv/copy", Path("/srv/copy")),
    "a path with a colon": ("/srv/s3://x", Path("/srv/s3://x")),
    "a path with %": ("/srv/50%20", Path("/srv/50%20")),
    "a URL": ("file:///srv/copy", Path("/srv/copy")),
    "a short URL": ("file:/srv/copy", Path("/srv/copy")),
    "a URL of this machine": ("file://localhost/srv/copy", Path("/srv/copy")),
    "a URL with a space": ("file:///srv/our%20copy", Path("/srv/our copy")),
    "a URL in capitals": ("FILE:///srv/copy", Path("/srv/copy")),
}
NONE = {
    "nothing": ("", "relative"),
    "a relative folder": ("copy", "relative"),
    "of another machine": ("file://nas/srv/copy", "this machine"),
    "a URL of a relative folder": ("file:copy", "this machine"),
    "a URL with NUL": ("file:///srv/%00", "this machine"),
    "no URL": ("http://[::1/", "no address"),
    "of another kind": ("ftp://example.org/copy", "no store for ftp:"),
}


@pytest.mark.parametrize(("address", "folder"), FOLDERS.values(), ids=FOLDERS)
def test_a_folder_or_a_file_url_is_a_directory(address: Path | str, folder: Path) -> None:
    store = open_store(address, archive_id="urn:example:archive")

    assert isinstance(store, DirectoryStore)
    assert (store.root, store.archive_id) == (folder, "urn:example:archive")


@pytest.mark.parametrize(("address", "words"), NONE.values(), ids=NONE)
def test_what_is_no_address_is_refused_and_says_what_one_is(address: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as refused:
        open_store(address, archive_id="urn:example:archive")

    assert "/srv/copy" in refused.value.hint


def test_a_kind_that_needs_an_extra_names_it() -> None:
    with pytest.raises(UsageError, match="s3: addresses") as refused:
        open_store("s3://bucket/bags", archive_id="urn:example:archive")

    assert "newsarchive[s3]" in refused.value.hint
