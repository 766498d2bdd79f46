"""The helpers that other tests lean on do what they say."""

from support.project import ROOT, tracked_files


def test_the_project_is_found() -> None:
    files = tracked_files()

    assert ROOT / "pyproject.toml" in files
    assert not [path for path in files if ".venv" in path.parts]
