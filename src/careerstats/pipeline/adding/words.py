"""Facts of a proposal -> Russian: tables and columns as found, questions with their reasons, what will be read."""

from collections.abc import Iterable, Mapping

from careerstats import wording
from careerstats.catalogue import Variable
from careerstats.contracts.adding import UNUSED, Choice, Found, Left, Moved, Proposal, Question, Seen, Trial
from careerstats.pipeline.adding.earlier import FIRST, NO, REPLACE, SECOND, YES
from careerstats.pipeline.adding.listing import ALL
from careerstats.pipeline.adding.mapping import SUM

Variables = Mapping[str, Variable]
LAYOUTS = {
    "rows": "строка – муниципальное образование",
    "turned": "столбец – муниципальное образование",
    "long": "строка – одно число муниципального образования",
    "sheets": "лист – муниципальное образование",
    "schools": "строка – школа",
    "headings": "школы под строкой муниципального образования",
    "persons": "строка – один участник; сведения о людях не показываются и не сохраняются",
}
PERIODS = {
    "head": "годы названы в заголовках",
    "caption": "из строки над таблицей",
    "sheet": "из имени листа",
    "file": "из имени файла",
    "answer": "по ответу",
    "": "период набора: в файле он не назван",
}
GROUNDS = {
    "earlier": "так описано раньше",
    "title": "заголовок – название величины",
    "answer": "по ответу",
    "arithmetic": "доля сверяется: числа сходятся",
    "words": "",
    "left": "",
    "asked": "",
    "twice": "такой заголовок есть у нескольких столбцов",
    "apart": "«да» и «нет» и баллы школ не складываются: нужен organisations.csv",
    "": "",
}
_KEYS = {
    "key": "муниципальное образование",
    "school": "школа",
    "name": "название числа",
    "value": "само число",
    "person": "читается",
}
_LEFT = {
    "no_names": "нет названий муниципальных образований этого региона",
    "no_heading": "над столбцом названий нет заголовка",
    "nothing": "пусто",
    "hidden": "лист скрыт: скрытое не читается",
    "persons": "список людей, в котором их не различить: нужен номер, СНИЛС или имена с датой рождения",
}
_TODO = {
    "no_heading": "впишите заголовок над столбцом названий",
    "persons": "добавьте в выгрузку столбец с номером участника или с датой рождения",
}
SHOWN = 8
"""Problems and changes told at once."""


def table(found: Found, variables: Variables) -> Iterable[str]:
    """A table as it was found, a line for each column."""
    where = f"Лист «{found.sheet}», " if found.sheet else ""
    places = f" ({wording.municipalities(found.places)})" if found.places else ""
    yield wording.capital(f"{where}таблица {found.cells}, заголовок {found.head}: {LAYOUTS[found.layout]}{places}.")
    width = max((len(one.name) for one in found.columns), default=0)
    for one in found.columns:
        yield f"  {one.letter:>3}  {one.name:<{min(width, 48)}}  {column(one, variables)}"
    if found.totals:
        yield f"  Итог, который сверяется: строка {', '.join(f'«{label}»' for label in found.totals)}."
    yield f"  Период: {found.period} ({PERIODS[found.period_from]})."


def column(one: Seen, variables: Variables) -> str:
    """What a column is taken for, and three of its values."""
    unit = f" [{one.unit}]" if one.unit else ""
    samples = f"{' · '.join(one.samples)}{unit}" if one.samples else ""
    return " – ".join(part for part in (samples, _use(one, variables)) if part)


def _use(one: Seen, variables: Variables) -> str:
    if one.use in _KEYS:
        return _KEYS[one.use]
    why = f" ({GROUNDS[one.ground]})" if GROUNDS[one.ground] else ""
    if one.use == "share":
        return f"доля {one.variable} от {one.share_of}{why}"
    if one.use == "variable":
        part = f", {one.breakdown}" if one.breakdown else ""
        return f"{one.variable}{part}: {_title(one.variable, variables)}{why}"
    return "нужен ответ" if one.ground == "asked" else f"не используется{why}"


def _title(variable: str, variables: Variables) -> str:
    known = variables.get(variable)
    title = (known.short or known.title) if known else variable
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST].rsplit(' ', 1)[0]} …"


_LONGEST = 90


def left(one: Left) -> str:
    where = f"Лист «{one.sheet}»" if one.sheet else "Файл"
    cell = f" (ячейка {one.cell})" if one.cell else ""
    todo = f"; {_TODO[one.why]}" if one.why in _TODO else ""
    return f"{where} не описан: {_LEFT[one.why]}{cell}{todo}."


# ---- questions


