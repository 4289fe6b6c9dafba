"""A note -> its head, the main conclusions and the general part."""

from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, bold, heading, items, paragraph
from careerstats.blocks import title as title_block
from careerstats.note.opening import Note
from careerstats.note.sections import phrases

Row = dict[str, Any]

AUDIENCE = {"internal": "Для служебного пользования органом управления образованием и Институтом"}


def title(note: Note) -> Blocks:
    """Kind of document, subject, who wrote it for whom; figures of a made-up region are marked as such."""
    settings, programme = note.settings, note.settings["programme"]
    words = {
        "genitive": note.form("genitive"),
        "period": note["period"],
        "programme": programme["prepositional"],
        "programme_genitive": programme["genitive"],
    }
    subject = phrases.with_period(note, wording.fill(settings["subject"][note["notebook"]], words))
    marks = ["Условные данные"] if note["synthetic"] else []
    meta = {key: str(note[key]) for key in ("audience", "dataset", "period", "date", "version")}
    meta |= {"code": note.territory["code"], "title": f"Аналитическая справка {subject}", "bundle": note.hash}
    return Blocks([title_block("Аналитическая справка", subject, lead=_lead(note), marks=marks, **meta)])


def _lead(note: Note) -> str:
    issuer = note.settings["issuer"]
    prepared = f"Подготовлена {issuer['name']} (далее – {issuer['short']})"
    if note["notebook"] == "region":
        return f"{prepared}."
    return (
        f"{prepared} для органа местного самоуправления {note.form('genitive')}, осуществляющего управление "
        "в сфере образования (далее – орган управления образованием)."
    )


def conclusions(note: Note) -> Blocks:
    """Three to seven sentences for whoever reads nothing else."""
    told = [_headline(note, row) for row in note.judged() if row["indicator"] in note.settings["headline"]]
    told += [text for text in (_remains(note), _unknown(note), _task(note)) if text]
    return Blocks([heading("Основные выводы"), items(told, ordered=True)])


def _headline(note: Note, row: Row) -> str:
    told = phrases.sentence(note, row)
    if row["verdict"] == "not_comparable":
        return f"{told}; {row['reason']}."
    rest = wording.capital(phrases.rest_words(note, row))
    return f"{told}. {rest} – {phrases.rest_share(row)}{phrases.verdict_clause(row)}."


def _remains(note: Note) -> str:
    """What is left to do, in pupils: stated for every municipality, never called lower."""
    parts = []
    for id in note.settings["reserves"]:
        row = note.value(id)
        words = note.words(id)
        if row and row["numerator"] and row["denominator"] and row["numerator"] < row["denominator"]:
            left = row["denominator"] - row["numerator"]
            one = wording.plural(left, "left_one", "left_short", "left_short")
            template = words.get(one) or words["left_short"]
            parts.append(wording.fill(template, phrases.left_words(left, row["denominator"])))
    return f"Остаются резервы: {'; '.join(parts)}." if parts else ""


def _unknown(note: Note) -> str:
    names = [stage["title"].lower() for stage in note["stages"] if "about" in stage]
    known = {count["variable"] for count in note["counts"]}
    if not names or any(stage["variable"] in known for stage in note["stages"] if "about" in stage):
        return ""
    return (
        "На каком этапе прекращается участие обучающихся, установить нельзя: в разрезе муниципальных образований "
        "диагностика и запись на мероприятия не учтены."
    )


def _task(note: Note) -> str:
    """The first task follows from the first problem; where nothing lies on the bad side, from the first reserve."""
    urgent = [one for one in note["findings"] if one["kind"] in ("decision", "attention")]
    left = [one for id in note.settings["reserves"] for one in note["findings"] if one["key"] == f"reserve:{id}"]
    chosen = (urgent or left)[:1]
    told = (
        [
            f"Первоочередная задача на {note.settings['programme']['next_period']} год – {note.words(chosen[0]['indicator'])['task']}."
        ]
        if chosen
        else []
    )
    told += [_exchange(note, pair) for pair in note["exchanges"]]
    return " ".join(told)


def _exchange(note: Note, pair: Row) -> str:
    about = note.words(pair["indicator"])["strong"]
    if pair["learn"]:
        places = wording.joined([note.form("prepositional", code) for code in pair["partners"]])
        return f"Предлагается изучить опыт {about}, накопленный в {places}."
    places = wording.joined([note.form("dative", code) for code in pair["partners"]])
    return f"Опыт {about} целесообразно представить прежде всего {places}."


def general(note: Note) -> Blocks:
    """Ground and purpose, source and period, method, coverage."""
    return Blocks(
        [
            heading("Общие положения", numbered=True),
            paragraph(bold("Основание и цель."), " ", _ground(note)),
            paragraph(bold("Источник и период."), " ", source(note)),
            paragraph(bold("Способ расчёта."), " ", _method(note)),
        ]
    )


def _ground(note: Note) -> str:
    settings = note.settings
    letter = settings.get("letter")
    added = f"в дополнение к {letter['of']} от {wording.day(letter['date'])} № {letter['number']} " if letter else ""
    programme = settings["programme"]
    return (
        f"Справка подготовлена {added}в целях оценки участия обучающихся {note.noun('genitive')} в {programme['about']} "
        f"(далее – {programme['short']}) и определения адресных мер на {programme['next_period']} год."
    )


def source(note: Note) -> str:
    """How many of how many reported, and what is not known of the denominator."""
    row = next(iter(note["region_values"].values()))
    told = (
        f"Использованы сведения за {note['period']} год, которые представили "
        f"{wording.municipalities(row['reported'])} из {row['expected']}."
    )
    caveats = note.settings.get("caveats", [])
    return f"{told} {caveats[0]}" if caveats else told


def _method(note: Note) -> str:
    rows = note.judged()
    row = next((one for one in rows if one["verdict"] != "not_comparable"), None)
    if row is None:
        why = rows[0]["reason"] if rows else "сведения не представлены"
        return f"Доли рассчитаны от абсолютных значений. С другими муниципальными образованиями {note.noun()} не сопоставляется: {why}."
    others = wording.counted(
        phrases.rest_count(note, row),
        "муниципальным образованием",
        "муниципальными образованиями",
        "муниципальными образованиями",
    )
    compared = "сопоставлено" if note.territory["kind"] == "zato" else "сопоставлен"
    return (
        f"Доли рассчитаны от абсолютных значений; {note.noun()} {compared} с остальными {others} "
        f"{note.region_noun('genitive')} в целом. {unassigned(note, row)}Если отличие мог бы дать случай, об этом сказано."
    )


def unassigned(note: Note, row: Row) -> str:
    """How participants without a municipality are treated; empty where there are none."""
    if not row["unassigned"]:
        return ""
    who = wording.counted(row["unassigned"], "участник, указавший", "участника, указавших", "участников, указавших")
    verb = wording.plural(row["unassigned"], "входит", "входят", "входят")
    return (
        f"{wording.capital(who)} только «{note.region['name']}», к муниципальным образованиям не отнесены и {verb} "
        f"лишь в значения по {note.region_noun('dative')}, которые приводятся справочно. "
    )
