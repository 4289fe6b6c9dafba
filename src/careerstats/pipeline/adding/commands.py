"""``careerstats table add``: files, and answers of whoever sits at the terminal -> entries of a dataset."""

from collections.abc import Sequence
from pathlib import Path

from careerstats.contracts.adding import UNUSED, Proposal, Question
from careerstats.intake.files import NotATableError
from careerstats.pipeline.adding import looking, places, proposing, storing, trying, words
from careerstats.pipeline.adding.asking import Ask, Say, chosen, typed
from careerstats.pipeline.adding.looking import Look

_STOPPED = (
    "Ответы прервались, файл «{name}» не добавлен. Повторите команду; --yes берёт только то, что не вызывает вопросов."
)
_SILENT = {"meaning": UNUSED, "column": UNUSED, "parts": UNUSED, "next": "no", "register": "no"}
"""What ``--yes`` answers: nothing is read of what is not certain. Other questions have no such answer."""


def add(
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
    for table in proposal.found:
        for line in words.table(table, variables):
            say(line)
    for left in proposal.left:
        say(words.left(left))
    for line in words.changes(proposal):
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
        text = typed(ask, f"  Ответ (Enter – 1{free}): ", _STOPPED.format(name=look.path.name))
        if value := _understood(look, question, text, say):
            return value


def _understood(look: Look, question: Question, text: str, say: Say) -> str:
    """The value of an answer; empty where it has to be given again."""
    if value := chosen(question.choices, text or "1"):
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
