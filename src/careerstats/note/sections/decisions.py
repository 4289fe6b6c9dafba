"""A note -> recommendations and goals in one table: to whom, what, on what ground, by when, the number to reach."""

import re
from itertools import groupby

from careerstats import wording
from careerstats.blocks import Block, Blocks, Table, TableRow, bold, column, heading, paragraph, ref, row, table
from careerstats.contracts.headlines import Headline
from careerstats.contracts.recommendations import Ground, Recommendation
from careerstats.note.opening import Note
from careerstats.note.sections import asked_places, asked_schools, phrases
from careerstats.note.sections.comparison import line_name
from careerstats.note.sections.goal_table import goal_words, later
from careerstats.note.sections.headline_words import CARRIED, is_of_empty
from careerstats.note.sections.plan import fact
from careerstats.reasons import SELDOM
from careerstats.schools_named import named


def recommendations(note: Note) -> Blocks:
    """The institute recommends, the body decides; a goal is told once, further rows point to it."""
    chosen = note.bundle.recommendations
    if all(recommendation.goals for recommendation in chosen):  # page one has told all of it
        return Blocks()
    lead = paragraph(
        "Что рекомендуется, кому, на каком основании и к какому сроку, – в таблице ",
        ref("tbl-recommendations"),
        ".",
        keep=True,
    )
    single = [recommendation for recommendation in chosen if not recommendation.general]
    general = [recommendation for recommendation in chosen if recommendation.general]
    out = [
        heading("Рекомендации и план", numbered=True),
        *([lead, _table(note, single), *_named(note, single)] if single else []),
    ]
    return Blocks([*out, *([_of_all(note, general)] if general else []), *phrases.own_words(note, "recommendations")])


def _table(note: Note, chosen: list[Recommendation]) -> Table:
    """Decisions of page one first, with who carries them out, then the others by addressee."""
    columns = [
        column("№", align="center", width=0.4),
        column("Что сделать", align="left", width=4.6),
        column("Основание", align="left", width=2.6),
        column("Срок", align="left", width=1.3),
        column("Показатель: факт → цель", align="left", width=2.6),
    ]
    lines: list[TableRow] = []
    first: dict[str, int] = {}  # indicator, or what some municipalities come to → the row that tells its goal
    quoted: dict[str, int] = {}  # words of a cause → the row that quotes them
    for title, group in groupby(chosen, key=lambda own: FOREMOST if own.foremost else own.title):
        lines.append(row(bold(title), kind="group"))
        lines += [_line(note, recommendation, first, quoted) for recommendation in group]
    notes = [*([PLAN_APART] if note.bundle.plan else []), *([OF_NAMED] if any(own.places for own in chosen) else [])]
    return table(LABEL, "Рекомендации и план", columns, lines, notes=notes)


LABEL = "tbl-recommendations"
PLAN_APART = "Проект плана мероприятий для заполнения и возврата – отдельный документ (DOCX и XLSX)."
OF_NAMED = (
    "Где названы муниципальные образования, показатель и цель – по ним вместе; в скобках – сколько нужно каждому."
)
FOREMOST = "Решения первой страницы:"
OF_ALL = "Общие рекомендации, одни для всех муниципальных образований"


def _named(note: Note, chosen: list[Recommendation]) -> list[Block]:
    """Under the table, whom a recommendation is for where a cell would be too narrow for them all."""
    return [
        paragraph(bold(f"Строка №{wording.NBSP}{own.number}:"), f" {asked_places.names(note, own)}.", small=True)
        for own in chosen
        if asked_places.is_long(own)
    ]


def _of_all(note: Note, general: list[Recommendation]) -> Table:
    """What is recommended to everybody alike: no indicator is its ground and no number its goal."""
    columns = [
        column("№", align="center", width=0.4),
        column("Что сделать", align="left", width=9.8),
        column("Срок", align="left", width=1.3),
    ]
    lines: list[TableRow] = []
    for title, group in groupby(general, key=lambda recommendation: recommendation.title):
        lines.append(row(bold(title), kind="group"))
        lines += [row(str(own.number), wording.capital(phrases.nested(own.text)), own.term) for own in group]
    letters = dict.fromkeys(_of(note, ground) for own in general for ground in own.grounds if ground.kind == "letter")
    notes = [f"Основание – {', '.join(letters)}."] if letters else []
    return table("tbl-general", OF_ALL, columns, lines, notes=notes)


