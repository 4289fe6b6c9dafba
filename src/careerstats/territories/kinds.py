"""Type word as written -> kinds of territory it may mean; kind -> its noun in every case."""

from careerstats.contracts.places import Noun


def _noun(*forms: str) -> Noun:
    return Noun(**dict(zip(Noun.__struct_fields__, forms, strict=True)))


_OKRUG = ("округ", "округа", "округу", "округом", "округе")

# the closed list of kinds; `plural` is the caption of a filter
NOUNS: dict[str, Noun] = {
    "city": _noun("город", "города", "городу", "городом", "городе", "города"),
    "district": _noun("район", "района", "району", "районом", "районе", "районы"),
    "okrug": _noun(*_OKRUG, "муниципальные округа"),
    "urban_okrug": _noun(*_OKRUG, "городские округа"),
    "settlement": _noun("посёлок", "посёлка", "посёлку", "посёлком", "посёлке", "посёлки"),
    "zato": _noun("ЗАТО", "ЗАТО", "ЗАТО", "ЗАТО", "ЗАТО", "ЗАТО"),
    "commune": _noun("поселение", "поселения", "поселению", "поселением", "поселении", "поселения"),
    "region": _noun("регион", "региона", "региону", "регионом", "регионе", "регионы"),
}

# a region is called by the word that stands in its own name
REGION_NOUNS: dict[str, Noun] = {
    "область": _noun("область", "области", "области", "областью", "области", "области"),
    "республика": _noun("республика", "республики", "республике", "республикой", "республике", "республики"),
    "край": _noun("край", "края", "краю", "краем", "крае", "края"),
    "округ": _noun(*_OKRUG, "округа"),
    "город": _noun("город", "города", "городу", "городом", "городе", "города"),
}

# a closed town is a city (or a settlement) as well: «город Циолковский» is right beside «ЗАТО Циолковский»
_CITY = frozenset({"city", "zato"})
_DISTRICT = frozenset({"district"})
_SETTLEMENT = frozenset({"settlement", "zato"})
_URBAN = frozenset({"urban_okrug", "city", "settlement", "zato"})
# parts of the three cities that are regions
_INNER = frozenset({"okrug", "commune", "city", "settlement", "urban_okrug"})
ANY = frozenset(NOUNS)
# what a district may have become, and what it was before
REFORMED = {"district": "okrug", "okrug": "district"}

# as they read after names.normalise: lower case, «е» for «ё», a space for every dot and hyphen
_SPELLINGS: tuple[tuple[frozenset[str], str], ...] = (
    (_CITY, "г|гор|город|города|город курорт|города курорта|город герой|города героя"),
    (_DISTRICT, "район|района|р н|р он|рн|м р|мр|м р н|муниципальный район|муниципального района|муниципальный р н"),
    (_DISTRICT, "мун район|мун р н|муниц район|муниц р н|муниц района|районное муниципальное образование"),
    (_DISTRICT, "районного муниципального образования|улус|улуса|улус район|муниципальный улус|муниципального улуса"),
    (_DISTRICT, "кожуун|кожууна|муниципальный кожуун|муниципального кожууна|аймак|аймака"),
    (frozenset({"okrug"}), "муниципальный округ|муниципального округа|мун округ|муниц округ|м округ|м о"),
    (_URBAN, "городской округ|городского округа|гор округ|г о|го|федеральная территория|федеральной территории"),
    (_URBAN, "городское муниципальное образование|городского муниципального образования"),
    (_URBAN | {"okrug"}, "округ|округа"),
    (frozenset({"zato"}), "зато|закрытое административно территориальное образование"),
    (_SETTLEMENT, "поселок|поселка|пос|п|поселок городского типа|поселка городского типа|пгт|п г т"),
    (_SETTLEMENT, "рабочий поселок|рабочего поселка|рп|р п|р/п"),
    (frozenset({"commune"}), "поселение|поселения"),
    (_INNER, "внутригородская территория|внутригородской территории|внутригородское муниципальное образование"),
    (_INNER, "внутригородского муниципального образования|вмо"),
    (frozenset({"region"}), "область|области|обл|республика|республики|респ|край|края|автономный округ"),
    (frozenset({"region"}), "автономного округа|автономная область|автономной области"),
    # «МО» is short for «муниципальное образование» as often as for «муниципальный округ»: it decides nothing
    (ANY, "муниципальное образование|муниципального образования|мо"),
)
TYPE_WORDS = {word: kinds for kinds, words in _SPELLINGS for word in words.split("|")}


def noun(kind: str, name: str) -> Noun:
    """Words for a territory in running text: for a region the word of its own name."""
    own = (REGION_NOUNS[word] for word in name.lower().split() if word in REGION_NOUNS)
    return next(own, NOUNS[kind]) if kind == "region" else NOUNS[kind]
