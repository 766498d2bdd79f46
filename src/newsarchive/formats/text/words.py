# the words are those of other languages
"""The words that a plain text is read by, in many languages: labels, agencies, sentence ends."""

from enum import StrEnum

from newsarchive.metadata import agencies


def phrases(text: str) -> frozenset[str]:
    """The phrases of a list parted by commas."""
    return frozenset(text.split(","))


class Label(StrEnum):
    """What a labelled line at the head or the tail of a text says."""

    HEADLINE = "headline"
    BY = "by"
    PUBLISHED = "published"
    MODIFIED = "modified"
    SOURCE = "source"
    AGENCY = "agency"
    PUBLISHER = "publisher"
    URL = "url"
    LANGUAGE = "language"
    PLACE = "place"
    COPYRIGHT = "copyright"
    CAPTION = "caption"
    PHOTO = "photo"
    CREDIT = "credit"


# English, German, French, Spanish, Italian, Portuguese, Dutch, Turkish; casefolded.
_LABEL_WORDS = {
    Label.HEADLINE: "headline,title,titel,überschrift,schlagzeile,titre,título,titular,titolo,kop,"
    "başlık",
    Label.BY: "by,author,authors,byline,autor,autorin,autoren,auteur,auteurs,autora,autores,"
    "autore,autori,yazar",
    Label.PUBLISHED: "date,published,publication date,date published,published on,datum,"
    "veröffentlicht,veröffentlicht am,erschienen,erschienen am,date de publication,publié le,"
    "fecha,fecha de publicación,publicado,publicado el,publicado em,data,data di pubblicazione,"
    "pubblicato,pubblicato il,data de publicação,gepubliceerd,gepubliceerd op,publicatiedatum,"
    "tarih,yayın tarihi,yayınlanma tarihi",
    Label.MODIFIED: "updated,last updated,modified,date modified,last modified,aktualisiert,"
    "aktualisiert am,geändert am,mis à jour,mis à jour le,modifié le,actualizado,actualizado el,"
    "aggiornato,aggiornato il,atualizado,atualizado em,bijgewerkt,bijgewerkt op,güncelleme,"
    "güncellendi",
    Label.SOURCE: "source,sources,source(s),quelle,quellen,quelle(n),fuente,fuentes,fuente(s),"
    "fonte,fontes,fonti,fonte(i),bron,bronnen,kaynak,kaynaklar",
    Label.AGENCY: "agency,agencies,news agency,agentur,agenturen,nachrichtenagentur,agence,agences,"
    "agencia,agencias,agenzia,agenzie,agência,agências,persbureau,nieuwsagentschap,ajans,"
    "haber ajansı",
    Label.PUBLISHER: "publisher,herausgeber,éditeur,editore,editora,uitgever",
    Label.URL: "url,link,web address,weblink,lien,enlace,adresse,collegamento,bağlantı",
    Label.LANGUAGE: "language,sprache,langue,idioma,lingua,língua,taal,dil",
    Label.PLACE: "place,dateline,location,ort,lieu,lugar,luogo,local,plaats,yer",
    Label.COPYRIGHT: "copyright,urheberrecht,droits d'auteur,telif hakkı",
    Label.CAPTION: "caption,photo caption,image caption,picture caption,bildunterschrift,"
    "bildunterzeile,bildtext,légende,leyenda,pie de foto,didascalia,legenda,bijschrift,"
    "fotobijschrift,fotoğraf altı",
    Label.PHOTO: "photo,picture,image,foto,fotografía,fotografia,fotoğraf",
    Label.CREDIT: "credit,photo credit,image credit,picture credit,photo by,bildnachweis,"
    "fotocredit,crédit,crédit photo,crédito,crédito de la foto,crédito da foto,credito,"
    "credito fotografico,fotokrediet",
}
LABELS = {word: label for label, words in _LABEL_WORDS.items() for word in words.split(",")}

# What may say when without a colon: "Published 13 April 2017".
DATE_VERBS = tuple(
    word for label in (Label.PUBLISHED, Label.MODIFIED) for word in _LABEL_WORDS[label].split(",")
)

# Agencies that are mentioned and not named.
UNNAMED = phrases(
    "agencies,agency,news agencies,news agency,other agencies,wire agencies,wires,"
    "the wires,newswires,wire services,news services,wire reports,agency reports,"
    "agenturen,nachrichtenagenturen,agence,agences,agences de presse,agencias,"
    "agencias de noticias,agências,agências de notícias,agenzie,agenzie di stampa,"
    "agentschappen,persbureaus,nieuwsagentschappen,ajanslar,haber ajansları"
)

# Words without a capital inside the name of a person, and between other names.
NAME_PARTICLES = phrases(
    "de,del,della,dei,di,du,des,la,le,el,al,da,do,dos,das,van,von,vom,der,den,dem,het,"
    "ter,ten,zu,zur,bin,ibn,ben,bint"
)
PARTICLES = NAME_PARTICLES | phrases("and,und,et,y,e,ve,en,&,of,the,les,los,las,for,für")

LANGUAGES = {
    "english": "en", "englisch": "en", "anglais": "en", "inglés": "en",
    "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "französisch": "fr",
    "spanish": "es", "español": "es", "italian": "it", "italiano": "it",
    "portuguese": "pt", "português": "pt", "dutch": "nl", "nederlands": "nl",
    "turkish": "tr", "türkçe": "tr", "russian": "ru", "русский": "ru", "arabic": "ar",
    "العربية": "ar", "chinese": "zh", "中文": "zh", "hebrew": "he", "עברית": "he",
}  # fmt: skip

_SENTENCE_ENDS = ".!?…‥。！？．｡؟۔।॥።።፧։។။"
_CLOSING = "\"'”’“»›«‹)]}」』】）》〉 \u00a0\u200f\u200e"


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence does, closing quotes and brackets after it or not."""
    return text.rstrip(_CLOSING).endswith(tuple(_SENTENCE_ENDS))


def ends_open(text: str) -> bool:
    """Whether `text` breaks off: more of the same sentence has to follow."""
    return text.rstrip(_CLOSING).endswith((":", ";", ",", "-", "–", "—", "：", "，", "、"))


def is_question(text: str) -> bool:
    """Whether `text` ends in a question or exclamation mark, as some headlines do."""
    return text.rstrip(_CLOSING).endswith(tuple("?!？！؟"))


def is_agency(text: str) -> bool:
    """Whether `text` as a whole is the name of a news agency."""
    return agencies.named(text) is not None


def is_unnamed(text: str) -> bool:
    """Whether `text` says "agencies" and the like, and names none."""
    return " ".join(text.casefold().split()) in UNNAMED
