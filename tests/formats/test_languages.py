"""The language of a text is recognised where there is enough of it, and nothing is said else."""

import pytest

from newsarchive.formats.text.languages import detect
from support.texts import read_text

pytest.importorskip("py3langid", reason="needs the extra `language`")

TEXTS = {
    "en": "A ferry was halted on Monday after a fire broke out in its engine room, officials said.",
    "de": "Die Fähre ist am Montag nach einem Brand im Maschinenraum stillgelegt worden, hieß es.",
    "fr": "Un ferry a été immobilisé lundi après un incendie dans sa salle des machines.",
    "es": "El ferry fue suspendido el lunes tras un incendio en la sala de máquinas, se informó.",
    "it": "Il traghetto è stato fermato lunedì dopo un incendio in sala macchine, si apprende.",
    "pt": "A balsa foi suspensa na segunda-feira após um incêndio na casa das máquinas, disse.",
    "nl": "De veerboot is maandag na een brand in de machinekamer stilgelegd, zei de rederij.",
    "tr": "İki kent arasındaki vapur seferi makine dairesindeki yangının ardından durduruldu.",
    "ru": "Паром между двумя городами остановлен в понедельник после пожара в машинном отделении.",
    "uk": "Пором між двома містами зупинено в понеділок після пожежі в машинному відділенні.",
    "pl": "Prom między dwoma miastami został zatrzymany w poniedziałek po pożarze w maszynowni.",
    "sv": "Färjan mellan de två städerna stoppades i måndags efter en brand i maskinrummet.",
    "el": "Το φέρι μεταξύ των δύο πόλεων διακόπηκε τη Δευτέρα μετά από φωτιά στο μηχανοστάσιο.",
    "he": "המעבורת בין שתי הערים הופסקה ביום שני לאחר שריפה בחדר המכונות, כך נמסר מהחברה היום.",
    "ar": "توقفت العبارة بين المدينتين يوم الاثنين بعد حريق في غرفة المحركات، بحسب الشركة المشغلة.",
    "hi": "दो शहरों के बीच की नौका सेवा सोमवार को इंजन कक्ष में आग लगने के बाद रोक दी गई।",
    "ja": "二つの港を結ぶフェリーは月曜日、機関室の火災のため運休した。けが人はいなかった。",
    "zh": "连接两地的渡轮星期一在机舱起火后停航，运营方表示无人受伤，乘客被送上岸。",
    "cs": "Trajekt mezi oběma městy byl v pondělí zastaven po požáru ve strojovně.",
    "fa": "کشتی میان دو شهر روز دوشنبه پس از آتش‌سوزی در موتورخانه از حرکت بازماند.",
    "bn": "ইঞ্জিন ঘরে আগুন লাগার পর সোমবার দুই শহরের ফেরি বন্ধ রাখা হয়েছে।",
    "th": "เรือเฟอร์รี่ระหว่างสองเมืองหยุดให้บริการเมื่อวันจันทร์หลังเกิดไฟไหม้ในห้องเครื่อง",
    "vi": "Phà nối hai thành phố ngừng chạy hôm thứ hai sau vụ cháy trong buồng máy.",
    "id": "Feri antara kedua kota itu dihentikan pada Senin setelah kebakaran di kamar mesin.",
    "hu": "A két város közötti kompjárat hétfőn leállt, miután tűz ütött ki a gépházban.",
    "fi": "Lautta pysäytettiin maanantaina konehuoneessa syttyneen palon jälkeen.",
    "ko": "두 도시를 잇는 여객선이 월요일 기관실 화재로 운항을 중단했다. 다친 사람은 없었다.",
}


@pytest.mark.parametrize("tag", TEXTS)
def test_a_sentence_is_enough(tag: str) -> None:
    found = detect(TEXTS[tag])

    assert found is not None
    assert found.tag == tag
    assert 0.6 <= found.confidence <= 1
    assert found.by.startswith("py3langid ")


@pytest.mark.parametrize("text", ["", "Rain", "Die Fähre", "2017 1918 1930", "雨"])
def test_of_too_little_nothing_is_said(text: str) -> None:
    assert detect(text) is None


def test_it_is_kept_beside_what_the_source_declares() -> None:
    text = f"Headline\n\nLanguage: English\n\n{TEXTS['de']}\n\n{TEXTS['de']}\n"

    language = read_text(text.encode()).language

    assert language.declared.value == "en"
    assert language.detected is not None
    assert language.detected.tag == "de"
