"""Words are found in the languages of the world, and what is no word of a text is not."""

import pytest

from newsarchive.model.found import Card, Sort
from newsarchive.search.article import Indexed
from newsarchive.search.folding import fold
from newsarchive.search.index import Mark, SearchIndex
from newsarchive.search.query import parse
from newsarchive.search.tantivy_queries import Chosen

TEXTS = {
    "Arabic": "قال وزيرُ الصِّحَّة أحمد إن مدرسةً جديدة فُتحت في القاهرة عام ١٩٩٥.",
    "Chinese": "北京市政府昨天宣布，新的地铁线路将于明年开通。",
    "Japanese": "東京の天気予報によると、ガソリンの価格が上がった。ｶﾞｲﾄﾞも出た。",
    "Thai": "รัฐบาลไทยประกาศเปิดโรงเรียนใหม่ในกรุงเทพฯ เมื่อวานนี้",
    "Hindi": "दिल्ली में कल बारिश हुई और सड़क पर पानी भर गया।",
    "Turkish": "İstanbul'da yağmur yağdı, ışıklar söndü. Isparta'da hava açık.",
    "Russian": "Вчера в Йошкар-Оле открыли мост; жёлтый трамвай пошёл в парк. Мой сосед доволен.",
    "Ukrainian": "У Києві відкрили їдальню, її відвідав мер.",
    "Greek": "Ο πρωθυπουργός μίλησε στην Αθήνα για τους νόμους και τον λόγο.",
    "Vietnamese": "Thủ tướng đến thăm Hà Nội và đường sắt mới ở Đà Nẵng.",
    "Korean": "서울에서 열린 회의에 대통령이 참석했다.",
    "Hebrew": "ראש הממשלה אמר בירושלים כי צה״ל נערך. שָׁלוֹם.",
    "German": "Die Straße in Köln wurde gesperrt; Fußgänger müssen über die Brücke.",
    "Polish": "W Łodzi otwarto nową szkołę, mówi żona burmistrza.",
    "French": "L'État a annoncé à Noël qu'un cœur d'été serait élevé à Orléans.",
    "Spanish": "El niño cantó en la plaza de Cádiz; el año pasó.",
    "Portuguese": "A eleição em São Paulo não terá coligações.",
    "Czech": "Příliš žluťoučký kůň běžel přes Dvořákovo nábřeží.",
    "Persian": "او می\u200cخواهد به تهران برود.",
    "Tamil": "சென்னையில் மழை பெய்தது.",
}

FOUND = {
    "Arabic": ["وزير", "الصحة", "احمد", "أحمد", "مدرسة جديدة", "1995", '"في القاهرة"'],
    "Chinese": ["北京", "地铁", "宣布", "新的地铁线路", "明年"],
    "Japanese": ["東京", "天気予報", "ガソリン", "ｶﾞｿﾘﾝ", "ガイド", "上がった"],
    "Thai": ["โรงเรียน", "รัฐบาล", "กรุงเทพ", "เมื่อวานนี้"],
    "Hindi": ["दिल्ली", "बारिश", "सड़क", '"पानी भर"'],
    "Turkish": ["istanbul", "İSTANBUL", "ISTANBUL", "yagmur", "IŞIKLAR", "ısparta", "isparta"],
    "Russian": ["мост", "МОСТ", "желтый", "жёлтый", "йошкар-ола OR оле", "мой", '"пошел в парк"'],
    "Ukrainian": ["Києві", "їдальню", "її"],
    "Greek": ["αθηνα", "ΑΘΗΝΑ", "Πρωθυπουργος", "ΝΟΜΟΥΣ", "νόμουσ"],
    "Vietnamese": ["ha noi", "Hà Nội", '"đà nẵng"', "duong sat", "THỦ TƯỚNG"],
    "Korean": ["서울", "서울에서", "대통령", "회의"],
    "Hebrew": ["שלום", "בירושלים", 'צה"ל', "הממשלה"],
    "German": ["strasse", "STRASSE", "koln", "fussganger", "Brücke"],
    "Polish": ["łodzi", "lodzi", "SZKOŁĘ", "zona"],
    "French": ["état", "ETAT", "noel", "cœur", "coeur", "orleans", "l'état"],
    "Spanish": ["nino", "CÁDIZ", "cadiz", "ano"],
    "Portuguese": ["eleicao", '"sao paulo"', "coligações"],
    "Czech": ["zlutoucky", "kun", "dvořákovo"],
    "Persian": ["می\u200cخواهد", "میخواهد", "تهران"],
    "Tamil": ["சென்னையில்", "மழை"],
}

NOT_FOUND = {
    "Arabic": ["قاهرة", "مدرس", "وز"],
    "Chinese": ["京北", "上海", "铁地", "新地铁"],
    "Japanese": ["カソリン", "京東", "大阪"],
    "Thai": ["เรียนโรง", "เชียงใหม่", "โรงเรียนเก่า"],
    "Hindi": ["दल्ली", "बारश", "सड़", "पान"],
    "Turkish": ["yag", "ankara", "isik"],
    "Russian": ["мои", "мос", "мосты", "паркет"],
    "Ukrainian": ["іі", "Київ"],
    "Greek": ["αθην", "σπαρτη", "νομοι"],
    "Vietnamese": ["noi ha AND hue", '"nội hà"', "tuon"],
    "Korean": ["부산", "울서", "통대"],
    "Hebrew": ["ירושלים", "שלומ", "תל"],
    "German": ["stra", "gasse", "brucken"],
    "Polish": ["lod", "krakow", "zon"],
    "French": ["eta", "coeurs", "paris"],
    "Spanish": ["nin", "cadi", "sevilla"],
    "Portuguese": ["eleic", "rio"],
    "Czech": ["zlut", "praha"],
    "Persian": ["شیراز", "تهر"],
    "Tamil": ["சென்னை", "மழ"],
}


def cases(table: dict[str, list[str]]) -> list[object]:
    return [
        pytest.param(language, query, id=f"{language}: {query}")
        for language, queries in table.items()
        for query in queries
    ]


def languages_of(query: str) -> set[str]:
    """The languages of the articles that an index of all texts finds."""
    return {card.title for card in _found(query)}


def _index() -> SearchIndex:
    index = SearchIndex(None)
    with index.filling():
        for number, (language, text) in enumerate(TEXTS.items()):
            index.put(Indexed(number, Card("bag", "id", language), texts=(fold(text),)))
        index.settle(Mark("urn:uuid:of-a-test", len(TEXTS), {}))
    return index


_INDEX = _index()


def _found(query: str) -> tuple[Card, ...]:
    _, ranked = _INDEX.ranked(Chosen(parse(query)), Sort.RELEVANCE, len(TEXTS))
    return _INDEX.cards(ranked)


@pytest.mark.parametrize(("language", "query"), cases(FOUND))
def test_a_word_is_found_however_it_is_written(language: str, query: str) -> None:
    assert language in languages_of(query)


@pytest.mark.parametrize(("language", "query"), cases(NOT_FOUND))
def test_half_a_word_or_another_one_is_not_found(language: str, query: str) -> None:
    assert language not in languages_of(query)


def test_the_table_is_wide_enough() -> None:
    assert len(FOUND) >= 15
    assert len(cases(FOUND)) + len(cases(NOT_FOUND)) >= 60
