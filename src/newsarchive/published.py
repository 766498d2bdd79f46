"""Where the published schemas and the BagIt profile lie: in the package, or beside its source."""

from importlib import resources
from pathlib import Path


def published(name: str) -> bytes | None:
    """The bytes of the file `name` of schemas/ (`article-1.schema.json`), None if there is none.

    Inside the package, as in a wheel; else beside `src`, as in a working copy.
    """
    for folder in (
        resources.files("newsarchive") / "schemas",
        Path(__file__).parents[2] / "schemas",
    ):
        file = folder / name
        if file.is_file():
            return file.read_bytes()
    return None
