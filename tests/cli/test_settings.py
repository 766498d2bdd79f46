"""archive.toml, however odd, is used or refused in one line that says what is wrong."""

from pathlib import Path

import pytest

from newsarchive import config
from newsarchive.errors import ConfigError, NewsArchiveError
from support.cli import Cli

HEAD = '[archive]\nid = "urn:uuid:0"\nlayout = 1\n'
DIGITS = "9" * 5000
HEX = "0x" + "f" * 5000


def audit(setting: str) -> str:
    return f"{HEAD}[audit]\n{setting}\n"


REFUSED: dict[str, tuple[str | bytes, str]] = {
    # what no settings are
    "nested lists": (f"{HEAD}x = {'[' * 100_000}", "nested too deeply"),
    "nested lists, closed": (f"{HEAD}x = {'[' * 5000}{']' * 5000}", "nested too deeply"),
    "nested tables": (f"{HEAD}x = {'{a = ' * 50_000}", "nested too deeply"),
    "a name of many parts": (f"{HEAD}{'a.' * 100_000}a = 1", "nested too deeply"),
    "a table of many parts": (f"{HEAD}[{'a . ' * 100_000}a]", "nested too deeply"),
    "quoted parts": (f"{HEAD}[" + '"a".' * 100_000 + "a]", "nested too deeply"),
    "parts in single quotes": (HEAD + "'a'." * 100_000 + "a = 1", "nested too deeply"),
    "parts between long strings": (
        f"{HEAD}x = ['''\n''', {{{'a.' * 100_000}a = 1}}, '''\n''']",
        "nested too deeply",
    ),
    "a number of 5,000 digits": (f"{HEAD}x = {DIGITS}", "too many digits"),
    "a negative one": (f"{HEAD}x = -{DIGITS}", "too many digits"),
    "one in a list": (f"{HEAD}x = [1, [{DIGITS}]]", "too many digits"),
    "one in a name": (f"{HEAD}[{DIGITS}]\n", "is not known"),
    "a day that there is not": (f"{HEAD}x = 2017-02-30", "date"),
    "an hour that there is not": (f"{HEAD}x = 2017-02-03T24:00:00", "Expected newline"),
    "a zone that there is not": (f"{HEAD}x = 2017-02-03T12:00:00+24:00", "Expected newline"),
    "a null": (f'{HEAD}x = "a\0b"', "Illegal character"),
    "a null alone": (b"\0", "Invalid statement"),
    "no UTF-8": (b'[archive]\nid = "\xff"', "not UTF-8"),
    "UTF-16": (HEAD.encode("utf-16"), "not UTF-8"),
    "UTF-16 without a mark": (HEAD.encode("utf-16-le"), "Invalid"),
    "a byte order mark": (b"\xef\xbb\xbf" + HEAD.encode(), "Invalid statement"),
    "a lone surrogate": (f'{HEAD}x = "\\ud800"', "Escaped character"),
    "one line without an end": (f"{HEAD}{'a' * 1_000_000}", "Expected '='"),
    "a string without an end": (f'{HEAD}a = "' + "\\\\" * 400_000, "Unterminated"),
    "blanks": (f"{HEAD}a {' ' * 1_000_000}", "Expected '='"),
    "100 MB": (b"#" * 100_000_000, "larger than"),
    "a byte too many": (HEAD.encode().ljust((1 << 20) + 1, b"#"), "larger than"),
    "defaults of nothing": (f'{HEAD}[defaults]\nsource = "X"\n', "tables by collection"),
    "a default that is a number": (f"{HEAD}[defaults.X]\nsource = 3\n", "a text or a list"),
    "a default of no field": (f'{HEAD}[defaults.X]\nsurce = "X"\n', "did you mean source"),
    "a default date that is none": (f'{HEAD}[defaults.X]\ndate = "yesterday"\n', "defaults.X"),
    "a default headline": (f'{HEAD}[defaults.X]\nheadline = "X"\n', "of one article"),
    # values of the wrong type
    "a layout that is true": (HEAD.replace("layout = 1", "layout = true"), "layout"),
    "a layout that is a text": (HEAD.replace("layout = 1", 'layout = "1"'), "layout"),
    "a layout of nothing": (HEAD.replace("layout = 1", "layout = 0"), "layout"),
    "a layout below nothing": (HEAD.replace("layout = 1", "layout = -1"), "layout"),
    "a layout with thousands of digits": (HEAD.replace("= 1", f"= {HEX}"), "layout"),
    "a newer layout": (HEAD.replace("layout = 1", "layout = 2"), "newer"),
    "an id that is a number": (HEAD.replace('"urn:uuid:0"', "17"), "archive.id"),
    "an id of two lines": (HEAD.replace("urn:uuid:0", "urn\\nuuid"), "archive.id"),
    "an archive that is a number": ("archive = 1", "must be a table"),
    "an archive that is a list": ("[[archive]]\nid = 'urn:x'", "must be a table"),
    "a name that is a day": (f"{HEAD}[institution]\nname = 2017-02-03", "institution.name"),
    "a name with a null": (f'{HEAD}[institution]\nname = "\\u0000"', "institution.name"),
    "a name of two lines": (f'{HEAD}[institution]\nname = "a\\u2028b"', "institution.name"),
    "a name that is a table": (f"{HEAD}[institution.name]\nx = 1", "institution.name"),
    "algorithms that are a text": (f'{HEAD}[bags]\nalgorithms = "sha512"', "must be a list"),
    "algorithms of lists": (f"{HEAD}[bags]\nalgorithms = [[]]", "must be a list"),
    "no algorithms": (f"{HEAD}[bags]\nalgorithms = []", "sha512"),
    "staff that is a list": (f"{HEAD}[staff]\nby = []", "staff.by"),
    "days with thousands of digits": (audit(f"every-days = {HEX}"), "number of days"),
    "days that are a fraction": (audit("every-days = 1.5"), "number of days"),
    "days that are a day": (audit("every-days = 2017-02-03"), "number of days"),
    "days that are endless": (audit("every-days = inf"), "number of days"),
    "collections that are a list": (audit("collections = []"), "must be a table"),
    "a duration that is endless": (audit("max-duration = inf"), "max-duration"),
    "a duration that is a table": (audit("max-duration = {}"), "max-duration"),
    "a duration that is true": (audit("max-duration = true"), "max-duration"),
    "a duration with thousands of digits": (audit(f"max-duration = {HEX}"), "max-duration"),
    "a duration of many digits": (audit(f'max-duration = "{DIGITS}h"'), "max-duration"),
    "a time beyond all days": (audit('run-every = "999999999999w"'), "run-every"),
    "bytes with thousands of digits": (audit(f"max-bytes = {HEX}"), "max-bytes"),
    "a hook that is a list": (audit("hook = ['mail']"), "audit.hook"),
    "a hook without its quote": (audit('hook = "mail \'a"'), "audit.hook"),
    "a hook with a null": (audit('hook = "mail \\u0000"'), "audit.hook"),
    "a ping that is a number": (audit("ping = 17"), "audit.ping"),
    # many mistakes, and odd ones
    "fifty thousand names": (
        HEAD + "".join(f"k{n} = 1\n" for n in range(50_000)),
        "and 49,980 more",
    ),
    "a name of two lines in a table": (f'{HEAD}"a\\nb" = 1', "archive.a\\nb is not known"),
    "a name that turns the line": (f'{HEAD}"a\\u202eb" = 1', "archive.a\\u202eb"),
    "a name of 500,000 characters": (audit(f"{'k' * 500_000} = 1"), "is not known"),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=list(REFUSED))