def _line(note: Note, recommendation: Recommendation, first: dict[str, int], quoted: dict[str, int]) -> TableRow:
    who = f". Исполнение: {wording.uncapitalised(recommendation.position)}" if recommendation.foremost else ""
    return row(
        str(recommendation.number),
        f"{wording.capital(phrases.nested(recommendation.text))}{asked_places.in_cell(note, recommendation)}{who}",
        wording.capital(_ground(note, recommendation, quoted)),
        recommendation.term,
        _goals(note, recommendation, first),
    )


# ---- the ground


def _ground(note: Note, recommendation: Recommendation, quoted: dict[str, int]) -> str:
    """The finding it answers, the stated cause that chose it, the document; words of a cause are quoted once."""
    headline = asked_places.headline_of(note, recommendation)
    grounds = [_of_headline(note, headline)] if headline else []
    for text in _causes(note, headline, recommendation):
        again = next((number for other, number in quoted.items() if says(other, text)), None)
        if again is None:
            quoted[text] = recommendation.number
            grounds.append(f"причина: {text}")
        elif again != recommendation.number:
            grounds.append(f"причина: см. № {again}")
    told = ["noted", *(["problem", "strength"] if headline else [])]
    others = [_of(note, ground) for ground in recommendation.grounds if ground.kind not in told]
    noted = [] if grounds or others else [_of(note, ground) for ground in recommendation.grounds]
    return "; ".join(dict.fromkeys(text for text in (*grounds, *others, *noted) if text)) or wording.DASH


def says(quoted: str, text: str) -> bool:
    """Whether a part of what was quoted has all words of ``text``, and no other negation."""
    wanted = _words(text)
    parts = [quoted, *re.split("[,;.]", quoted)]
    return any(wanted <= words and words & _NEGATIONS == wanted & _NEGATIONS for words in map(_words, parts))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


_NEGATIONS = {"не", "нет", "ни", "без"}


_KINDS = {
    "nobody": "никто не охвачен",
    "stage": "не дошли до этапа",
    "change": "снижение за год",
    "groups": "две группы школ",
    "schools": "разрыв дают несколько школ",
    "level": "ниже остальных",
    "target": "целевое значение не достигнуто",
    "plan": "мера прошлого года",
    "improved": "рост за год",
    "strength": "выше остальных",
}


def _of_headline(note: Note, headline: Headline) -> str:
    """«Посещали курс «Россия – мои горизонты»: снижение за год»; of the region, about what it is."""
    about = note.passport(headline.indicator).short
    if note.is_regional:
        return about
    kind = _level(note, headline) if headline.kind == "level" else ""
    if is_of_empty(headline):
        kind = f"никого в {named(headline.named, 'prepositional', headline.named)}"
    return f"{about}: {kind or _KINDS[headline.kind]}{_carried(headline)}"


def _level(note: Note, headline: Headline) -> str:
    """«ниже остальных»; «ниже остальных, но изредка и случай даёт такое», where no verdict says so."""
    row = note.value(headline.indicator)
    side = "выше остальных" if note.passport(headline.indicator).polarity == "low" else _KINDS["level"]
    return f"{side}, {SELDOM}" if row and row.verdict == "same" else side


def _carried(headline: Headline) -> str:
    """« не исполнена»: of several measures the one that came to least, which page one tells first."""
    if headline.kind != "plan":
        return ""
    done = {plan.done for plan in headline.plans}
    return f" {next(words for carried, words in CARRIED.items() if carried in done)}"


