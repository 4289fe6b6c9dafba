"""A text -> whether it tells of a person (a name, a number of insurance), and what of it may be kept."""

import re
from collections.abc import Sequence
from itertools import pairwise

_NAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_INITIALS = re.compile(rf"(?:{_NAME} )?\b[А-ЯЁ]\. ?[А-ЯЁ]\.(?: ?{_NAME})?|\b{_NAME} [А-ЯЁ]\.(?!\w)")
_MALE, _FEMALE = r"(?:ович|евич|ьич)(?:а|у|ем|е)?", r"(?:овн|евн)(?:а|ы|у|е)|(?:ичн)(?:а|ы|у)"
_PATRONYMIC = re.compile(rf"(?:{_NAME} ){{0,2}}\b(?!Деревн)[А-ЯЁ][а-яё]+(?:{_MALE}|{_FEMALE})\b")
_OBLIQUE = re.compile(rf"(?:{_NAME} ){{1,2}}[А-ЯЁ][а-яё]+(?:овной|евной|ичной|ичне)\b")
_SURNAME = re.compile(r"[А-ЯЁ][а-яё]+(?:ов|ова|овой|ову|ев|ева|евой|еву|ёв|ёва|ин|ина|иной|ину)")
_PLACE_WORDS = {
    *("г.", "город", "города", "городе", "городу", "с.", "село", "села", "селе", "п.", "пгт", "посёлка", "поселка"),
    *("деревни", "д.", "им.", "имени", "ул.", "улицы"),
}
_QUOTED = re.compile(r"«[^»]*»")


_GIVEN = "|".join(
    re.findall(
        r"\w+",
        """александр александра алексей алёна алина алиса альбина амина анастасия анатолий ангелина андрей анна антон
        антонина арина арсений артём артур богдан борис вадим валентин валентина валерий валерия варвара василий
        василиса вера вероника виктор виктория виталий влад владимир владислав владислава вячеслав галина геннадий
        георгий герман глеб григорий давид данил данила даниил дарина дарья денис диана дмитрий ева евгений евгения
        егор екатерина елена елизавета жанна захар зинаида злата зоя иван игорь илья инна ирина карина кира кирилл
        клавдия константин кристина ксения лариса лев леонид лидия лилия любовь людмила макар максим маргарита марина
        мария марк матвей милана мирон мирослава михаил надежда наталия наталья никита николай нина оксана олег олеся
        ольга павел полина пётр раиса регина ренат римма родион роман руслан светлана святослав семён сергей снежана
        софия софья станислав степан таисия тамара татьяна тимофей тимур ульяна фёдор эдуард эльвира эмилия юлия юрий
        яков ян яна ярослав""",
    )
)
_WORD = r"[А-ЯЁ][а-яё]{2,}(?:-[А-ЯЁ][а-яё]+)?|[А-ЯЁ]{3,}(?:-[А-ЯЁ]{3,})?"
_GIVEN_NAME = rf"(?=[А-ЯЁ])(?i:{_GIVEN.replace('ё', '[её]')})(?![а-яёА-ЯЁ-])"
_KIND = r"(?:Город|Пос[её]лок|Село|Деревня|Станция|Центр|Школа|Лицей|Гимназия|Клуб|Студия|Лагерь|Дом|Парк|Театр)"
_PAIR = re.compile(rf"(?<![\w-])(?:(?!{_KIND}\b)(?:{_WORD}) {_GIVEN_NAME}|{_GIVEN_NAME} (?:{_WORD}))(?![\w-])")
_NAMES = (_INITIALS, _OBLIQUE, _PATRONYMIC, _PAIR)
_HERO = r"(?:(?:[Дд]важды )?(?:Героя|Героев)(?: [А-ЯЁ][а-яё]+){0,2} )?"
_LAST = rf"(?: (?!{_GIVEN_NAME}){_NAME}\b(?! {_GIVEN_NAME}))?"
_NAMESAKE = re.compile(
    rf"((?<!\bот )(?<!\bОт )\b(?:имени|им\.) ?{_HERO}"
    rf"(?:(?:[А-ЯЁ]\. ?){{1,2}}{_NAME}|{_NAME}(?: [А-ЯЁ][а-яё]+(?:ича|ны))?{_LAST}))"
)
"""Whom a school is called after: «имени Александра Невского», but not «от имени И. И. Петрова» nor who follows."""
_BETWEEN = r"[-–—‑._\s]"
_SNILS = re.compile(
    rf"(?<!\d)\d{{3}}{_BETWEEN}{{1,2}}\d{{3}}{_BETWEEN}{{1,2}}\d{{3}}{_BETWEEN}{{0,2}}\d{{2}}(?!\d)"
    r"|(?<=снилс)\D{0,12}\d{11}(?!\d)",
    re.IGNORECASE,
)
_ELEVEN = re.compile(r"(?<!\d)\d{11}(?!\d)")
_REACHED = re.compile(
    r"(?<!\d)(?:\+7|[78])[\s(-]{0,2}9\d{2}(?:[\s)-]{1,2}\d{3}[\s-]?\d{2}[\s-]?\d{2})(?!\d)"
    r"|(?<!\d)[78]9[0-489]\d{8}(?!\d)|[\w.+-]+@[\w-]+\.[\w.-]*\w"
)
"""A mobile telephone, an address of mail; an eleven-digit code of Адыгея or Мордовия is no telephone."""

