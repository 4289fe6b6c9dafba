"""Facts of a proposal -> Russian: tables and columns as found, questions with their reasons, what will be read."""

from collections.abc import Iterable, Mapping

from careerstats import wording
from careerstats.catalogue import Variable
from careerstats.contracts.adding import UNUSED, Choice, Found, Left, Moved, Proposal, Question, Seen, Trial
from careerstats.persons import without_person
from careerstats.pipeline.adding.earlier import FIRST, NO, REPLACE, SECOND, YES
from careerstats.pipeline.adding.mapping import AGAIN, SUM
from careerstats.pipeline.adding.proposing import ALL

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
    "apart": "«да» и «нет» и баллы школ не складываются: нужен перечень школ",
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


def table(proposed: Found, variables: Variables) -> Iterable[str]:
    """A table as it was found, a line for each column."""
    yield head(proposed)
    width = max((len(seen.name) for seen in proposed.columns), default=0)
    for seen in proposed.columns:
        yield f"  {seen.letter:>3}  {seen.name:<{min(width, 48)}}  {column(seen, variables)}"
    yield from (f"  {line}" for line in tail(proposed))


def head(proposed: Found) -> str:
    """Where it lies, and what one row of it is."""
    where = f"Лист «{proposed.sheet}», " if proposed.sheet else ""
    places = f" ({wording.municipalities(proposed.places)})" if proposed.places else ""
    return wording.capital(
        f"{where}таблица {proposed.cells}, заголовок {proposed.head}: {LAYOUTS[proposed.layout]}{places}."
    )


def tail(proposed: Found) -> Iterable[str]:
    """Its total, what of it is counted, its period."""
    if proposed.totals:
        yield f"Итог, который сверяется: строка {', '.join(f'«{label}»' for label in proposed.totals)}."
    if proposed.counted:
        rows = f", строки «{proposed.status}»" if proposed.status else ""
        yield f"Считается {proposed.counted}{rows}: так сказано в самом списке."
    yield f"Период: {proposed.period} ({PERIODS[proposed.period_from]})."


def column(seen: Seen, variables: Variables) -> str:
    """What a column is taken for, and three of its values."""
    unit = f" [{seen.unit}]" if seen.unit else ""
    samples = f"{' · '.join(seen.samples)}{unit}" if seen.samples else ""
    return " – ".join(part for part in (samples, _use(seen, variables)) if part)


def _use(seen: Seen, variables: Variables) -> str:
    if seen.use in _KEYS:
        return _KEYS[seen.use]
    why = f" ({GROUNDS[seen.ground]})" if GROUNDS[seen.ground] else ""
    if seen.use == "share":
        return f"доля {seen.variable} от {seen.share_of}{why}"
    if seen.use == "variable":
        part = f", {seen.breakdown}" if seen.breakdown else ""
        return f"{seen.variable}{part}: {_title(seen.variable, variables)}{why}"
    return "нужен ответ" if seen.ground == "asked" else f"не используется{why}"


def _title(variable: str, variables: Variables) -> str:
    known = variables.get(variable)
    title = (known.short or known.title) if known else variable
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST].rsplit(' ', 1)[0]} …"


_LONGEST = 90


def left(sheet: Left) -> str:
    where = f"Лист «{without_person(sheet.sheet)}»" if sheet.sheet else "Файл"
    cell = f" (ячейка {sheet.cell})" if sheet.cell else ""
    todo = f"; {_TODO[sheet.why]}" if sheet.why in _TODO else ""
    return f"{where} не описан: {_LEFT[sheet.why]}{cell}{todo}."


# ---- questions


def question(question: Question) -> str:
    """What is asked."""
    values = f": {', '.join(question.samples)}" if question.samples else ""
    cell = f" ({question.where})" if question.where else ""
    sheet = f"листа «{question.about}»" if question.about else "таблицы"
    parts = wording.joined([f"«{choice.name}»" for choice in question.choices if choice.name])
    return {
        "meaning": f"Что в столбце «{question.about}»{cell}{values}?",
        "column": f"В каком столбце {question.about}?",
        "period": f"За какой период числа {sheet}?",
        "parts": f"Под «{question.about}» стоят {parts}{values}. Складывать?",
        "count": f"Что посчитать по списку «{question.about}»?",
        "condition": f"Кого считать: что должно стоять в столбце «{question.about}»?",
        "again": f"Те же величины уже даёт {question.about}. Что использовать?",
        "next": f"Писать теперь справки за {question.about}?",
        "register": f"Записать школы из столбца «{question.about}» в перечень школ набора?",
    }[question.kind]