def _causes(note: Note, headline: Headline | None, recommendation: Recommendation) -> list[str]:
    """Of the causes stated, those of the kind that chose it, each once; of the region, as the closed list calls it."""
    if headline is None or not recommendation.cause:
        return []
    if note.is_regional:
        return [note.bundle.cause_titles[recommendation.cause]]
    ours = [cause for cause in headline.causes if cause.kind == recommendation.cause]
    return list(dict.fromkeys(phrases.inner(cause.text) for cause in ours))


_GROUNDS = {
    "strength": "положительный результат",
    "stages": "этапы участия",
    "completeness": "полнота сведений",
    "difficulties": "затруднения, отмеченные в источнике",
    "unassigned": "участники, не указавшие муниципальное образование",
    "pairs": "пары, предложенные для обмена опытом",
}


def _of(note: Note, ground: Ground) -> str:
    """«отмечено в 11 муниципальных образованиях», «группа А», «письмо № 5»."""
    match ground.kind:
        case "problem":
            return _finding(note, ground.name)
        case "noted":
            return f"отмечено в {wording.municipalities_in(ground.places)}"
        case "group":
            return f"группа {ground.name}"
        case "letter":
            return f"письмо № {ground.name}"
        case "strength" if ground.name in note.bundle.passports:
            return f"{note.passport(ground.name).short}: {_GROUNDS['strength']}"
    return _GROUNDS[ground.kind]


def _finding(note: Note, number: str) -> str:
    """«Прошли пробы: нет данных»: a number of a finding says nothing to whoever reads a note."""
    finding = next((finding for finding in note.bundle.findings if finding.number == number), None)
    if finding is None:
        return ""
    about = note.passport(finding.indicator).short if finding.indicator in note.bundle.passports else ""
    kind = _GROUNDS["completeness"] if finding.kind == "no_data" else ""
    return ": ".join(part for part in (about, kind) if part)


# ---- the goal

SEE = "см. № "

FEW_GOALS = 2
"""Of more indicators the table of page one tells the goals."""


def _goals(note: Note, recommendation: Recommendation, first: dict[str, int]) -> str:
    """«Доля посещавших курс: 10,3 → 44,8 (ещё 243)», or where that is told."""
    goals = []
    if recommendation.places:
        return _of_places(note, recommendation, first)
    if len(recommendation.indicators) > FEW_GOALS or recommendation.goals:
        return "таблица 1"
    headline = asked_places.headline_of(note, recommendation)
    if headline and (own := asked_schools.own_number(note, headline, recommendation)):
        return own
    for id in recommendation.indicators or ([headline.indicator] if headline else []):
        target = note.bundle.proposals.get(id)
        if target is None or id not in note.bundle.passports:
            continue
        if id in first:
            goals.append(f"{SEE}{first[id]}")
        else:
            first[id] = recommendation.number
            level = goal_words(note, id, target)
            way = level if target.kind == "keep" else f"{fact(note, id)} → {level}"
            rest = later(target) if recommendation.everyone and target.kind != "keep" and not note.is_regional else ""
            goals.append(f"{note.passport(id).short}: {way}{rest}")
    now = asked_schools.now(headline, recommendation) if headline else ""
    return _beside(note, now, "; ".join(dict.fromkeys(goals))) or wording.DASH


def _beside(note: Note, now: str, goal: str) -> str:
    """«в этих школах – 54 из 468; цель округа – посещали курс: 10,3 → 44,8 %»; or where that goal is told."""
    if not (now and goal):
        return now or goal
    whole = goal if goal.startswith(SEE) else f"цель{asked_schools.whose(note)} – {wording.uncapitalised(goal)}"
    return f"{now}; {whole}"


def _of_places(note: Note, recommendation: Recommendation, first: dict[str, int]) -> str:
    """«Прошли пробы: 33,9 → 38,1 % (ещё 511)»: what they come to together; the same of the same ones once."""
    id, summed = asked_places.about(note, recommendation), asked_places.together(note, recommendation)
    if summed is None:
        return wording.DASH
    way = f"{line_name(note, id)}: {asked_places.way(note, id, summed)}"
    number = first.setdefault(way, recommendation.number)
    return way if number == recommendation.number else f"см. № {number}"