_CHILD = r"(?:обуча|обуч\.|учащ|учени|участник|реб[её]н|школьник|детей|выпускник|студент|воспитанник)"
_OF_A_CHILD = rf"\W*(?:полностью\W+)?(?:\w+(?:ого|его|ой|ей|ых|их)\W+)*(?:родител\w+\W+)?{_CHILD}.*"
_ITS_NAME = r"(?:фио|ф\. ?и\. ?о\.?|(?:фамилия|имя|отчество)(?:,? (?:и )?(?:имя|отчество))*)"
_OF_A_LIST = re.compile(
    r"(?:номер |№ ?)?снилс\b.*|дата рожд.*|фамилия|отчество|фамилия,? (?:и )?имя(?:,? (?:и )?отчество)?"
    rf"|день рожд\w*(?: ?\(.*|{_OF_A_CHILD})|{_ITS_NAME}(?!\w){_OF_A_CHILD}",
    re.IGNORECASE,
)
"""What heads a column of a list of persons, and nothing else; of «ФИО педагога, работающего с детьми» no child's is."""

_OF_A_LIST_OR_OF_A_GROUP = re.compile(
    r"имя|день рожд\w*|ученик|учащийся|обучающийся|реб[её]нок|школьник", re.IGNORECASE
)
"""What heads a list too, and is a category («Школьник», «Студент») or an event in a table of counts."""


def heads_a_list(rows: Sequence[Sequence[str]], at: int) -> str:
    """The first title in this row of a column that only a list of persons has; empty where there is none.

    A word that may be a category counts in a row of titles alone (no row above is as full, no number stands in it),
    and over words: persons, not numbers of them.
    """
    titles = [(column, title) for column, title in enumerate(rows[at]) if title]
    is_head = not any(_is_number(title) for _, title in titles) and all(
        sum(map(bool, row)) < len(titles) for row in rows[:at]
    )
    for column, title in titles:
        bare = title.strip(" .:*")
        if _OF_A_LIST.fullmatch(bare) or (
            is_head and _OF_A_LIST_OR_OF_A_GROUP.fullmatch(bare) and _is_over_words(rows[at + 1 :], column)
        ):
            return title
    return ""


def _is_number(text: str) -> bool:
    return any(map(str.isdecimal, text)) and not any(map(str.isalpha, text))


def _is_over_words(rows: Sequence[Sequence[str]], column: int) -> bool:
    texts = [row[column] for row in rows if column < len(row) and row[column]]
    return sum(any(map(str.isalpha, text)) for text in texts) * 2 > len(texts)


def without_numbers(text: str) -> str:
    """The text with «…» where a number of insurance stands, mistyped or not, a mobile telephone or a mail address.

    Eleven digits alone are one where the last two are right for it: an ОКТМО code is that one time in a hundred.
    """
    text = _REACHED.sub("…", _SNILS.sub("…", text))
    return _ELEVEN.sub(lambda digits: "…" if is_snils(digits[0]) else digits[0], text)


def without_person(text: str) -> str:
    """What a message may say of a cell: nobody's name and none of these numbers."""
    return without_names(without_numbers(text))


def is_snils(digits: str) -> bool:
    """Whether the last two of eleven digits are the check of the nine before them."""
    check = sum(int(digit) * (9 - at) for at, digit in enumerate(digits[:9])) % 101 % 100
    return len(digits) == 11 and check == int(digits[9:])


def tells_of_person(text: str) -> bool:
    """Whether a cell must not be quoted: somebody is named in it, or a number of insurance stands there."""
    return without_numbers(text) != text or names_person(text)


def looks_like_person(text: str) -> bool:
    """Whether a cell for a position holds somebody's name: initials, a patronymic or a bare surname.

    A surname after a word for a place («г. Губкин», «имени Пушкина») and inside «…» is none.
    """
    return names_person(text) or _has_surname(text)


def names_person(text: str) -> bool:
    """The surer signs alone, for running text: initials, a patronymic, a usual first name beside another name."""
    return without_names(text) != text


def only_position(text: str) -> str:
    """The text without names; empty where something like a surname is left all the same."""
    kept = re.sub(r"\s+([,;:.])", r"\1", re.sub(r"\s{2,}", " ", _replaced(text, ""))).strip(" ,;:–")
    return "" if _has_surname(kept) else kept


def without_names(text: str) -> str:
    """Running text with «…» where somebody is named."""
    return _replaced(text, "…")


def _replaced(text: str, sign: str) -> str:
    """The text with the sign for each name; whom something is called after stays."""
    parts = _NAMESAKE.split(text)
    for at in range(0, len(parts), 2):
        for pattern in _NAMES:
            parts[at] = pattern.sub(sign, parts[at])
    return "".join(parts)


def _has_surname(text: str) -> bool:
    words = ["", *(word.strip(",;()") for word in _QUOTED.sub(" ", text).split())]
    return any(_SURNAME.fullmatch(word) and before not in _PLACE_WORDS for before, word in pairwise(words))
