"""What is made has modes of its own: the umask tightens them, and nothing loosens them."""

import os
import stat
import zipfile
from pathlib import Path

import pytest

from support.archives import article, bags
from support.cli import Cli


@pytest.fixture
def lived_in(tmp_path: Path, cli: Cli, request: pytest.FixtureRequest) -> Path:
    """A folder in which an archive was made, used and told of under an umask."""
    sources = tmp_path / "sources"
    sources.mkdir()
    for name in ("a.txt", "b.txt"):
        (sources / name).write_text(article(name), encoding="utf-8")
        (sources / name).chmod(0o666)
    with zipfile.ZipFile(sources / "c.zip", "w") as packed:
        packed.writestr("c.txt", article("c.txt"))
        packed.writestr("d.txt", article("d.txt"))
    made = tmp_path / "made"
    before = os.umask(request.param)
    try:
        made.mkdir(0o755)
        root = made / "above/archive"
        used: tuple[tuple[str | Path, ...], ...] = (
            ("init", "-a", root),
            ("ingest", "-a", root, *sorted(sources.iterdir()), "--report", made / "ingest.csv"),
            ("audit", "-a", root, "--report", made / "audit.html", "--report", made / "audit.json"),
            ("bag", sources, made / "bag"),
        )
        for words in used:
            done = cli(*words)
            assert done.code == 0, done.stderr
        bag = next(b.name for b in bags(root) if "undated" in str(b))
        later: tuple[tuple[str | Path, ...], ...] = (
            ("describe", "-a", root, bag, "--source", "Courier", "--date-published", "2017-04"),
            ("decide", "-a", root, bag, "--access", "onsite", "--reason", "curation"),
            ("export", "-a", root, bag, "--format", "ninjs", "-o", made / "record.json"),
            ("rebuild", "-a", root),
            ("audit", "-a", root),
        )
        for words in later:
            done = cli(*words)
            assert done.code == 0, done.stderr
        (root / "staging/journal.json").write_bytes(b"{")
        (root / "staging/journal.json").chmod(0o600)
        with (root / "ledger/entries.jsonl").open("ab") as file:
            file.write(b"torn")
        assert cli("ingest", "-a", root, sources / "a.txt").code == 0
    finally:
        os.umask(before)
    return made


@pytest.mark.parametrize(
    ("lived_in", "folder", "file"),
    [
        (0o000, 0o755, 0o644),
        pytest.param(0o022, 0o755, 0o644, marks=pytest.mark.heavy),
        pytest.param(0o027, 0o750, 0o640, marks=pytest.mark.heavy),
        (0o077, 0o700, 0o600),
    ],
    ids=["000", "022", "027", "077"],
    indirect=["lived_in"],
)
def test_nothing_has_a_mode_beyond_what_the_umask_leaves_of_ours(
    lived_in: Path, folder: int, file: int
) -> None:
    paths = [lived_in, *lived_in.rglob("*")]
    modes = {p.relative_to(lived_in).as_posix(): stat.S_IMODE(p.lstat().st_mode) for p in paths}
    wrong = {
        name: oct(mode)
        for name, mode in modes.items()
        if mode & ~(folder if (lived_in / name).is_dir() else file)
    }

    kept = {
        path.name.partition("-")[0] for path in (lived_in / "above/archive/quarantine").iterdir()
    }
    assert wrong == {}
    assert kept == {"journal", "ledger"}
    assert len(modes) > 50
