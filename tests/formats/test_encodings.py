"""A text that is not UTF-8 reads as it was written, or is said to be doubtful: never in silence."""

import pytest

from newsarchive.errors import RefusedError
from newsarchive.formats.kinds import recognise
from newsarchive.formats.text.encodings import guess, known
from newsarchive.formats.text.reader import TextReader
from newsarchive.model.finding import Code
from newsarchive.model.statement import Status
from support.texts import capture, read_text

TEXTS = {
    "Japanese": (
        "フェリー、機関室火災で運休\n\n二つの港を結ぶフェリーは月曜日、機関室の火災のため運休した。\n",
        ("cp932", "euc_jp"),
    ),
    "Japanese, short": ("市長が辞任を表明した。\n", ("cp932", "euc_jp")),
    "Chinese": (
        "渡轮起火后停航\n\n连接两地的渡轮星期一在机舱起火后停航，运营方表示无人受伤。\n",
        ("gb18030", "gbk"),
    ),
    "Chinese, short": ("市长宣布辞职。\n", ("gb18030",)),
    "Chinese of Taiwan": (
        "渡輪起火後停航\n\n連接兩地的渡輪星期一在機艙起火後停航，營運方表示無人受傷。\n",
        ("big5",),
    ),
    "Korean": (
        "여객선 화재로 운항 중단\n\n두 도시를 잇는 여객선이 월요일 기관실 화재로 멈췄다.\n",
        ("cp949", "euc_kr"),
    ),
    "Russian": (
        "Паром остановлен после пожара\n\nПаром остановлен в понедельник после пожара.\n",
        ("cp1251", "koi8-r", "iso8859-5", "cp866"),
    ),
    "Russian, short": ("Мэр объявил об отставке.\n", ("cp1251", "koi8-r")),
    "Russian in capitals": ("МЭР ОБЪЯВИЛ ОБ ОТСТАВКЕ\n", ("cp1251", "koi8-r")),
    "Ukrainian": (
        "Пором зупинено після пожежі\n\nПором між двома містами зупинено в понеділок.\n",
        ("cp1251", "koi8-u"),
    ),
    "Bulgarian": ("Фериботът спря след пожар. Никой не е пострадал, съобщиха.\n", ("cp1251",)),
    "Greek": (
        "Διακοπή του φέρι μετά από φωτιά\n\nΤο φέρι διακόπηκε τη Δευτέρα μετά από φωτιά.\n",
        ("cp1253", "iso8859-7"),
    ),
    "Hebrew": (
        "המעבורת הופסקה לאחר שריפה\n\nהמעבורת בין שתי הערים הופסקה ביום שני לאחר שריפה.\n",
        ("cp1255", "iso8859-8"),
    ),
    "Arabic": (
        "توقف العبارة بعد حريق\n\nتوقفت العبارة بين المدينتين يوم الاثنين بعد حريق.\n",
        ("cp1256", "iso8859-6"),
    ),
    "Turkish": (
        "Yangından sonra vapur durduruldu\n\nİki kent arasındaki sefer durduruldu, dedi şirket.\n",
        ("cp1254", "iso8859-9"),
    ),
    "Polish": (
        "Prom zatrzymany po pożarze\n\nProm został zatrzymany w poniedziałek po pożarze.\n",
        ("cp1250", "iso8859-2"),
    ),
    "Czech": (
        "Trajekt byl zastaven po požáru\n\nTrajekt byl v pondělí zastaven, řekl mluvčí.\n",
        ("cp1250", "iso8859-2"),
    ),
    "Hungarian": (
        "A komp leállt a tűz után\n\nA két város közötti komp hétfőn leállt a tűz után.\n",
        ("cp1250", "iso8859-2"),
    ),
    "Romanian": ("Feribotul dintre cele două oraşe a fost oprit după incendiu.\n", ("cp1250",)),
    "German": (
        "Fähre stillgelegt\n\nVerletzt wurde niemand, hieß es. „Alles lief gut“, sagte er.\n",
        ("cp1252",),
    ),
    "French": (
        "Un ferry immobilisé\n\nPersonne n'a été blessé à l'aube. « Tout s'est bien passé ».\n",
        ("cp1252", "latin-1", "iso8859-15"),
    ),
    "Spanish": ("Nadie resultó herido, informó mañana. ¿Qué pasó?\n", ("cp1252", "latin-1")),
    "Portuguese": ("Balsa é suspensa após incêndio. Não há previsão.\n", ("cp1252",)),
    "Swedish": ("Färjan mellan de två städerna stoppades i måndags.\n", ("cp1252", "latin-1")),
    "Danish": ("Færgen blev standset. Ingen kom til skade på øen.\n", ("cp1252",)),
    "English": ("The café’s owner said “no”. It rained — all day.\n", ("cp1252",)),
}
CASES = [(name, codec) for name, (_, codecs) in TEXTS.items() for codec in codecs]


