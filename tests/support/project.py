"""The project's own files, for tests that make claims about them."""

import os
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NOT_OURS = {".git", ".venv", ".demo", "__pycache__", "dist", "build"}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that belongs to the project: what git tracks or would add.

    Without git, as in an unpacked release, every file outside the folders that tools make.
    """
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git wherever it is
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return tuple(sorted(_walked()))
    return tuple(
        path for name in sorted(set(listed.split("\0"))) if (path := ROOT / name).is_file()
    )


def _walked() -> list[Path]:
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in _NOT_OURS and "_cache" not in name]
        found += [Path(folder, name) for name in files]
    return found


def documents() -> tuple[Path, ...]:
    """Every Markdown page."""
    return tuple(path for path in tracked_files() if path.suffix == ".md")


def manual() -> tuple[Path, ...]:
    """The pages that tell people how to use the program: README.md and docs/*.md."""
    return (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))


def relative(path: Path) -> str:
    """`path` as seen from the project's folder."""
    return path.relative_to(ROOT).as_posix()
