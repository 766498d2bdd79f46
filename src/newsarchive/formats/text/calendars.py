# months and weekdays of many languages
"""The names of months and days of the week as dates are printed with them, and digits as 0 to 9.

Only names that mean one month wherever they are printed: `listopada` is November in Polish and
October in Croatian, and Croatian is therefore not read. A librarian may add a language: twelve
groups of forms, parted by bars, each with all its forms as they stand beside a day.
"""

import re
import unicodedata
from functools import cache

_MONTHS = {
    "en": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
    "september sep sept|october oct|november nov|december dec",
    "de": "januar jänner jan|februar feber feb|märz mär mrz|april apr|mai|juni jun|juli jul|"
    "august aug|september sep sept|oktober okt|november nov|dezember dez",
    "fr": "janvier janv|février fevrier févr|mars|avril avr|mai|juin|juillet juil|août aout|"
    "septembre sept|octobre oct|novembre nov|décembre decembre déc",
    "es": "enero ene|febrero feb|marzo mar|abril abr|mayo may|junio jun|julio jul|agosto ago|"
    "septiembre setiembre sept sep|octubre oct|noviembre nov|diciembre dic",
    "it": "gennaio gen|febbraio feb|marzo mar|aprile apr|maggio mag|giugno giu|luglio lug|"
    "agosto ago|settembre set|ottobre ott|novembre nov|dicembre dic",
    "pt": "janeiro jan|fevereiro fev|março mar|abril abr|maio mai|junho jun|julho jul|agosto ago|"
    "setembro set|outubro out|novembro nov|dezembro dez",
    "nl": "januari jan|februari feb|maart mrt|april apr|mei|juni jun|juli jul|augustus aug|"
    "september sep|oktober okt|november nov|december dec",
    "tr": "ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım|aralık",
    "sv": "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "da": "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
    "no": "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember",
    "fi": "tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|"
    "syyskuuta|lokakuuta|marraskuuta|joulukuuta",
    "pl": "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|"
    "listopada|grudnia",
    "cs": "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince",
    "hu": "január|február|március|április|május|június|július|augusztus|szeptember|október|"
    "november|december",
    "ro": "ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|"
    "noiembrie|decembrie",
    "id": "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember",
    "ru": "января янв|февраля фев февр|марта мар|апреля апр|мая|июня|июля|августа авг|"
    "сентября сен сент|октября окт|ноября ноя нояб|декабря дек",
    "uk": "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня",
    "bg": "януари|февруари|март|април|май|юни|юли|август|септември|октомври|ноември|декември",
    "el": "ιανουαρίου|φεβρουαρίου|μαρτίου|απριλίου|μαΐου μαίου|ιουνίου|ιουλίου|αυγούστου|"
    "σεπτεμβρίου|οκτωβρίου|νοεμβρίου|δεκεμβρίου",
    "ar": "يناير|فبراير|مارس|أبريل ابريل إبريل|مايو|يونيو يونيه|يوليو يوليه|أغسطس اغسطس|سبتمبر|"
    "أكتوبر اكتوبر|نوفمبر|ديسمبر",
    "ar-levant": "كانون_الثاني|شباط|آذار اذار|نيسان|أيار ايار|حزيران|تموز|آب|أيلول ايلول|"
    "تشرين_الأول تشرين_الاول|تشرين_الثاني|كانون_الأول كانون_الاول",
    "he": "ינואר בינואר|פברואר בפברואר|מרץ במרץ מרס במרס|אפריל באפריל|מאי במאי|יוני ביוני|יולי ביולי|"
    "אוגוסט באוגוסט|ספטמבר בספטמבר|אוקטובר באוקטובר|נובמבר בנובמבר|דצמבר בדצמבר",
    "fa": "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
    "ur": "جنوری|فروری|مارچ|اپریل|مئی|جون|جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر",
    "hi": "जनवरी|फरवरी फ़रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्टूबर अक्तूबर|"
    "नवंबर नवम्बर|दिसंबर दिसम्बर",
}
WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri "
    "sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr "
    "sa so lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves "
    "viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica segunda-feira "
    "terça-feira quarta-feira quinta-feira sexta-feira maandag dinsdag woensdag donderdag vrijdag "
    "zaterdag zondag pazartesi salı çarşamba perşembe cuma cumartesi pazar måndag tisdag onsdag "
    "torsdag fredag lördag söndag mandag tirsdag lørdag søndag maanantaina tiistaina keskiviikkona "
    "torstaina perjantaina lauantaina sunnuntaina poniedziałek wtorek środa czwartek piątek sobota "
    "niedziela pondělí úterý středa čtvrtek pátek neděle hétfő kedd szerda csütörtök péntek "
    "szombat vasárnap luni marți miercuri joi vineri sâmbătă duminică senin selasa rabu kamis jumat "
    "sabtu minggu понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок "
    "середа четвер п'ятниця субота неділя понеделник сряда четвъртък петък събота неделя δευτέρα "
    "τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή الاثنين الإثنين الثلاثاء الأربعاء الاربعاء "
    "الخميس الجمعة السبت الأحد الاحد دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه सोमवार मंगलवार "
    "बुधवार गुरुवार शुक्रवार शनिवार रविवार"
).split()

MONTHS = {
    form.replace("_", " "): number
    for table in _MONTHS.values()
    for number, forms in enumerate(table.split("|"), 1)
    for form in forms.split()
}
"""The number of a month by its name, casefolded where that is a letter of its own."""

_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_CHINESE = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_IN_CHINESE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_IN_AN_ERA = re.compile(rf"({'|'.join(_ERAS)})([0-9]{{1,2}}|元)年")


def plain_digits(text: str) -> str:
    """`text` with the decimal digits of any script as 0 to 9; each character stays one."""
    if text.isascii():
        return text
    return "".join(c if c.isascii() else _digit(c) for c in text)


@cache
def _digit(character: str) -> str:
    number = unicodedata.decimal(character, -1)
    return character if number < 0 else str(number)


def western(text: str) -> str:
    """A date in Chinese numerals or of a Japanese era, with the year and the numbers that it means.

    Any other text stays as it is.
    """
    text = _IN_CHINESE.sub(
        lambda m: f"{_year(m[1])}年{_number(m[2])}月{_number(m[3])}日", plain_digits(text)
    )
    return _IN_AN_ERA.sub(
        lambda m: f"{_ERAS[m[1]] + (1 if m[2] == '元' else int(m[2]))}年", text
    )


def _year(text: str) -> str:
    return "".join(str(_CHINESE[c]) for c in text)


def _number(text: str) -> int:
    tens, ten, ones = text.partition("十")
    if not ten:
        return _CHINESE.get(text, 0)
    return 10 * _CHINESE.get(tens or "一", 1) + _CHINESE.get(ones or "〇", 0)