@pytest.mark.parametrize(("name", "codec"), CASES)
def test_it_reads_as_it_was_written_or_is_said_to_be_doubtful(name: str, codec: str) -> None:
    text = TEXTS[name][0]
    data = text.encode(codec)

    found = guess(data)

    assert found is not None
    if data.decode(found.codec, "replace") != text:
        assert found.doubtful
    else:
        assert 0 < found.confidence <= 1


def test_nearly_all_are_right_and_few_are_doubtful() -> None:
    found = [(TEXTS[n][0], TEXTS[n][0].encode(c), guess(TEXTS[n][0].encode(c))) for n, c in CASES]
    right = sum(g is not None and d.decode(g.codec, "replace") == t for t, d, g in found)
    doubtful = sum(g is not None and g.doubtful for _, _, g in found)

    assert right == len(CASES)
    assert doubtful <= 8


@pytest.mark.parametrize(("name", "codec"), CASES)
def test_what_was_read_and_how_sure_that_is_stands_in_the_record(name: str, codec: str) -> None:
    data = TEXTS[name][0].encode(codec)

    article = read_text(data)

    assert article.encoding is not None
    assert article.encoding.status is Status.DERIVED
    warned = Code.TX_01 in [f.code for f in article.findings]
    found = guess(data)
    assert found is not None
    assert warned is found.doubtful


@pytest.mark.parametrize(("name", "codec"), CASES)
def test_every_span_is_in_the_bytes_of_the_original(name: str, codec: str) -> None:
    data = TEXTS[name][0].encode(codec)
    article = read_text(data)

    joined = b"".join(data[s.span.start : s.span.end] for s in article.body.segments)
    assert b"".join(joined.split()) == b"".join(data.split())


SWITCHED = [
    ("Japanese", "iso2022_jp", "ISO-2022-JP"),
    ("Japanese, short", "iso2022_jp", "ISO-2022-JP"),
    ("Chinese", "hz", "HZ-GB-2312"),
    ("Chinese, short", "hz", "HZ-GB-2312"),
]


@pytest.mark.parametrize(("name", "codec", "official"), SWITCHED)
def test_bytes_that_are_all_ascii_and_no_ascii_read_as_they_were_written(
    name: str, codec: str, official: str
) -> None:
    text = TEXTS[name][0] + "\nFerry 北京 3 号 stopped.\n"
    data = text.encode(codec)

    article = read_text(data)

    assert article.encoding is not None
    assert (article.encoding.name, article.encoding.status) == (official, Status.DERIVED)
    assert "Ferry 北京 3 号 stopped." in article.body.text
    assert text.split()[0] in (article.headlines[0].value if article.headlines else text)
    assert not recognise(data)
    joined = b"".join(data[s.span.start : s.span.end] for s in article.body.segments)
    assert b"".join(joined.split()) == b"".join(data.split())


