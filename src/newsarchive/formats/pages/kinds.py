# words of other languages
"""What kind of page it is, by what it says and shows: an article, a stub, a live blog, no article."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newsarchive.formats.pages.addresses import is_front
from newsarchive.formats.pages.linkeddata import LinkedData, Node, first, texts, types
from newsarchive.model.article import Block, BlockKind, Completeness

_SHORT = 1_200  # characters; a text behind a wall shows no more
_LITTLE = 600  # characters beside pictures or a film
_WALL = re.compile(
    r"(?i)(?:subscribe (?:now |today )?to (?:continue|read|keep|unlock|access)|(?:this|the) (?:article|content|story) is (?:only |exclusively )?(?:available |reserved )?(?:for|to) (?:paying )?(?:subscribers|members|registered)|"
    r"to (?:continue|keep) reading|already a (?:subscriber|member)\?|log ?in to (?:continue|read)|register (?:for free )?to (?:continue|read)|exclusive(?:ly)? (?:content )?for subscribers|for subscribers only|subscriber[- ]only|become a (?:subscriber|member) to|you have reached your (?:limit|monthly)|"
    r"weiterlesen mit|mit .{0,30}(?:\+|plus).{0,20}weiterlesen|jetzt weiterlesen|diese[rn]? (?:artikel|text|inhalt) ist (?:nur |exklusiv )?für (?:abonnent|digital-?abonnent)|nur für abonnent|exklusiv für abonnent|jetzt abonnieren|bereits abonnent|noch kein abo|zugang (?:kaufen|freischalten)|registrieren sie sich,? um|"
    r"(?:cet )?article (?:est )?réservé (?:à nos |aux )?abonnés|réservé (?:à nos|aux) abonnés|abonnez-vous pour (?:lire|continuer)|il vous reste .{0,20}% de (?:cet|l)|la suite est réservée|pour lire la suite|déjà abonné|"
    r"(?:contenido|artículo|noticia) (?:exclusiv[oa]|reservad[oa]|solo) (?:para|a) (?:suscriptores|socios)|suscríbete para (?:seguir|continuar|leer)|para seguir leyendo|exclusivo para suscriptores|ya eres suscriptor|"
    r"(?:contenuto|articolo) (?:è )?riservato agli abbonati|abbonati per (?:continuare|leggere)|per continuare a leggere|sei già abbonato|conteúdo exclusivo para assinantes|assine para (?:continuar|ler)|para continuar lendo|já é assinante|"
    r"dit artikel is (?:alleen|exclusief) voor abonnees|verder lezen\?|artikeln är (?:låst|exklusiv)|för prenumeranter|kun for abonnenter|kun for abonnenter|tylko dla (?:prenumeratorów|subskrybentów)|artykuł dostępny tylko|pouze pro předplatitele|"
    r"материал доступен (?:только )?(?:по подписке|подписчикам)|только для подписчиков|оформите подписку|для продолжения чтения|この記事は有料会員|会員限定|有料会員限定|続きを読むには|残り\d+文字|全文をお読みいただく|此文章僅供訂閱|订阅后(?:阅读|查看)|登录后(?:阅读|查看)全文|訂閱以繼續|구독자 전용|유료 회원|للمشتركين فقط|اشترك لمتابعة القراءة)"
)
_CONSENT = re.compile(
    r"(?i)(?:we and our (?:\d+ )?partners|accept (?:all )?cookies|zustimmen und weiter|mit werbung weiter|cookies? akzeptieren|nutzung (?:mit|ohne) werbung|continuer sans accepter|accepter et continuer|nous et nos (?:\d+ )?partenaires|wir und unsere (?:\d+ )?partner|aceptar y continuar|nosotros y nuestros (?:\d+ )?socios|accetta e continua|privacy settings|datenschutzeinstellungen|einwilligung)"
)
_ERROR = re.compile(
    r"(?i)\W*(?:(?:error|fehler|erreur)?\W*(?:404|403|410|500|502|503)\b.{0,60}|.{0,40}\b(?:page|seite|site|article|story)\b.{0,20}\b(?:not found|nicht gefunden|introuvable|can(?:no|')t be found|does not exist|existiert nicht|no longer (?:available|exists)|nicht verfügbar|nicht mehr verfügbar)\b.{0,60}|not found|access denied|forbidden|"
    r"page introuvable.{0,40}|página no encontrada.{0,40}|pagina non trovata.{0,40}|página não encontrada.{0,40}|pagina niet gevonden.{0,40}|sidan (?:kunde inte hittas|hittades inte).{0,40}|nie znaleziono strony.{0,40}|strona nie istnieje|страница не найдена.{0,40}|ページが見つかりません.{0,20}|お探しのページ.{0,30}|页面(?:不存在|未找到|没有找到).{0,20}|الصفحة غير موجودة.{0,20}|oops.{0,40}|just a moment\W*|attention required.{0,30}|are you a robot.{0,10}|service unavailable|bad gateway|internal server error)\W*"
)
_PARTS = re.compile(
    r"(?i)\A\W*(?:page|seite|página|pagina|strona|sida|side|страница|стр\.?|pág\.?|p\.|teil|part)?\s*(?P<this>\d{1,2})\s*(?:/|of|von|sur|de|di|van|av|af|z|из)\s*(?P<all>\d{1,2})\W*\Z"
)
_NUMBERED = re.compile(
    r"(?i)(?:page|seite|página|pagina|strona|sida|side|страница|стр|pág|teil|part)\W{0,3}\d{1,2}\s*(?:/|of|von|sur|de|di|van|av|af|z|из)\s*\d"
)
_CORRECTION = re.compile(
    r"(?i)\A\W{0,3}(?:(?:editor'?s'? note|note)\W{1,4})?(?:corrections?|clarifications?|correction (?:appended|notice)|korrektur(?:hinweis)?|richtigstellung|berichtigung|klarstellung|in einer früheren (?:version|fassung)|"
    r"rectificatif|erratum|correctif|correction|corrección|fe de errores?|rectificación|aclaración|correzione|errata corrige|rettifica|correção|errata|correctie|rectificatie|rättelse|rettelse|oikaisu|sprostowanie|oprava|исправление|поправка|уточнение|訂正|更正|정정|تصحيح)\b\W{0,3}[:：.–—-]?\s"
    r"|\A\W{0,3}(?:訂正|更正|お詫びと訂正)\s*[:：]"
    r"|\A(?:an earlier version of this (?:article|story)|a previous version of this (?:article|story)|this (?:article|story) (?:has been|was) (?:corrected|amended)|in einer früheren (?:version|fassung) (?:dieses|des)|une version précédente de cet article|una versión anterior de este|una versione precedente di)"
)
_LIVE = re.compile(
    r"(?i)\blive[-_ ]?(?:blog|ticker|updates?|reporting|center)\b|\bminute[- ]par[- ]minute\b|\bminuto a minuto\b|\bnewsblog\b|онлайн-трансляция"
)
_GALLERY = re.compile(
    r"(?i)\b(?:gallery|galleries|fotostrecke|bilderstrecke|bildergalerie|diaporama|galer[ií]a|fotogalería|fotogallery|galeria|photo ?essay|slideshow|in pictures|photos)\b|фоторепортаж|фотогалерея|写真特集"
)
_FEWEST_LINKS = 30
_MOST_LINKED = 0.6


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page is. `form` and `completeness` go into the record; `refusal` says why it is none.

    `note` is what is to be told of it.
    """

    form: str | None = None
    completeness: Completeness | None = None
    note: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """How many links a page has, and how much of what it prints is in them, from 0 to 1."""

    count: int = 0
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of a page when it is judged.

    `visible` gives all that it prints, `links` how much of that leads elsewhere; both take time.
    """

    title: str
    blocks: Sequence[Block]
    nodes: Sequence[Node]
    data: LinkedData
    og_type: str
    address: str
    visible: Callable[[], str]
    links: Links
    pictures: int
    captions: int
    films: int
    follows: bool  # a link to the next part, or from the one before
    numbered: str  # what the page prints of how many parts there are
    article_shown: bool  # an element or a mark says that there is an article


def judged(shown: Shown) -> Verdict:
    """What kind of page it is."""
    length = sum(len(b.text) for b in shown.blocks)
    if refusal := _no_article(shown, length):
        return Verdict(refusal=refusal)
    form = _form(shown, length)
    if note := _wall(shown, length):
        return Verdict(form or "stub", Completeness.STUB, note)
    if note := _part(shown):
        return Verdict(form, Completeness.PART, note)
    return Verdict(form)


def _no_article(shown: Shown, length: int) -> str:
    title = shown.title or " ".join(b.text for b in shown.blocks[:1])
    has_date = any(first(n.get("datePublished")) for n in shown.nodes)
    if _ERROR.fullmatch(title) and length < _SHORT and not has_date:
        return f"an error page: its title is {title[:80]!r}"
    if (
        not shown.nodes
        and not shown.article_shown
        and length < _SHORT
        and _CONSENT.search(shown.visible())
    ):
        return "a page that asks for consent, with no article behind it"
    listed = bool(shown.data.typed("ItemList", "CollectionPage", "SearchResultsPage"))
    if is_front(shown.address) and not shown.nodes and shown.og_type != "article":
        return "the front page of a site"
    crowded = shown.links.count >= _FEWEST_LINKS and shown.links.share > _MOST_LINKED
    if (
        not shown.nodes
        and shown.og_type not in {"article", "news", "blog"}
        and not shown.article_shown
    ):
        if crowded and length < _SHORT:
            return "a page of links to articles, such as a section front"
        if listed and length < _SHORT:
            return "a list of articles"
    return ""


def _form(shown: Shown, length: int) -> str | None:
    kinds = {t for n in shown.nodes for t in types(n)}
    if "LiveBlogPosting" in kinds:
        return "live-blog"
    others = {t for n in shown.data.others() for t in types(n)}
    if length < _LITTLE:
        if shown.pictures >= 5 and shown.captions >= 3:  # noqa: PLR2004
            return "gallery"
        if others & {"ImageGallery", "MediaGallery"} and shown.pictures > 1:
            return "gallery"
        if shown.films and (
            others & {"VideoObject", "NewsVideoObject"} or shown.og_type.startswith("video")
        ):
            return "video"
    if (
        length < 2 * _LITTLE
        and shown.pictures >= 5
        and _GALLERY.search(shown.title + " " + shown.address)
    ):
        return "gallery"
    if not kinds and others & {"VideoObject", "NewsVideoObject"} and length < _LITTLE:
        return "video"
    return None


def _wall(shown: Shown, length: int) -> str:
    closed = any(
        str(n.get("isAccessibleForFree")).lower() in {"false", "0"}
        or any(t.lower() == "false" for t in texts(n.get("isAccessibleForFree")))
        for n in shown.nodes
    )
    tail = " ".join(b.text for b in shown.blocks[-3:])
    phrase = _WALL.search(tail) or (_WALL.search(shown.visible()) if length < _SHORT else None)
    if closed and length < _SHORT:
        return "the page says that its text is not free, and has only the beginning of it"
    if phrase and length < 2 * _SHORT:
        return f"the text breaks off at a wall: {phrase[0]!r}"
    return ""


def _part(shown: Shown) -> str:
    match = _PARTS.match(shown.numbered)
    if match and 1 <= int(match["this"]) <= int(match["all"]) and int(match["all"]) > 1:
        return (
            f"this is part {int(match['this'])} of {int(match['all'])}; the others were not given"
        )
    return "the text goes on on another page, which was not given" if shown.follows else ""


def correction(block: Block) -> bool:
    """Whether a block tells that the article was corrected."""
    return (
        block.kind in {BlockKind.PARAGRAPH, BlockKind.NOTE, BlockKind.QUOTE}
        and len(block.text) <= 1_500  # noqa: PLR2004
        and _CORRECTION.match(block.text + " ") is not None
    )


def may_be_numbered(text: str) -> bool:
    """Whether a text may say of how many parts something is one; a quick look."""
    return _NUMBERED.search(text) is not None


def parts_in(text: str) -> bool:
    """Whether a text is nothing but which part of how many this is: "Seite 1 von 3"."""
    return len(text) < 40 and any(c.isalpha() for c in text) and _PARTS.match(text) is not None  # noqa: PLR2004
