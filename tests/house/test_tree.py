"""What holds for the source tree as a whole: imports, docstrings, lazy loading, codes."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from newsarchive.cli import COMMANDS, group
from newsarchive.model.finding import Code
from support.cli import Cli
from support.project import ROOT, relative

SOURCE = ROOT / "src/newsarchive"
MODULES = sorted(SOURCE.rglob("*.py"))
PACKAGES = sorted({path.parent for path in MODULES})

# What the command line must not wait for: each of these takes longer to import than all of click.
HEAVY = {
    "PIL",
    "bagit",
    "jinja2",
    "jsonschema",
    "lxml",
    "referencing",
    "rich",
    "tantivy",
    "trafilatura",
    "warcio",
}


def test_imports_point_down() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", MODULES, ids=relative)
def test_a_module_says_first_what_it_is_for(module: Path) -> None:
    docstring = ast.get_docstring(ast.parse(module.read_bytes()), clean=False)

    assert docstring is not None
    first = docstring.split("\n")[0]
    assert first == first.strip()
    assert first.endswith(".")
    assert len(first) > len("A module.")


@pytest.mark.parametrize("package", PACKAGES, ids=relative)
def test_a_package_has_a_page_of_contents(package: Path) -> None:
    assert (package / "__init__.py").is_file()


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("pass", id="import"),
        pytest.param("sys.argv[1:] = ['--help']; newsarchive.cli.main()", id="--help"),
        pytest.param("sys.argv[1:] = ['--version']; newsarchive.cli.main()", id="--version"),
    ],
)
def test_the_command_line_starts_without_heavy_packages(statement: str) -> None:
    program = f"""
import sys
import newsarchive.cli
try:
    {statement}
except SystemExit as end:
    assert not end.code, end.code
print("loaded:", *sorted({{name.partition(".")[0] for name in sys.modules}}))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split("\n")[-2].removeprefix("loaded: ").split())
    assert "click" in loaded
    assert not loaded & HEAVY


# What an audit of sound bags, that tells nobody and writes no report, can do without: the room that
# makes bags, what reads sources, archives and records, and what starts other processes.
NOT_FOR_AUDITS = {
    "concurrent.futures",
    "fractions",
    "multiprocessing",
    "newsarchive.bag.profile",
    "newsarchive.bag.serialized",
    "newsarchive.bag.writer",
    "newsarchive.formats",
    "newsarchive.metadata",
    "newsarchive.model.article",
    "newsarchive.packaging",
    "newsarchive.reports.audit.page",
    "newsarchive.workflows.ingest.run",
    "newsarchive.notify.watchers",
    "tarfile",
    "tempfile",
    "urllib.request",
    "zipfile",
}


def test_an_audit_loads_what_it_needs(cli: Cli, archive: Path) -> None:
    assert cli("audit", "-a", archive).code == 0  # it makes the catalog, which needs more
    program = f"""
import sys
import newsarchive.cli
sys.argv[1:] = ["audit", "--quiet", "-a", {str(archive)!r}]
try:
    newsarchive.cli.main()
except SystemExit as end:
    assert not end.code, end.code
print("loaded:", *sorted(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=False
    )

    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split("\n")[-2].removeprefix("loaded: ").split())
    assert "newsarchive.workflows.audit.run" in loaded
    assert loaded & (HEAVY | NOT_FOR_AUDITS) == set()


def test_a_command_that_is_loaded_hides_no_name_from_the_others() -> None:
    for name in COMMANDS:  # `list` and `help` are names of Python's own
        importlib.import_module(f"newsarchive.cli.{name}")
    context = click.Context(group, info_name="newsarchive")

    assert group.list_commands(context) == [*COMMANDS]
    assert [name for name in COMMANDS if f"  {name} " not in group.get_help(context)] == []


@pytest.fixture(scope="module")
def given() -> set[str]:
    """The names of codes that stand where findings are made."""
    elsewhere = {SOURCE / "model/finding.py", SOURCE / "reports/advice.py"}
    texts = (module.read_text("utf-8") for module in MODULES if module not in elsewhere)
    return {name for text in texts for name in re.findall(r"\bCode\.(\w+)", text)}


@pytest.mark.parametrize("code", Code)
def test_every_code_of_a_finding_is_given_somewhere(given: set[str], code: Code) -> None:
    assert code.name in given
