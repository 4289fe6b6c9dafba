"""A regional note -> its main conclusions, the general part, how the programme was organised."""

from fractions import Fraction
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, bold, heading, items, paragraph
from careerstats.note.opening import Note
from careerstats.note.sections.comparison import region_stages
from careerstats.note.sections.front import source
from careerstats.note.sections.indicators import region_share
from careerstats.note.sections.phrases import known_rows, named_share, own_words

Row = dict[str, Any]


def region_conclusions(note: Note) -> Blocks:
    """Coverage, stages, the spread of municipalities, concentration: what the ministry reads first."""
    told = [*_headlines(note), region_stages(note), *_also(note), _spread(note), _under_one(note)]
    return Blocks([heading("Основные выводы"), items([text for text in told if text], ordered=True)])


def _headlines(note: Note) -> list[str]:
    told = []
    for id in note.settings["headline"]:
        one, words = note["region_values"][id], note.words(id)
        k, n = one["numerator"], one["denominator"]
        text = wording.fill(
            words["sentence"], {"verb": wording.plural(k, *words["verbs"]), "pupils": wording.pupils(k)}
        )
        text += f" – {region_share(note, id)}{wording.NBSP}% {words['base']} ({wording.integer(n)})"
        if one["unassigned"]:
            who = wording.counted(one["unassigned"], "участник указал", "участника указали", "участников указали")
            text += (
                f"; {who} только «{note.region['name']}» и к муниципальному образованию не "
                f"{wording.plural(one['unassigned'], 'отнесён', 'отнесены', 'отнесены')} ({wording.percent(one['unassigned'], k)})"
            )
        told.append(f"{text}.")
    return told


def _also(note: Note) -> list[str]:
    """Other regional figures that the dataset wants said: who came again, tests that are not pupils."""
    told = []
    for id in note.settings.get("also", []):
        one = note["region_values"].get(id)
        if one and one["denominator"] and one["numerator"] is not None:
            told.append(wording.fill(note.words(id)["region"], _numbers(note, one)))
    return [f"{'. '.join(told)}."] if told else []


def _numbers(note: Note, one: Row) -> dict[str, str]:
    k, n = one["numerator"], one["denominator"]
    percent = note.passport(one["indicator"])["unit"] == "percent"
    value = wording.percent(k, n) if percent else wording.decimal(Fraction(k, n))
    return {"numerator": wording.integer(k), "denominator": wording.integer(n), "value": value}


def _spread(note: Note) -> str:
    """R5: no places where municipalities differ no more than chance would make them."""
    parts = []
    for id in note.settings["headline"]:
        known = known_rows(note, id)
        if not note["spread"][id]["differ"] or not known:
            continue
        low, high = known[-1], known[0]
        parts.append(f"{note.words(id)['share']} – от {named_share(note, low)} до {named_share(note, high)}")
    if not parts:
        return "Муниципальные образования различаются не больше, чем дал бы случай."
    return f"Муниципальные образования различаются сильнее, чем дал бы случай: {'; '.join(parts)}."


def _under_one(note: Note) -> str:
    id = note.settings["headline"][-1]
    whole, low = note["concentration"][id], note["concentration"][id]["under_one"]
    if not low["codes"] or not note["spread"][id]["differ"]:
        return ""
    return (
        f"В {wording.municipalities_in(len(low['codes']))}, где обучаются {wording.percent(low['denominator'], whole['denominator'])} "
        f"обучающихся, {note.words(id)['share']} меньше 1{wording.NBSP}%; на них приходится "
        f"{wording.percent(low['numerator'], whole['numerator'])} участников с известным муниципальным образованием "
        f"({wording.integer(low['numerator'])} из {wording.integer(whole['numerator'])})."
    )


def region_general(note: Note) -> Blocks:
    """Ground, source, method and history of the programme."""
    letter, programme = note.settings.get("letter"), note.settings["programme"]
    added = f" (приложение к письму от {wording.day(letter['date'])} № {letter['number']})" if letter else ""
    rest = (
        "Доли рассчитаны от абсолютных значений: значение по области – сумма участников, делённая на сумму численности. "
        "Каждое муниципальное образование сопоставлено с остальными в целом, без участников, не указавших муниципальное образование."
    )
    return Blocks(
        [
            heading("Общие положения", numbered=True),
            paragraph(
                bold("Основание и цель."), " Справка подготовлена по сведениям о реализации ",
                f"{programme['genitive']} (далее – {programme['short']}){added} в целях оценки участия обучающихся и определения адресных мер на {programme['next_period']} год.",
            ),
            paragraph(bold("Источник и период."), " ", source(note), " Сведения по школам не собирались."),
            paragraph(bold("Способ расчёта."), " ", rest.replace("области", note.region_noun("dative"))),
        ]
    )  # fmt: skip


def organisation(note: Note) -> Blocks:
    """The author's own paragraphs, then sites and competences as the registers list them."""
    out = Blocks([heading("Организация Проекта", numbered=True)])
    out += own_words(note, "organisation")
    if sites := note["sites"]:
        out.append(
            paragraph(
                f"В перечне {wording.counted(len(sites), 'площадка', 'площадки', 'площадок')}: {'; '.join(site['name'] for site in sites)}."
            )
        )
    if competences := note["competences"]:
        out.append(paragraph(_competences(competences)))
    out += own_words(note, "competences")
    if counts := _other_counts(note):
        out.append(paragraph(counts))
    return out if len(out) > 1 else Blocks()


def _competences(rows: list[Row]) -> str:
    online = [one["Компетенция"] for one in rows if one.get("Онлайн") == "да"]
    names = ", ".join(one["Компетенция"] for one in rows)
    number = wording.counted(len(rows), "компетенция", "компетенции", "компетенций")
    return f"В перечне {number}: {names}. В онлайн-формате пробы возможны по {len(online)} из них: {', '.join(online)}."


def _other_counts(note: Note) -> str:
    """Contests and other events: counts only, because what they are a part of is not known."""
    counts = [(variable, note["region_counts"].get(variable)) for variable in note["organisation_counts"]]
    known = [
        f"{note['variables'][variable]} – {wording.integer(count['value'])}" for variable, count in counts if count
    ]
    if not known:
        return ""
    return (
        f"Другие мероприятия: {'; '.join(known)}. Входят ли эти участники в число посетивших мероприятия Проекта, "
        "источник не указывает; муниципальные образования и школы в нём не названы."
    )