def question(one: Question) -> str:
    """What is asked."""
    values = f": {', '.join(one.samples)}" if one.samples else ""
    cell = f" ({one.where})" if one.where else ""
    sheet = f"листа «{one.about}»" if one.about else "таблицы"
    parts = wording.joined([f"«{choice.name}»" for choice in one.choices if choice.name])
    return {
        "meaning": f"Что в столбце «{one.about}»{cell}{values}?",
        "column": f"В каком столбце {one.about}?",
        "period": f"За какой период числа {sheet}?",
        "parts": f"Под «{one.about}» стоят {parts}{values}. Складывать?",
        "count": f"Что посчитать по списку «{one.about}»?",
        "condition": f"Кого считать: что должно стоять в столбце «{one.about}»?",
        "again": f"Те же величины уже даёт {one.about}. Что использовать?",
        "next": f"Писать теперь справки за {one.about}?",
        "register": f"Записать школы из столбца «{one.about}» в organisations.csv?",
    }[one.kind]


def reason(one: Question) -> str:
    """Why it is asked."""
    hints = wording.joined([f"«{hint}»" for hint in one.hints]) if one.hints else ""
    return {
        "meaning": f"заголовок похож на название величины ({hints}), но не равен ему"
        if hints
        else "ни одно название величины не похоже",
        "column": "эта величина нужна показателям набора, а ни один заголовок её не называет",
        "period": f"в файле назван период {', '.join(one.hints)}, а не один период того же вида, что у набора",
        "parts": f"это {', '.join(one.hints)}; если человек мог попасть в оба столбца, складывать нельзя",
        "count": "список не говорит, какая величина нужна",
        "condition": "значения в нём разные, и не все строки могут считаться",
        "again": f"{', '.join(one.hints)}: из двух разных чисел использовать можно одно",
        "next": f"числа новее, чем период набора ({', '.join(one.hints)})",
        "register": "ответы «да» и «нет» и баллы школ не складываются; без перечня школ они не читаются",
    }[one.kind]


_CHOICES = {
    UNUSED: "не использовать",
    SUM: "сложить",
    REPLACE: "этот файл вместо прежнего",
    FIRST: "оба; где числа разные, важнее этот",
    SECOND: "оба; где числа разные, важнее прежний",
    YES: "да",
    NO: "нет",
    ALL: "что угодно: считать все строки",
}


def choice(one: Choice, kind: str) -> str:
    """One answer in words."""
    if one.value in _CHOICES:
        return "такого столбца нет" if one.value == UNUSED and kind == "column" else _CHOICES[one.value]
    if kind in ("meaning", "count"):
        return f"{one.value}: {one.name}"
    return f"только «{one.name}»" if kind == "parts" else one.name or one.value


# ---- what comes of it


def trial(one: Trial, variables: Variables) -> Iterable[str]:
    """What will be read, then what ``check`` will say of it."""
    parts = [wording.municipalities(one.municipalities)]
    parts += [wording.counted(one.schools, "школа", "школы", "школ")] if one.schools else []
    checked = one.totals.right + one.totals.wrong
    parts += [f"{wording.counted(checked, 'итог сверен', 'итога сверено', 'итогов сверено')}"] if checked else []
    parts += (
        [
            wording.counted(
                len(one.unused), "столбец не используется", "столбца не используются", "столбцов не используются"
            )
        ]
        if one.unused
        else []
    )
    yield f"Будет прочитано: {', '.join(parts)}."
    for variable, period, number in one.numbers:
        numbers = wording.counted(number, "число", "числа", "чисел")
        yield f"  {variable}, {period}: {numbers} – {_title(variable, variables)}"
    if one.totals.wrong:
        yield f"  Не сошлось итогов: {one.totals.wrong}; какие, назовёт careerstats check."
    told = [problem for problem in one.problems if problem[0] != "remark"]
    if told:
        yield f"Замечания к файлу: {len(told)}"
    for _, place, text in told[:SHOWN]:
        yield f"  – {place}: {text}."
    if len(told) > SHOWN:
        yield f"  и ещё {len(told) - SHOWN}: careerstats check"


def changes(one: Proposal) -> Iterable[str]:
    """What differs from the earlier file, and what changes in the dataset besides."""
    if one.moved:
        yield f"Раскладка отличается от прежней ({one.earlier}):"
        yield from (f"  – {moved(item)}" for item in one.moved[:SHOWN])
        if len(one.moved) > SHOWN:
            yield f"  и ещё {len(one.moved) - SHOWN}"
    elif one.earlier:
        yield f"Раскладка та же, что в {one.earlier}."
    if one.next_period:
        yield f"Справки теперь за {one.next_period}; прежние таблицы остаются за прежний период."
    if one.schools:
        yield f"В organisations.csv будут записаны школы: {len(one.schools)}."
    for name in one.blank:
        yield f"{name}: в нём не было ни одного числа, он убран."


def moved(one: Moved) -> str:
    if not one.now:
        return f"столбца «{one.title}» больше нет (был {one.was})"
    if not one.was:
        return f"столбец {one.now} новый: «{one.title}»"
    return f"столбец {one.was} теперь {one.now}: «{one.title}»"
