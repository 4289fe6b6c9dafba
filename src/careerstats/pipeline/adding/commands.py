"""``careerstats table add`` and ``indicator add``: answers of whoever sits at the terminal -> what a dataset says."""

from collections.abc import Callable, Sequence
from pathlib import Path

from careerstats.catalogue.entries import REPORTERS
from careerstats.contracts.adding import UNUSED, Choice, Proposal, Question, Step
from careerstats.errors import UsageError
from careerstats.intake.files import NotATableError
from careerstats.pipeline.adding import indicators, looking, places, proposing, storing, trying, words
from careerstats.pipeline.adding.indicators import NEW, Draft
from careerstats.pipeline.adding.looking import Look
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
_INDICATOR_STOPPED = "Ответы прервались, показатель не добавлен. Повторите команду."


def add_indicator(project: Path, dataset: str, *, ask: Ask = input, say: Say = print) -> int:
    """Ask for everything an indicator needs, compute its examples at once, write it."""
    place = places.at(project, dataset)
    answers: dict[str, str] = {}
    draft = indicators.drafted(place, answers)
    while draft.step:
        step = draft.step
        if step.key in answers:
            say(f"  {_refusal(step, draft)}")
        answers[step.key] = _answer_of_step(place, step, draft, ask, say)
        draft = indicators.drafted(place, answers)
    path = indicators.store(place, draft)
    say(f"Показатель {draft.entry['id']} записан: {path}")
    say(f"Паспорт: careerstats indicator {draft.entry['id']} --dataset {dataset}")
    if draft.variables:
        titles = ", ".join(f"«{variable['title']}»" for variable in draft.variables.values())
        say(f"Числа новых величин ({titles}) берутся из таблиц: careerstats table add {dataset} ФАЙЛ")
    return 0


def _answer_of_step(place: Place, step: Step, draft: Draft, ask: Ask, say: Say) -> str:
    say(f"\n{_asked(step, draft)}")
    for number, choice in enumerate(step.choices, 1):
        say(f"  {number} – {_CHOICES.get(choice.value) or f'{choice.value}: {choice.name}'}")
    usual = step.choices[0].value if step.choices else step.usual
    hint = f" (Enter – {'1' if step.choices else usual})" if usual else ""
    text = _typed(ask, f"  Ответ{hint}: ", _INDICATOR_STOPPED)
    if not text:
        return usual
    if value := _chosen(step.choices, text):
        return value
    if step.kind == "variable" and text not in place.catalogue.variables:
        for meaning in place.meanings.of([text])[:5]:
            say(f"  {meaning.variable} – {place.catalogue.variables[meaning.variable].title}")
    return text


def _typed(ask: Ask, prompt: str, stopped: str) -> str:
    """What was typed. Raises UsageError with these words where nobody is there any more."""
    try:
        return ask(prompt).strip()
    except EOFError:
        raise UsageError(stopped) from None


def _chosen(choices: Sequence[Choice], text: str) -> str:
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


# ---- ``table add``


_TABLE_STOPPED = (
    "Ответы прервались, файл «{name}» не добавлен. Повторите команду; --yes берёт только то, что не вызывает вопросов."
)
_SILENT = {"meaning": UNUSED, "column": UNUSED, "parts": UNUSED, "next": "no", "register": "no"}
"""What ``--yes`` answers: nothing is read of what is not certain. Other questions have no such answer."""


def add_table(
    project: Path,
    dataset: str,
    files: Sequence[Path],
    *,
    yes: bool = False,
    show: bool = False,
    ask: Ask = input,
    say: Say = print,
) -> int:
    """Describe the files one after another. Returns 1 where one of them was not added."""
    code = 0
    for path in files:
        place = places.at(project, dataset)
        say(f"Файл: {path}")
        try:
            look = looking.look(place, path)
        except NotATableError as error:
            say(f"Не добавлен: {error}. Что сделать: {error.what_to_do}.")
            code = 1
            continue
        code = max(code, _added(look, yes=yes, show=show, ask=ask, say=say))
    return code


def _added(look: Look, *, yes: bool, show: bool, ask: Ask, say: Say) -> int:
    variables = look.place.catalogue.variables
    answers: dict[str, str] = {}
    proposal = proposing.propose(look, answers)
    asked = 0
    while proposal.questions and not show:
        question = proposal.questions[0]
        if not yes:
            asked += 1
            answers[question.key] = _answer(look, question, asked, ask, say)
        elif question.kind in _SILENT:
            answers[question.key] = _SILENT[question.kind]
        else:
            break
        proposal = proposing.propose(look, answers)
    _tell(look, proposal, say)
    if proposal.questions or not (proposal.tables or proposal.lists):
        return _not_added(look, proposal, say, show=show)
    trial = trying.tried(look, proposal)
    for line in words.trial(trial, variables):
        say(line)
    if trying.is_empty(trial, proposal):
        say(words.EMPTY)
        return 1
    if show:
        return 0
    storing.store(look, proposal, answers)
    say(f"Записано в dataset.yaml: {proposal.file}. Проверить всё вместе: careerstats check {look.place.dataset.name}")
    return 0


def _tell(look: Look, proposal: Proposal, say: Say) -> None:
    variables = look.place.catalogue.variables
    tables = (line for table in proposal.found for line in words.table(table, variables))
    for line in (*tables, *map(words.left, proposal.left), *words.changes(proposal)):
        say(line)


def _not_added(look: Look, proposal: Proposal, say: Say, *, show: bool) -> int:
    for question in proposal.questions:
        say(f"Не ясно: {words.question(question)} ({words.reason(question)})")
    if proposal.questions:
        say("Не добавлен: ответьте на вопросы – та же команда без --yes и --show.")
    else:
        ids = ", ".join(look.place.dataset.settings.indicators)
        say(f"Не добавлен: чисел, которые нужны показателям набора ({ids}), в файле не найдено.")
        say("Нужен другой показатель – впишите его в поле indicators; какие бывают, скажет careerstats indicator.")
    return 0 if show and proposal.questions else 1


# ---- one question at a time


def _answer(look: Look, question: Question, number: int, ask: Ask, say: Say) -> str:
    say(f"\nВопрос {number}. {words.question(question)}")
    say(f"  Почему спрашиваем: {words.reason(question)}.")
    for at, choice in enumerate(question.choices, 1):
        say(f"  {at} – {words.choice(choice, question.kind)}")
    free = ", период вида 2024 или 2024/25" if question.kind == "period" else ""
    free = ", имя величины или слова из её названия" if question.free else free
    while True:
        text = _typed(ask, f"  Ответ (Enter – 1{free}): ", _TABLE_STOPPED.format(name=look.path.name))
        if value := _understood(look, question, text, say):
            return value


def _understood(look: Look, question: Question, text: str, say: Say) -> str:
    """The value of an answer; empty where it has to be given again."""
    if value := _chosen(question.choices, text or "1"):
        return value
    if text in {choice.value for choice in question.choices}:
        return text
    if question.kind == "period" and places.is_period(text):
        return text
    if question.free:
        return _variable(look, text, say)
    say(f"  Нужен номер от 1 до {len(question.choices)}.")
    return ""


def _variable(look: Look, text: str, say: Say) -> str:
    known = look.place.catalogue.variables
    if text in known:
        return text
    alike = look.place.meanings.of([text])[:5]
    if len(alike) == 1 and alike[0].certain:
        return alike[0].variable
    say("  Похожие величины:" if alike else f"  Величины «{text}» нет; новую добавляет careerstats indicator add.")
    for meaning in alike:
        say(f"  {meaning.variable} – {known[meaning.variable].title}")
    return ""
