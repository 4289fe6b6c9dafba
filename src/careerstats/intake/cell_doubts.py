"""A cell that says no number -> why, in words for whoever filled it in, and what to write instead."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from math import isfinite

LONGEST = 9
"""No count of pupils has more digits; a longer number is a slip of the keyboard, and costs minutes to compare."""

EXCEL_ERRORS = {
    "#ДЕЛ/0!": "деление на ноль", "#DIV/0!": "деление на ноль",
    "#Н/Д": "значение не найдено", "#N/A": "значение не найдено",
    "#ССЫЛКА!": "ссылка на удалённую ячейку", "#REF!": "ссылка на удалённую ячейку",
    "#ЗНАЧ!": "в формуле не число", "#VALUE!": "в формуле не число",
    "#ИМЯ?": "неизвестное имя в формуле", "#NAME?": "неизвестное имя в формуле",
    "#ЧИСЛО!": "недопустимое число", "#NUM!": "недопустимое число",
    "#ПУСТО!": "диапазоны не пересекаются", "#NULL!": "диапазоны не пересекаются",
}  # fmt: skip
"""What stands in a cell whose formula failed, in Russian and in English Excel, and what it means."""

LINKED, NOT_COMPUTED = "#ДРУГАЯ КНИГА!", "#НЕ ВЫЧИСЛЕНО!"
"""What our reader writes in place of a value taken from another book, and of a formula without a value."""

_ALONE = "оставьте в ячейке одно число, сноску вынесите в примечание"
_TELL = "укажите число, 0 или «-», если сведений нет"
_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_DIGITS = r"[0-9]+(?:[ .,][0-9]+)*"
_MONTHS = "янв|фев|мар|апр|май|мая|июн|июл|авг|сен|окт|ноя|дек|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_LIKE_DIGITS = str.maketrans("OoОоQDЗзЭlI|ІБбВSs", "000000333111166855")


def about_count(text: str, content: object) -> tuple[str, str]:
    """(why, what to write) for a cell of counts; ``text`` is its one line, ``content`` the cell as it came."""
    why = _typed(content) or _raw(content) or _marked(text)
    if why:
        return why
    doubt = next((rule(text) for rule in _RULES if rule(text)), None)
    return doubt or (f"«{shown(text)}» не число", _TELL)


def about_flag(text: str) -> tuple[str, str]:
    """(why, what to write) for a cell of a да/нет column."""
    what = "укажите «да» или «нет»"
    return _marked(text) or (f"«{shown(text)}» – не «да» и не «нет»", what)


def failed_formula(text: str) -> tuple[str, str] | None:
    """(why, what to do) where a title or a name is what Excel or our reader left of a formula."""
    return _marked(text) if text.upper() in (*EXCEL_ERRORS, LINKED, NOT_COMPUTED) else None


def shown(text: str, longest: int = 60) -> str:
    """A text of any length and with any signs, as it may be printed."""
    plain = _CONTROLS.sub("?", text)
    return plain if len(plain) <= longest else f"{plain[:longest].rstrip()}…"


# ---- by the kind of the content


def _typed(content: object) -> tuple[str, str] | None:
    """A date, a time or a truth value: Excel made it of something else, or a formula did."""
    if isinstance(content, bool):
        said = "ИСТИНА" if content else "ЛОЖЬ"
        return f"в ячейке логическое значение {said}, а нужно количество", _TELL
    if isinstance(content, date | datetime | time | timedelta):
        return _date(shown(str(content).removesuffix(" 00:00:00")))
    if isinstance(content, float):
        return _number(content)
    return _integer(content) if isinstance(content, int) else None


def _number(number: float) -> tuple[str, str]:
    if not isfinite(number):
        return f"«{number}» не число", _TELL
    text = f"{number}".replace(".", ",")
    if number < 0:
        return _negative(text)
    return _fraction(text) if number < 10**LONGEST else _too_large("")


def _integer(number: int) -> tuple[str, str]:
    return _negative(str(number)) if -(10**LONGEST) < number < 0 else _too_large("")


def _raw(content: object) -> tuple[str, str] | None:
    """What is lost where a cell becomes one line."""
    if not isinstance(content, str):
        return None
    if _CONTROLS.search(content):
        return f"в ячейке непечатаемые знаки: «{shown(_SPACES.sub(' ', content))}»", "наберите число заново"
    if len(content.strip()) > 200:
        return f"в ячейке длинный текст ({len(content)} знаков), а нужно число", _TELL
    if re.search(r"[0-9]\s*[\n\r\v\f\t\u2028\u2029]\s*[0-9]", content):
        return "в ячейке несколько строк с числами", "оставьте в ячейке одно число"
    if re.search(r"[0-9]\s{2,}[0-9]", content):
        text = _SPACES.sub(" ", content).strip()
        return (
            f"в ячейке «{text}» между цифрами несколько пробелов: одно это число или два, не видно",
            "укажите одно число",
        )
    return None


def _marked(text: str) -> tuple[str, str] | None:
    """What Excel or our reader put in place of a value."""
    word = text.upper()
    if word in EXCEL_ERRORS:
        return f"в ячейке ошибка Excel «{word}» ({EXCEL_ERRORS[word]})", "исправьте формулу или укажите число"
    if word == LINKED:
        return "значение взято по ссылке из другой книги, которой здесь нет", "замените формулу числом"
    if word == NOT_COMPUTED:
        return "формула в ячейке не вычислена", "откройте файл в Excel или LibreOffice, сохраните его и пришлите снова"
    if re.fullmatch(r"#+", text):
        return "вместо числа знаки «#»: столбец был узок, значение потеряно", "расширьте столбец и укажите число"
    if re.match(r"[=@]|[+-][A-Za-zА-Яа-я(]", text):
        return f"в ячейке текст формулы «{shown(text)}», а не её значение", "укажите само число"
    return None


# ---- by the look of the text: each rule gives (why, what to write) or None


def _too_long(text: str) -> tuple[str, str] | None:
    longest = max((len(run) for run in re.findall(r"[0-9]+", re.sub(r"[ ]", "", text))), default=0)
    return _too_large(shown(text, 30)) if longest > LONGEST else None


def _too_large(text: str) -> tuple[str, str]:
    named = f" «{text}»" if text else ""
    return f"число{named} слишком большое для количества", "проверьте число знаков"


def _sign(text: str) -> tuple[str, str] | None:
    return _negative(text) if re.fullmatch(rf"[-−–—] ?{_DIGITS}", text) else None


def _negative(text: str) -> tuple[str, str]:
    return f"число «{text}» отрицательное", _TELL


def _thousands(text: str) -> tuple[str, str] | None:
    """1.234: in one country a fraction, in another a thousand."""
    if not re.fullmatch(r"[1-9][0-9]{0,2}([.,'’][0-9]{3})+", text):
        return None
    plain = re.sub(r"[^0-9]", "", text)
    return f"из «{text}» не видно, тысячи это или дробь", f"если это {plain}, запишите без знаков между цифрами"


def _fractional(text: str) -> tuple[str, str] | None:
    return _fraction(text) if re.fullmatch(r"[0-9]+[.,][0-9]+", text) else None


def _fraction(text: str) -> tuple[str, str]:
    share = "; похоже, вместо количества указана доля" if re.fullmatch(r"0[.,][0-9]+", text) else ""
    return f"число «{shown(text)}» дробное, а нужно целое количество{share}", "укажите количество: целое число"


def _share(text: str) -> tuple[str, str] | None:
    if not re.fullmatch(r"[0-9]+(?:[.,][0-9]+)? ?%", text):
        return None
    return f"указана доля «{text}», а нужно количество", "укажите количество, долю программа посчитает сама"


def _leading_nought(text: str) -> tuple[str, str] | None:
    """00123 is a code more often than a count."""
    if not re.fullmatch(r"0[0-9 ]+", text):
        return None
    plain = text.replace(" ", "").lstrip("0") or "0"
    return f"«{text}» начинается с нуля: похоже на код, а не на количество", f"если это количество, запишите {plain}"


def _day(text: str) -> tuple[str, str] | None:
    numeric = r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9:]+)?"
    named = rf"[0-9]{{1,2}}[ .-](?:{_MONTHS})[а-яa-z]*\.?|(?:{_MONTHS})[а-яa-z]*\.?[ .-][0-9]{{2,4}}"
    return _date(text) if re.fullmatch(f"{numeric}|{named}", text.lower()) else None


def _date(text: str) -> tuple[str, str]:
    why = f"в ячейке дата «{text}»: Excel сам превращает в даты записи вида 5.3 и 3-5"
    return why, "задайте ячейке числовой формат и наберите число заново"


def _sum(text: str) -> tuple[str, str] | None:
    if not re.fullmatch(r"[0-9]{1,9}(?: ?\+ ?[0-9]{1,9})+", text):
        return None
    total = sum(map(int, text.split("+")))
    return f"«{text}» – сложение, а нужно одно число", f"если верно {total}, запишите {total}"


def _range(text: str) -> tuple[str, str] | None:
    if not re.fullmatch(r"[0-9]+ ?[-–—−] ?[0-9]+|от [0-9]+ до [0-9]+", text):
        return None
    return f"«{text}» – промежуток, а нужно одно число", "укажите одно точное число"


def _part_of(text: str) -> tuple[str, str] | None:
    if not re.fullmatch(r"[0-9]+ ?(?:из|/|:|от) ?[0-9]+", text):
        return None
    return f"в ячейке «{text}» два числа: часть и целое", "укажите одно число, второе – в его столбце"


def _power(text: str) -> tuple[str, str] | None:
    if not re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?[eEеЕ][+-]?[0-9]+", text):
        return None
    return (
        f"«{text}» – запись со степенью, точное число по ней не видно",
        "задайте ячейке числовой формат и наберите число",
    )


def _about(text: str) -> tuple[str, str] | None:
    if not re.fullmatch(
        rf"(?:[<>≤≥≈~±]|более|менее|около|примерно|свыше|до|не менее|не более) ?{_DIGITS}|{_DIGITS} ?[+*]+",
        text.lower(),
    ):
        return None
    return f"«{text}» – неточное число", "укажите точное число, пояснение – рядом или в примечании"


def _several(text: str) -> tuple[str, str] | None:
    if not re.fullmatch(r"[0-9]+(?: ?[;,/\\] ?[0-9]+| [0-9]+)+", text):
        return None
    return f"в ячейке «{shown(text)}» несколько чисел", "оставьте в ячейке одно число"


def _answer(text: str) -> tuple[str, str] | None:
    """Yes, no and «absent» in a column of counts: nought and silence are different things."""
    word = text.lower().rstrip(".")
    if word in ("нет", "отсутствует", "отсутствуют", "отсутствие", "не имеется", "ложь", "false"):
        return f"«{text}» – не число: ноль это или сведений нет, не видно", _TELL
    if word in ("да", "есть", "имеется", "имеются", "наличие", "истина", "true", "+"):
        return f"«{text}» – ответ «да», а нужно количество", _TELL
    return None


def _letters(text: str) -> tuple[str, str] | None:
    """Letters amid digits; where they only look like digits, the number they look like is offered."""
    like = re.sub(r" ", "", text.translate(_LIKE_DIGITS))
    hint = f"если это {like}, наберите его цифрами" if re.fullmatch(r"(?:0|[1-9][0-9]{0,8})", like) else _TELL
    if re.search("[0-9][\u00b2\u00b3\u00b9\u2070-\u2089]", text):
        return f"в числе «{shown(text)}» надстрочный знак: сноска это или часть числа, не видно", _ALONE
    letters = sorted(set(re.findall(r"[^\W\d_]", text)))
    if letters and re.search(r"[0-9]", text):
        return f"в числе «{shown(text)}» есть буквы: {', '.join(letters)}", hint
    return (f"«{text}» – буква, похожая на цифру", hint) if len(text) == 1 and hint != _TELL else None


_RULES: tuple[Callable[[str], tuple[str, str] | None], ...] = (
    _thousands, _leading_nought, _sign, _fractional, _share, _day, _sum, _range, _part_of, _power, _too_long, _about,
    _several, _answer, _letters,
)  # fmt: skip
"""The first that has something to say says it."""