def test_settings_that_cannot_be_used_are_refused_in_a_line(
    tmp_path: Path, text: str | bytes, reason: str
) -> None:
    path = tmp_path / "archive.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))

    with pytest.raises(ConfigError) as raised:
        config.load(path)

    assert raised.value.message.startswith(f"{path}: ")
    assert reason in raised.value.message
    assert raised.value.message.isprintable()
    assert len(raised.value.message) < 6000


USED = {
    "the least": HEAD,
    "dots in texts": audit('hook = "send a.b.c.d.e.f.g -x ./../.././.. ..."'),
    "dots in a note": f"{HEAD}# {'.' * 200} {'a.b ' * 50}\n",
    "a name with an umlaut and a fixed blank": f'{HEAD}[institution]\nname = "Öst\u00a0Archiv"\n',
    "many collections": HEAD
    + "[audit.collections]\n"
    + "".join(f'"Tolm Post {n}" = 30\n' for n in range(20_000)),
    "up to the limit": HEAD.ljust(1 << 20, "#"),
}


@pytest.mark.parametrize("text", USED.values(), ids=list(USED))
def test_settings_that_can_be_used_are(tmp_path: Path, text: str) -> None:
    path = tmp_path / "archive.toml"
    path.write_text(text, encoding="utf-8")

    assert config.load(path).archive_id == "urn:uuid:0"


@pytest.mark.parametrize("name", ["nested lists", "a number of 5,000 digits", "100 MB"])
@pytest.mark.parametrize("command", ["status", "audit", "doctor"])
def test_every_command_says_so_and_ends(cli: Cli, archive: Path, command: str, name: str) -> None:
    text, reason = REFUSED[name]
    raw = text if isinstance(text, bytes) else text.encode()
    (archive / "archive.toml").write_bytes(raw)

    done = cli(command, "-a", archive)

    assert done.code in {1, 3}
    assert reason in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") <= 1


def test_settings_that_are_not_there_are_no_archive(tmp_path: Path) -> None:
    with pytest.raises(NewsArchiveError, match="there is no archive"):
        config.load(tmp_path / "archive.toml")
