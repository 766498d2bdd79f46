"""The scheduled audit of an archive: what it needs on this machine, and putting its files there."""

import os
import pwd
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import newsarchive
from newsarchive import durable
from newsarchive.errors import StoreError
from newsarchive.model.policy import Policy, Telling
from newsarchive.model.schedule import Installed, Job, ScheduleFile

_HOMES = tuple(map(Path, ("/home", "/root", "/run/user")))
_TEMPS = tuple(map(Path, ("/tmp", "/var/tmp")))  # noqa: S108  # only compared with
_MOST_BYTES = 1_000_000


def plan(
    archive: Path,
    policy: Policy,
    telling: Telling,
    program: str,
    *,
    hour: int,
    minute: int,
    name: str = "",
    user: str = "",
    personal: bool = False,
) -> Job:
    """The scheduled audit of the archive at `archive`, run by `program`, an absolute path.

    `name` is the archive's folder's and `user` who owns it where nothing else is said.

    Raises:
        StoreError: the folder cannot be looked at.
    """
    try:
        root = archive.resolve(strict=True)
        owner = root.stat().st_uid
    except OSError as error:
        raise durable.store_error("look at", archive, error) from error
    metrics = (root / telling.metrics).parent.resolve() if telling.metrics else root
    needed = list(_needed(root, program, metrics, telling))
    return Job(
        program=program,
        archive=str(root),
        name=name or root.name or "archive",
        user=user or _name(owner),
        hour=hour,
        minute=minute,
        every=policy.run_every,
        personal=personal,
        metrics_folder="" if metrics.is_relative_to(root) else str(metrics),
        # A hook may have its settings there, for all we know.
        needs_home=bool(telling.hook) or _any_below(needed, _HOMES),
        needs_temp=_any_below(needed, _TEMPS),
        ping=telling.ping,
        hook=telling.hook,
    )


def _name(owner: int) -> str:
    try:
        return pwd.getpwuid(owner).pw_name
    except KeyError:
        return str(owner)


def _needed(root: Path, program: str, metrics: Path, telling: Telling) -> Iterator[Path]:
    """What has to be seen: the archive, the program with its Python, and what archive.toml names.

    Both as it is named and as it is behind links.
    """
    named = [root, root / "bags", Path(program), metrics, Path(newsarchive.__file__)]
    named += [Path(path) for path in (sys.prefix, sys.base_prefix, sys.executable)]
    named += [Path(word) for word in telling.hook if os.path.isabs(word)]
    for path in named:
        yield path
        yield path.resolve()


def _any_below(paths: Sequence[Path], folders: Sequence[Path]) -> bool:
    return any(path.is_relative_to(folder) for path in paths for folder in folders)


def install(files: Sequence[ScheduleFile], folder: Path, *, force: bool = False) -> Installed:
    """Put the files into `folder`, each whole or not at all. The same file is left as it is.

    Raises:
        StoreError: another file has one of the names, and nothing was written, unless `force`; or
            the disk refused.
    """
    there = {file.name: _content(folder / file.name) for file in files}
    changed = [file for file in files if there[file.name] != file.text.encode()]
    for file in changed:
        if there[file.name] is not None and not force:
            raise StoreError(
                f"{folder / file.name} is there already and says something else",
                hint="Nothing was changed. For another archive give a --name; --force replaces it.",
            )
    try:
        if changed:
            folder.mkdir(durable.FOLDER_MODE, parents=True, exist_ok=True)
        for file in changed:
            durable.replace(folder / file.name, file.text.encode())
            (folder / file.name).chmod(0o644)
    except OSError as error:
        raise durable.store_error("write to", folder, error) from error
    unchanged = {str(folder / f.name) for f in files} - {str(folder / f.name) for f in changed}
    return Installed(tuple(str(folder / file.name) for file in files), frozenset(unchanged))


def _content(path: Path) -> bytes | None:
    """What lies there, None for nothing; a link to nowhere, and what is no file, is something."""
    try:
        with durable.reading(path, follow=True) as file:
            return file.read(_MOST_BYTES)
    except FileNotFoundError:
        return b"" if path.is_symlink() else None
    except durable.NotAFileError:
        return b""
    except OSError as error:
        raise durable.store_error("read", path, error) from error
