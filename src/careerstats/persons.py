"""A text -> whether it tells of a person (a name, a number of insurance), and what of it may be kept."""

import re
from collections.abc import Iterable
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


_SNILS = re.compile(r"(?<!\d)\d{3}[- ]\d{3}[- ]\d{3}[- ]?\d{2}(?!\d)")
_CHILD = r"(?:обуча|учащ|учени|участник|реб[её]н|школьник|детей|выпускник|студент|воспитанник)"
_HEAD_OF_A_LIST = re.compile(
    r"(?:номер |№ ?)?снилс\b.*|(?:дата|день) рожд.*|фамилия|имя|отчество|ученик|учащийся|обучающийся"
    r"|реб[её]нок|школьник|фамилия,? (?:и )?имя(?:,? (?:и )?отчество)?"
    rf"|(?:фио|ф\. ?и\. ?о\.?|фамилия|имя|отчество)(?!\w).*{_CHILD}.*",
    re.IGNORECASE,
)


def heads_a_list(titles: Iterable[str]) -> str:
    """The first title of a column that only a list of persons has; empty where there is none."""
    return next((title for title in titles if _HEAD_OF_A_LIST.fullmatch(title.strip(" .:*"))), "")


def without_snils(text: str) -> str:
    """The text with «…» where a number of insurance stands, mistyped or not."""
    return _SNILS.sub("…", text)


def tells_of_person(text: str) -> bool:
    """Whether a cell must not be quoted: somebody is named in it, or a number of insurance stands there."""
    return bool(_SNILS.search(text)) or names_person(text)


def looks_like_person(text: str) -> bool:
    """Whether a cell for a position holds somebody's name: initials, a patronymic or a bare surname.

    A surname after a word for a place («г. Губкин», «имени Пушкина») and inside «…» is none.
    """
    return names_person(text) or _has_surname(text)


def names_person(text: str) -> bool:
    """The surer signs alone, for running text: initials or a patronymic."""
    return any(pattern.search(text) for pattern in (_INITIALS, _PATRONYMIC, _OBLIQUE))


def only_position(text: str) -> str:
    """The text without names; empty where something like a surname is left all the same."""
    for pattern in (_INITIALS, _OBLIQUE, _PATRONYMIC):
        text = pattern.sub("", text)
    kept = re.sub(r"\s+([,;:.])", r"\1", re.sub(r"\s{2,}", " ", text)).strip(" ,;:–")
    return "" if _has_surname(kept) else kept


def without_names(text: str) -> str:
    """Running text with «…» where somebody is named."""
    for pattern in (_INITIALS, _OBLIQUE, _PATRONYMIC):
        text = pattern.sub("…", text)
    return text


def _has_surname(text: str) -> bool:
    words = ["", *(word.strip(",;()") for word in _QUOTED.sub(" ", text).split())]
    return any(_SURNAME.fullmatch(word) and before not in _PLACE_WORDS for before, word in pairwise(words))