def reason(question: Question) -> str:
    """Why it is asked."""
    hints = wording.joined([f"«{hint}»" for hint in question.hints]) if question.hints else ""
    return {
        "meaning": f"заголовок похож на название величины ({hints}), но не равен ему"
        if hints
        else "ни одно название величины не похоже",
        "column": "эта величина нужна показателям набора, а ни один заголовок её не называет",
        "period": f"в файле назван период {', '.join(question.hints)}, а не один период того же вида, что у набора",
        "parts": f"это {', '.join(question.hints)}; если человек мог попасть в оба столбца, складывать нельзя",
        "count": "список не говорит, какая величина нужна",
        "condition": "значения в нём разные, и не все строки могут считаться",
        "again": f"{', '.join(question.hints)}: из двух разных чисел использовать можно одно",
        "next": f"числа новее, чем период набора ({', '.join(question.hints)})",
        "register": "ответы «да» и «нет» и баллы школ не складываются; без перечня школ они не читаются",
    }[question.kind]


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


def choice(answer: Choice, kind: str) -> str:
    """One answer in words."""
    if answer.value in _CHOICES:
        return "такого столбца нет" if answer.value == UNUSED and kind == "column" else _CHOICES[answer.value]
    if answer.value.startswith(AGAIN):
        return f"{answer.name}: то же число, столбец даст обе величины"
    if kind in ("meaning", "count"):
        return f"{answer.value}: {answer.name}"
    return f"только «{answer.name}»" if kind == "parts" else answer.name or answer.value


# ---- what comes of it


EMPTY = "Не добавлен: ни одного числа не прочитано. Проверьте, заполнен ли файл и верны ли ответы; причины – выше."


def trial(outcome: Trial, variables: Variables) -> Iterable[str]:
    """What will be read, then what ``check`` will say of it."""
    parts = [wording.municipalities(outcome.municipalities)]
    parts += [wording.counted(outcome.schools, "школа", "школы", "школ")] if outcome.schools else []
    checked = outcome.totals.right + outcome.totals.wrong
    parts += [f"{wording.counted(checked, 'итог сверен', 'итога сверено', 'итогов сверено')}"] if checked else []
    unused = ("столбец не используется", "столбца не используются", "столбцов не используются")
    parts += [wording.counted(len(outcome.unused), *unused)] if outcome.unused else []
    yield f"Будет прочитано: {', '.join(parts)}."
    for variable, period, number in outcome.numbers:
        numbers = wording.counted(number, "число", "числа", "чисел")
        yield f"  {variable}, {period}: {numbers} – {_title(variable, variables)}"
    if outcome.totals.wrong:
        yield f"  Не сошлось итогов: {outcome.totals.wrong}; какие, назовёт careerstats check."
    shown = [problem for problem in outcome.problems if problem[0] != "remark"]
    if shown:
        yield f"Замечания к файлу: {len(shown)}"
    for _, place, text in shown[:SHOWN]:
        yield f"  – {place}: {text}."
    if len(shown) > SHOWN:
        yield f"  и ещё {len(shown) - SHOWN}: careerstats check"


def changes(proposal: Proposal) -> Iterable[str]:
    """What differs from the earlier file, and what changes in the dataset besides."""
    if proposal.moved:
        yield f"Раскладка отличается от прежней ({proposal.earlier}):"
        yield from (f"  – {moved(item)}" for item in proposal.moved[:SHOWN])
        if len(proposal.moved) > SHOWN:
            yield f"  и ещё {len(proposal.moved) - SHOWN}"
    elif proposal.earlier:
        yield f"Раскладка та же, что в {proposal.earlier}."
    if proposal.next_period:
        yield f"Справки теперь за {proposal.next_period}; прежние таблицы остаются за прежний период."
    if proposal.schools:
        yield f"В перечень школ набора будут записаны школы: {len(proposal.schools)}."
    for name in proposal.blank:
        yield f"{name}: в нём не было ни одного числа, он убран."


def moved(heading: Moved) -> str:
    if not heading.now:
        return f"столбца «{heading.title}» больше нет (был {heading.was})"
    if not heading.was:
        return f"столбец {heading.now} новый: «{heading.title}»"
    return f"столбец {heading.was} теперь {heading.now}: «{heading.title}»"
