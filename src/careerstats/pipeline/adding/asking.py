"""``careerstats indicator add``: steps of a draft, asked one after another -> catalogue.yaml of the dataset."""

from collections.abc import Callable, Sequence
from pathlib import Path

from careerstats.catalogue.entries import REPORTERS
from careerstats.contracts.adding import Choice, Step
from careerstats.errors import UsageError
from careerstats.pipeline.adding import indicators, places
from careerstats.pipeline.adding.indicators import NEW, Draft
from careerstats.pipeline.adding.places import Place

Ask = Callable[[str], str]
Say = Callable[[str], None]

_ROLES = {
    "part": "Что считается (числитель)",
    "whole": "От чего (знаменатель)",
    "value": "Что считается",
    "flag": "Что отвечают школы",
}
_ASKED = {
    "title": "Полное название показателя, с единицей: «Доля …, %»",
    "formula": "Как он считается",
    "short": "Краткое название для таблиц",
    "goal": "К какой цели относится",
    "polarity": "Что лучше",
    "levels": "Для кого рассчитывается",
    "why": "Зачем нужен: одно предложение, «Показывает, …»",
    "document": "Каким документом введён (приказ, решение, дата)",
    "since": "С какого периода действует",
    "caveat": "Числитель и знаменатель относятся к разным классам; поясните одним предложением",
}
_PARTS = {"title": "полное название величины", "unit": "единица", "grades": "классы: 6-11, 9 или any"}
_CHOICES = {
    "share": "доля: часть от целого, %",
    "rate": "на 1 000: сколько событий на тысячу",
    "ratio": "сколько приходится на одного",
    "count": "само количество",
    "yes_share": "доля школ, ответивших «да», %",
    "high": "чем больше, тем лучше",
    "low": "чем меньше, тем лучше",
    "none": "ни то ни другое",
    "municipality, region": "муниципальные образования и регион",
    "school, municipality, region": "ещё и школы",
    "person": "обучающиеся, люди",
    "organisation": "организации",
    "teacher": "педагоги",
    "event": "мероприятия, события",
    NEW: "новая величина",
}
_STOPPED = "Ответы прервались, показатель не добавлен. Повторите команду."


def add(project: Path, dataset: str, *, ask: Ask = input, say: Say = print) -> int:
    """Ask for everything an indicator needs, compute its examples at once, write it."""
    place = places.at(project, dataset)
    answers: dict[str, str] = {}
    draft = indicators.drafted(place, answers)
    while draft.step:
        step = draft.step
        if step.key in answers:
            say(f"  {_refusal(step, draft)}")
        answers[step.key] = _answer(place, step, draft, ask, say)
        draft = indicators.drafted(place, answers)
    path = indicators.store(place, draft)
    say(f"Показатель {draft.entry['id']} записан: {path}")
    say(f"Паспорт: careerstats indicator {draft.entry['id']} --dataset {dataset}")
    if draft.variables:
        titles = ", ".join(f"«{variable['title']}»" for variable in draft.variables.values())
        say(f"Числа новых величин ({titles}) берутся из таблиц: careerstats table add {dataset} ФАЙЛ")
    return 0


def _answer(place: Place, step: Step, draft: Draft, ask: Ask, say: Say) -> str:
    say(f"\n{_asked(step, draft)}")
    for number, choice in enumerate(step.choices, 1):
        say(f"  {number} – {_CHOICES.get(choice.value) or f'{choice.value}: {choice.name}'}")
    usual = step.choices[0].value if step.choices else step.usual
    hint = f" (Enter – {'1' if step.choices else usual})" if usual else ""
    text = typed(ask, f"  Ответ{hint}: ", _STOPPED)
    if not text:
        return usual
    if value := chosen(step.choices, text):
        return value
    if step.kind == "variable" and text not in place.catalogue.variables:
        for meaning in place.meanings.of([text])[:5]:
            say(f"  {meaning.variable} – {place.catalogue.variables[meaning.variable].title}")
    return text


def typed(ask: Ask, prompt: str, stopped: str) -> str:
    """What was typed. Raises UsageError with these words where nobody is there any more."""
    try:
        return ask(prompt).strip()
    except EOFError:
        raise UsageError(stopped) from None


def chosen(choices: Sequence[Choice], text: str) -> str:
    """The value of the choice that is called by its number; empty where none is."""
    is_number = text.isdecimal() and len(text) < 3 and 0 < int(text) <= len(choices)
    return choices[int(text) - 1].value if is_number else ""


def _asked(step: Step, draft: Draft) -> str:
    head, _, tail = step.key.partition(".")
    if step.kind == "number":
        return f"Пример {head}: {'сколько школ ответило' if tail == REPORTERS else step.about}"
    if step.kind == "value":
        value = indicators.shown(draft.computed[int(head)])
        return f"Пример {head}: вычислено {value}. Сколько должно быть? Посчитайте сами"
    if tail in _PARTS:
        return f"{_ROLES[head]}: {_PARTS[tail]}"
    return _ROLES.get(step.key) or _ASKED[step.key]


def _refusal(step: Step, draft: Draft) -> str:
    """Why an answer was not taken, and what is needed."""
    return {
        "text": "Нужна одна строка, не пустая и не длиннее 400 знаков.",
        "choice": f"Нужен номер от 1 до {len(step.choices)}.",
        "variable": "Нужен номер или имя величины (первая колонка); новую добавляет последний номер.",
        "period": "Нужен период: 2024 или 2024/25.",
        "grades": "Нужны классы: 6-11, 9 или any.",
        "number": "Нужно целое число.",
        "value": "Не сошлось с вычисленным: проверьте числа примера и формулу.",
    }[step.kind]
