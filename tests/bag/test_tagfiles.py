"""The grammar of tag files: what is written reads back, every fault is told, with its line."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.bag import lines, paths, tagfiles
from newsarchive.bag.faults import Faults
from newsarchive.bag.tagfiles import Declaration, FetchEntry, ManifestEntry
from newsarchive.bag.versions import KNOWN, LATEST, Rules
from newsarchive.digests import Algorithm
from newsarchive.model.finding import Level

_A = "a" * 64
_B = "b" * 64

# --- Laws --------------------------------------------------------------------------------------

# Any character but surrogates, and often those at which careless readers cut lines.
_TEXT = st.text(
    st.one_of(
        st.sampled_from("\r\n%\t \x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\ufeff\\*~#:."),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=12,
)
_NAMES = _TEXT.filter(
    lambda t: bool(t) and not {"", ".", ".."} & set(t.split("/")) and "\0" not in t
)
_CHUNK_SIZES = st.integers(1, 7)


def _in_chunks(data: bytes, size: int) -> list[bytes]:
    return [data[i : i + size] for i in range(0, len(data), size)]


@given(st.dictionaries(_NAMES, st.text("0123456789abcdef", min_size=64, max_size=64)), _CHUNK_SIZES)
def test_a_manifest_reads_back_as_it_was_written(files: dict[str, str], size: int) -> None:
    listed = {f"data/{name}": digest for name, digest in files.items()}
    faults = Faults("manifest-sha256.txt")

    data = tagfiles.render_manifest((digest, path) for path, digest in listed.items())
    entries = tagfiles.parse_manifest(
        _in_chunks(data, size), faults, algorithm=Algorithm.SHA256, payload=True
    )

    assert {e.path: e.checksum for e in entries} == listed
    assert faults.findings() == ()


_LABELS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=":\r\n"), min_size=1, max_size=8
).filter(lambda label: label == label.strip())
_VALUES = st.lists(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n")), min_size=1
).map("\n".join)


@given(st.lists(st.tuples(_LABELS, _VALUES)), _CHUNK_SIZES)
def test_bag_info_reads_back_as_it_was_written_or_is_refused(
    elements: list[tuple[str, str]], size: int
) -> None:
    faults = Faults("bag-info.txt")

    try:
        data = tagfiles.render_info(elements)
    except ValueError:
        assert any("\n " in value or "\n\t" in value for _, value in elements)
        return
    read = list(tagfiles.parse_info(_in_chunks(data, size), faults))

    bom = elements[:1] and elements[0][0].startswith("\ufeff")
    assert read == elements or bom
    assert all(f.level is not Level.ERROR for f in faults.findings()) or bom


@given(st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b"a", b"\x0b", b"\xc2\x85"])), _CHUNK_SIZES)
def test_lines_do_not_depend_on_how_the_bytes_are_cut(parts: list[bytes], size: int) -> None:
    data = b"".join(parts)

    assert list(lines.split(_in_chunks(data, size))) == list(lines.split([data]))


@given(st.lists(st.sampled_from([b"\r", b"\n", b"\r\n", b"a", b"\x0c", b"\xe2\x80\xa8"])))
def test_lines_and_their_endings_are_the_whole_file(parts: list[bytes]) -> None:
    data = b"".join(parts)

    found = list(lines.split([data]))

    assert b"".join(line.data + line.ending for line in found) == data
    assert all(data[line.offset :].startswith(line.data) for line in found)


@given(_TEXT)
def test_a_path_is_decoded_to_what_was_encoded(path: str) -> None:
    assert paths.decode(paths.encode(path), LATEST.escapes) == path


@given(st.binary(max_size=200))
def test_no_bytes_make_a_reader_fail(data: bytes) -> None:
    for rules in KNOWN.values():
        for codec in ("utf-8", "utf-16", "iso8859-1", "shift_jis"):
            for payload in (True, False):
                faults = Faults("x")
                read = tagfiles.parse_manifest(
                    [data],
                    faults,
                    algorithm=Algorithm.MD5,
                    payload=payload,
                    rules=rules,
                    codec=codec,
                )
                assert len(list(read)) + len(faults.findings()) > 0 or not data.strip(b"\xff\xfe")
            list(tagfiles.parse_fetch([data], Faults("x"), rules=rules, codec=codec))
            tagfiles.judge_info(
                tagfiles.parse_info([data], Faults("x"), rules=rules, codec=codec), Faults("x")
            )
    tagfiles.parse_declaration(data, Faults("x"))


# --- bagit.txt ---------------------------------------------------------------------------------


def test_our_own_declaration_has_no_fault() -> None:
    faults = Faults("bagit.txt")

    assert tagfiles.parse_declaration(tagfiles.DECLARATION, faults) == Declaration("1.0", "UTF-8")
    assert faults.findings() == ()


_V, _E = b"BagIt-Version: 1.0", b"Tag-File-Character-Encoding: UTF-8"


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"], ids=["LF", "CR", "CRLF"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "unended"])
def test_a_declaration_may_end_its_lines_in_three_ways(end: bytes, *, last: bool) -> None:
    faults = Faults("bagit.txt")

    declaration = tagfiles.parse_declaration(_V + end + _E + (end if last else b""), faults)

    assert (declaration.version, declaration.encoding, faults.findings()) == ("1.0", "UTF-8", ())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "RB-04"),
        (_V + b"\n", "RB-04"),
        (_V + b"\n" + _E + b"\nMore: x\n", "RB-04"),
        (_V + b"\n" + _E + b"\n\n", "RB-04"),
        (_V + b"\n" + _V + b"\n" + _E + b"\n", "RB-04"),
        (_V + b"\x0b" + _E, "RB-04"),
        (_E + b"\n" + _V + b"\n", "RB-05"),
        (b"BagIt-Version: 1.0.1\n" + _E, "RB-06"),
        (b"BagIt-Version: .97\n" + _E, "RB-06"),
        (b"BagIt-Version: 1\n" + _E, "RB-06"),
        (b"BagIt-Version:1.0\n" + _E, "RB-06"),
        (b"BagIt-Version:  1.0\n" + _E, "RB-06"),
        (b"BagIt-Version : 1.0\n" + _E, "RB-06"),
        (b"BagIt-Version: 1.0 \n" + _E, "RB-06"),
        (b"BagIt-version: 1.0\n" + _E, "RB-06"),
        ("BagIt-Version: \u0661.0\n".encode() + _E, "RB-06"),
        (_V + b"\nTag-File-Character-Encoding: rot13\n", "RB-07"),
        (_V + b"\nTag-File-Character-Encoding: idna\n", "RB-07"),
        (_V + b"\nTag-File-Character-Encoding:UTF-8\n", "RB-07"),
        (_V + b"\nTag-File-Character-Encoding:\n", "RB-07"),
        ((_V + b"\n" + _E + b"\n").decode().encode("utf-16"), "RB-08"),
        ((_V + b"\n" + _E + b"\n").decode().encode("utf-16le"), "RB-08"),
        (_V + b"\n" + _E + b"\xff\n", "RB-08"),
        (b"\xef\xbb\xbf" + _V + b"\n" + _E + b"\n", "RB-09"),
        (b"BagIt-Version: 2.0\n" + _E, "RB-10"),
        (b"BagIt-Version: 0.98\n" + _E, "RB-10"),
    ],
    ids=str,
)
def test_a_fault_of_the_declaration_is_told(data: bytes, code: str) -> None:
    faults = Faults("bagit.txt")

    tagfiles.parse_declaration(data, faults)

    assert code in {f.code for f in faults.findings() if f.level is Level.ERROR}


@pytest.mark.parametrize("version", KNOWN, ids=str)
def test_an_older_version_brings_its_own_rules(version: str) -> None:
    faults = Faults("bagit.txt")

    declaration = tagfiles.parse_declaration(f"BagIt-Version: {version}\n".encode() + _E, faults)

    assert (declaration.rules, faults.findings()) == (KNOWN[version], ())


# --- Manifests ---------------------------------------------------------------------------------


def _manifest(
    data: bytes, *, payload: bool = True, rules: Rules = LATEST, codec: str = "utf-8"
) -> tuple[list[ManifestEntry], list[tuple[str, str]]]:
    faults = Faults("m")
    entries = tagfiles.parse_manifest(
        [data], faults, algorithm=Algorithm.SHA256, payload=payload, rules=rules, codec=codec
    )
    return list(entries), [(f.code.value, f.level.value) for f in faults.findings()]


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (f"{_A}  data/x", "data/x"),
        (f"{_A} data/x", "data/x"),
        (f"{_A}\t \tdata/x", "data/x"),
        (f"{_A.upper()}  data/x", "data/x"),
        (f"{_A}  data/x ", "data/x "),
        (f"{_A}  data/a b\tc", "data/a b\tc"),
        (f"{_A}  data/a%0Ab%0dc%25d", "data/a\nb\rc%d"),
        (f"{_A}  data/%250A", "data/%0A"),
        (f"{_A}  data/a\u2028b\u0085c\x0bd\x0ce\x1cf", "data/a\u2028b\u0085c\x0bd\x0ce\x1cf"),
        (f"{_A}  data/a\\b", "data/a\\b"),
        (f"{_A}  data/{'x' * 9000}", f"data/{'x' * 9000}"),
        (f"{_A}  data/..x/y..", "data/..x/y.."),
    ],
    ids=lambda value: ascii(value)[60:90],
)
def test_a_proper_line_is_read_exactly(line: str, path: str) -> None:
    entries, faults = _manifest(f"{line}\n".encode())

    assert (entries[0].checksum, entries[0].path, faults) == (_A, path, [])


@pytest.mark.parametrize(
    ("line", "code", "level"),
    [
        ("", "RM-05", "error"),
        ("   ", "RM-05", "error"),
        ("# comment", "RM-05", "error"),
        ("garbage", "RM-05", "error"),
        (f" {_A}  data/x", "RM-05", "error"),
        (f"{_A}", "RM-05", "error"),
        (f"{_A[1:]}  data/x", "RM-06", "error"),
        (f"{'g' * 64}  data/x", "RM-06", "error"),
        (f"{_A}  data/./x", "RM-03", "warning"),
        (f"{_A}  ./data/x", "RM-03", "warning"),
        (f"{_A}  data//x", "RM-03", "warning"),
        (f"{_A}  data/a/../x", "RM-03", "warning"),
        (f"{_A}  bagit.txt", "RM-10", "error"),
        (f"{_A}  data/../bagit.txt", "RM-10", "error"),
        (f"{_A}  data", "RM-10", "error"),
        (f"{_A}  database/x", "RM-10", "error"),
        (f"{_A}  data/x%20y", "RM-11", "warning"),
        (f"{_A}  data/%2e%2e%2fx", "RM-11", "warning"),
        (f"{_A}  data/x/", "RM-13", "error"),
        (f"{_A}  /etc/passwd", "RS-01", "error"),
        (f"{_A}  data/../../x", "RS-01", "error"),
        (f"{_A}  ../bag-sibling/x", "RS-01", "error"),
        (f"{_A}  ~root/x", "RS-01", "error"),
        (f"{_A}  C:\\x", "RS-01", "error"),
        (f"{_A}  \\\\server\\x", "RS-01", "error"),
        (f"{_A}  data/\0x", "RS-01", "error"),
        (f"{_A} *data/x", "RN-06", "warning"),
        (f"\\{_A}  data/x\\ny", "RN-06", "warning"),
    ],
    ids=lambda value: ascii(value)[-30:],
)
def test_a_faulty_line_is_told(line: str, code: str, level: str) -> None:
    assert (code, level) in _manifest(f"{line}\n{_B}  data/good\n".encode())[1]


def test_all_faults_of_a_manifest_are_told_with_their_lines() -> None:
    faults = Faults("m")
    data = f"x\n{_A}  data/1\n\n{_A}  /abs\r{_B}  data/2".encode()

    entries = tagfiles.parse_manifest([data], faults, algorithm=Algorithm.SHA256, payload=True)

    assert [(e.line, e.path) for e in entries] == [(2, "data/1"), (5, "data/2")]
    assert [f.detail.partition(":")[0] for f in faults.findings()] == [
        "line 1",
        "line 3",
        "line 4",
        "its lines end in different ways",
        "its last line has no line ending",
    ]


def test_a_byte_order_mark_is_told_and_hides_nothing() -> None:
    entries, faults = _manifest(b"\xef\xbb\xbf" + f"{_A}  data/x\n".encode())

    assert ([e.path for e in entries], faults) == (["data/x"], [("RX-04", "error")])


def test_undecodable_bytes_are_told_with_their_place_and_kept() -> None:
    faults = Faults("m")
    data = f"{_A}  data/x\n{_A}  data/".encode() + b"\xfc\n"

    *_, last = tagfiles.parse_manifest([data], faults, algorithm=Algorithm.SHA256, payload=True)

    assert last.path == "data/\udcfc"
    assert [f.detail for f in faults.findings()] == [
        f"line 2: not utf-8 at byte {len(data) - 2} of the file"
    ]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16le", "utf-32", "shift_jis", "gb18030"])
def test_a_manifest_may_be_in_another_encoding(codec: str) -> None:
    entries, faults = _manifest(f"{_A}  data/雨\n{_B}  data/x\n".encode(codec), codec=codec)

    assert ([e.path for e in entries], faults) == (["data/雨", "data/x"], [])


@pytest.mark.parametrize(
    ("version", "path"),
    [
        ("0.93", "data/%0A%0d%25"),
        ("0.96", "data/%0A%0d%25"),
        ("0.97", "data/\n\r%25"),
        ("1.0", "data/\n\r%"),
    ],
)
def test_percent_means_what_the_version_says(version: str, path: str) -> None:
    [entry], _ = _manifest(f"{_A}  data/%0A%0d%25\n".encode(), rules=KNOWN[version])

    assert entry.path == path


def test_a_line_longer_than_any_path_is_told_and_not_kept() -> None:
    parts = [_A.encode() + b"  data/", *[b"x" * 100_000] * 20, b"\n", _B.encode() + b"  data/y\n"]
    faults = Faults("m")

    [entry] = tagfiles.parse_manifest(parts, faults, algorithm=Algorithm.SHA256, payload=True)

    assert entry.path == "data/y"
    assert [f.code for f in faults.findings()] == ["RM-05"]


def test_a_million_faults_are_counted_and_do_not_fill_the_memory() -> None:
    faults = Faults("m")

    list(tagfiles.parse_manifest([b"\n" * 5000], faults, algorithm=None, payload=True))

    assert len(faults.findings()) == 1001
    assert faults.findings()[-1].detail == "4,000 more such lines"


# --- bag-info.txt ------------------------------------------------------------------------------


def _info(data: str, rules: Rules = LATEST) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    faults = Faults("bag-info.txt")
    elements = list(tagfiles.parse_info([data.encode()], faults, rules=rules))
    tagfiles.judge_info(elements, faults)
    return elements, [(f.code.value, f.level.value) for f in faults.findings()]


def test_order_and_repeats_of_elements_are_kept() -> None:
    assert _info("B: 1\nA: 2\nB: 3\n") == ([("B", "1"), ("A", "2"), ("B", "3")], [])


def test_a_continued_value_keeps_its_break_and_loses_its_padding() -> None:
    assert _info("A: one\n \t two\r\n\tthree\n")[0] == [("A", "one\ntwo\nthree")]


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        ("Foo bar\n", "RI-02", "error"),
        ("Foo:bar\n", "RI-02", "error"),
        ("\n", "RI-02", "error"),
        (" continued\n", "RI-04", "error"),
        ("Foo:  bar\n", "RI-02", "warning"),
        ("Foo : bar\n", "RI-03", "error"),
        ("Payload-Oxum: 1.1\npayload-oxum: 1.1\n", "RI-07", "error"),
        ("Payload-Oxum: 1\n", "RI-07", "error"),
        ("Bagging-Date: 2026-01-01\nBAGGING-DATE: 2026-01-01\n", "RI-09", "warning"),
        ("Bagging-Date: 1 May 2026\n", "RI-10", "warning"),
        ("Bag-Count: 1\nBag-Group-Identifier: x\n", "RI-10", "warning"),
        ("Bag-Count: 1 of ?\n", "RI-11", "warning"),
    ],
)
def test_a_fault_of_bag_info_is_told(text: str, code: str, level: str) -> None:
    assert _info(text)[1] == [(code, level)]


@pytest.mark.parametrize("text", ["Foo:bar", "Foo  :  bar", "Foo:\tbar ", " Foo: bar"])
def test_older_versions_space_their_elements_freely(text: str) -> None:
    expected = [("Foo", "bar")] if not text.startswith(" ") else []

    assert _info(text + "\n", KNOWN["0.97"])[0] == expected


@pytest.mark.parametrize("label", ["", "a:b", "a\n", "a\rb", " a", "a\t"], ids=ascii)
def test_a_label_that_would_not_read_back_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match="label"):
        tagfiles.render_info([(label, "x")])


# --- fetch.txt ---------------------------------------------------------------------------------


def _fetch(line: str) -> tuple[list[FetchEntry], list[tuple[str, str]]]:
    faults = Faults("fetch.txt")
    entries = list(tagfiles.parse_fetch([f"{line}\n".encode()], faults))
    return entries, [(f.code.value, f.level.value) for f in faults.findings()]


@pytest.mark.parametrize(
    ("line", "length"),
    [
        ("https://example.org/x 12 data/x", 12),
        ("https://example.org/x\t-  data/x", None),
        ("urn:isbn:0451450523 0 data/x", 0),
    ],
)
def test_a_fetch_line_is_read(line: str, length: int | None) -> None:
    [entry], faults = _fetch(line)

    assert (entry.url, entry.length, entry.path) == (line.split(maxsplit=1)[0], length, "data/x")
    assert faults == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "RF-03"),
        ("https://example.org/x data/x", "RF-03"),
        ("example.org/x 1 data/x", "RF-04"),
        ("https://example.org/x#part 1 data/x", "RF-04"),
        ("https://example.org/x many data/x", "RF-05"),
        ("https://example.org/x -1 data/x", "RF-05"),
        ("https://example.org/x 1 bagit.txt", "RF-02"),
        ("https://example.org/x 1 ../x", "RF-07"),
        ("https://example.org/x 1 data/../../x", "RF-07"),
    ],
)
def test_a_fault_of_fetch_is_told(line: str, code: str) -> None:
    assert (code, "error") in _fetch(line + "\n")[1]


# --- paths -------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from(["..", ".", "", "a", "b"]), min_size=1).map("/".join))
def test_a_safe_path_straightens_to_one_that_stays_inside(path: str) -> None:
    if paths.danger(path):
        return

    straight = paths.straighten(path)

    assert not {"", ".", ".."} & set(straight.split("/")) or straight == ""
    assert paths.straighten(straight) == straight


@pytest.mark.parametrize("letter", string.ascii_letters[:2])
@pytest.mark.parametrize("rest", [":", ":x", ":\\x", ":/x"])
def test_a_drive_letter_is_dangerous(letter: str, rest: str) -> None:
    assert paths.danger(letter + rest)