@pytest.mark.parametrize(
    "data",
    [
        "여객선 화재로 운항 중단\n".encode("iso2022_kr"),
        "市長が辞任。\n".encode("iso2022_jp").replace(b"\x1b(B", b""),
        "市長が辞任。\n".encode("iso2022_jp") + "é\n".encode(),
    ],
    ids=["Korean", "never back to ASCII", "and UTF-8"],
)
def test_switches_that_cannot_be_followed_are_said_to_be_doubtful(data: bytes) -> None:
    long = b"The ferry between the two towns was stopped on Monday.\n" * 3 + b"\n" + data

    assert Code.TX_01 in [f.code for f in read_text(long).findings]


def test_utf_7_is_doubtful_and_never_passes_as_ascii() -> None:
    data = "Die Fähre lag am Montag still.\n\nEin Café am Kai blieb offen.\n".encode("utf-7")

    article = read_text(data)

    assert article.encoding is not None
    assert article.encoding.others == ("UTF-7",)
    assert Code.TX_01 in [f.code for f in article.findings]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TEXTS["Russian in capitals"][0], "KOI8-R"),
        ("Пором зупинено після пожежі. Її вже загасили, і ґрунт сухий.\n", "KOI8-U"),
    ],
    ids=["Russian", "Ukrainian"],
)
def test_koi8_is_the_ukrainian_one_only_where_the_text_is(text: str, name: str) -> None:
    found = guess(text.encode("koi8-u"))

    assert found is not None
    assert name in {found.name, *found.others}
    assert found.name == name


@pytest.mark.parametrize(
    "text",
    [
        "The sed line s/~{x}/y/ was wrong.\n",
        "Use ~{abcd~} or ~{zz~} here.\n",
        "It rose ~{3 to 4} per cent.\n",
        "Hello +AGE- there, 3+4-5.\n",
        "It cost $ 5 (B).\n",
    ],
)
def test_ascii_that_only_looks_like_a_switch_stays_ascii(text: str) -> None:
    article = read_text(text.encode())

    assert article.encoding is None
    assert Code.TX_01 not in [f.code for f in article.findings]


def test_utf8_is_no_guess() -> None:
    assert read_text("Überschrift\n\nDie Fähre fuhr.\n".encode()).encoding is None


def test_bytes_of_no_encoding_are_kept_one_by_one_and_said_to_be_doubtful() -> None:
    article = read_text(b"Rain \x81\x8d\x8f\x90\x9d\xff\xfe\n\nIt rained.\n")

    assert Code.TX_01 in [f.code for f in article.findings]


def told(data: bytes, charset: str) -> object:
    from dataclasses import replace  # noqa: PLC0415
    from io import BytesIO  # noqa: PLC0415

    return TextReader().read(replace(capture(data), charset=charset), BytesIO(data))


def test_what_a_person_says_is_believed() -> None:
    article = told("Мэр ушёл.\n\nДа, это так.\n".encode("koi8-r"), "koi8-r")

    assert article.encoding.status is Status.SUPPLIED  # type: ignore[attr-defined]
    assert "Мэр ушёл." in article.body.text  # type: ignore[attr-defined]


def test_bytes_that_are_not_in_it_are_refused_in_a_line() -> None:
    with pytest.raises(RefusedError, match="is not in EUC-JP: byte 0 is none of its characters"):
        told(b"\xff\xff\n", "euc_jp")


@pytest.mark.parametrize(
    "name", ["no-such", "base64", "rot13", "hex", "", "zlib", "\0", "utf-7", "iso2022_kr"]
)
def test_what_is_no_encoding_is_not_taken_for_one(name: str) -> None:
    assert known(name) is None


@pytest.mark.parametrize("name", ["windows-1251", "Shift_JIS", "KOI8-R", "latin1", "Big5"])
def test_encodings_are_known_by_their_names(name: str) -> None:
    assert known(name)
