"""One row of a note -> the phrases that several sections share."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from careerstats import reasons, wording
from careerstats.blocks import Block, Blocks, Text, bold, items, paragraph
from careerstats.contracts.decisions import Target
from careerstats.contracts.headlines import Level
from careerstats.contracts.values import Point, Value, Words
from careerstats.errors import NoteError
from careerstats.note.opening import Note
from careerstats.shown.markdown import from_markdown


def rest_share(row: Value) -> str:
    """«25,1 %»."""
    return wording.percent(*row.others)


def own_share(row: Value) -> str:
    """«46,5 %», marked where it is not of all."""
    return reasons.marked(wording.percent(*row.own), row)


def exact(value: float) -> Fraction:
    """A number of the bundle to six decimals."""
    return Fraction(round(value * 10**6), 10**6)


def difference(row: Value) -> Fraction:
    """Own share less that of the others, exact, in percentage points."""
    return wording.exact_share(*row.own) - wording.exact_share(*row.others)


def lacking(note: Note, row: Value) -> str:
    """«; до их уровня не хватает 186 обучающихся» (школ, педагогов); empty where nothing is lacking."""
    return f"; до их уровня не хватает {counted_genitive(note, row, row.missing)}" if row.missing else ""


def of_whole(words: Words, counts: tuple[int, int], place: str, share: str) -> str:
    """«Занятия курса посещали 72 обучающихся из 701 (10,3 %)»; of nobody, without the place that the text is about."""
    part, whole = counts
    if not part:
        nobody = wording.fill(words.none, {"territory": place}).removesuffix(f": {place}")
        return f"{nobody} – ни одного из {wording.integer(whole)}"
    numbers = {"verb": wording.plural(part, *words.verbs), "pupils": wording.counted(part, *words.noun)}
    return f"{wording.fill(words.sentence, numbers)} из {wording.integer(whole)} ({share})"


def counted(note: Note, row: Value, number: int) -> str:
    """«1 731 обучающийся», «3 школы»: as many of those whom the indicator counts."""
    return wording.counted(number, *note.words(row.indicator).noun)


LEVELS: dict[Level, str] = {
    "target": "целевого значения",
    "plan": "плана прошлого года",
    "others": "уровня остальных",
}
"""Of what a place or a school is short, after «до»."""


def counted_genitive(note: Note, row: Value, number: int) -> str:
    """«186 обучающихся», «3 школ» after «из», «не хватает»."""
    return wording.counted(number, *note.words(row.indicator).noun_genitive)


def nobody(note: Note, row: Value) -> str:
    """«Посетивших …, указавших Завитинский район, нет»: a zero is said of those who named the place."""
    return wording.fill(note.words(row.indicator).none, {"territory": note.territory.name})


def flips_clause(note: Note, row: Value) -> str:
    """R7: how many participants without a municipality would change this verdict; empty where none would."""
    flips = row.flips_at
    if flips is None or row.verdict not in ("below", "above"):
        return ""
    outside = f"{wording.plural(flips, 'обучался', 'обучались', 'обучались')} за пределами"
    where = "– из" if row.verdict == "below" else outside
    least = "хотя бы " if row.fragile else ""
    return (
        f"Если {least}{wording.among(flips, row.unassigned)} участников без указания "
        f"муниципального образования {where} {note.noun('genitive')}, отличие от остальных по показателю "
        f"{quoted(note.passport(row.indicator).short)} уже может быть случайным."
    )


def quoted(name: str) -> str:
    """«Курс „Россия – мои горизонты“»: quotation marks inside a name are of the second kind."""
    return f"«{name.replace('«', '„').replace('»', '“')}»"


def inner(text: str) -> str:
    """Words of somebody in quotation marks, those within them of the second kind: «нет „окна“ в расписании»."""
    return quoted(text.strip().rstrip(".").removeprefix("«").removesuffix("»") if _whole(text) else text.rstrip("."))


def nested(text: str) -> str:
    """«по показателю «Посещали курс «Россия»»» → «по показателю «Посещали курс „Россия“»»: marks by their depth."""
    out, depth = [], 0
    for letter in text:
        depth -= letter == "»"
        out.append({"«": "„", "»": "“"}.get(letter, letter) if depth > 0 else letter)
        depth += letter == "«"
    return "".join(out)


def _whole(text: str) -> bool:
    """Whether the outer marks belong together."""
    return text.startswith("«") and text.rstrip(".").endswith("»") and text.count("«") == 1


def goal_share(target: Target) -> str:
    """«44,8»: the share aimed at, where the pupils of the goal reach it; else theirs."""
    if target.level is None:
        return wording.percent_of(target.count, target.total)
    return wording.decimal(Fraction(target.level, 10))


def left_words(words: Words, count: int, whole: int) -> dict[str, str]:
    """Words that the templates of what remains may use; ``words``: of the indicator."""
    registered = ("зарегистрированного", "зарегистрированных", "зарегистрированных")
    return {
        "percent": wording.percent(count, whole),
        "count": wording.integer(count),
        "whole": wording.integer(whole),
        "pupils": wording.counted(count, *words.noun),
        "pupils_genitive": wording.counted(count, *words.noun_genitive),
        "whole_registered": wording.counted(whole, *registered),
    }


def filled(note: Note, template: str) -> str:
    """A text of the dataset with the names of place, period and programme in it; «в 2020 году» on one line."""
    programme = note.settings.programme
    words = {
        "genitive": note.form("genitive"),
        "period": note.bundle.period,
        "programme": programme.prepositional,
        "programme_genitive": programme.genitive,
    }
    text = wording.fill(template, words)
    text = text.replace(f" в {note.bundle.period} год", f" в{wording.NBSP}{note.bundle.period} год")
    return text.replace(f"{note.bundle.period} год", f"{note.bundle.period}{wording.NBSP}год")


def of_reporters(note: Note, ids: list[str]) -> list[Text]:
    """That shares are of the pupils of the schools that answered, where these are not all pupils of the table."""
    sizes, whole = note.bundle.sizes, note.passport(note.settings.indicators[0]).whole
    points = (year for id in ids if note.passport(id).whole == whole for year in note.bundle.everyone.get(id, ()))
    if all(point.denominator in (None, sizes.get(point.code)) for point in points):
        return []
    return [
        "Доли рассчитаны от численности обучающихся школ, представивших сведения; она может быть меньше указанной в "
        "таблице численности всех обучающихся."
    ]


def no_more_than_chance(note: Note, ids: Sequence[str]) -> str:
    """R5: by which indicators municipalities differ no more than chance; empty where they do or nothing was tested."""
    alike = [id for id in ids if note.bundle.spread[id].tested and not note.bundle.spread[id].differ]
    if not alike:
        return ""
    clause = "муниципальные образования различаются не больше, чем дал бы случай"
    if len(alike) == len(ids):
        return f"{wording.capital(clause)}."
    names = wording.joined([quoted(note.passport(id).short) for id in alike])
    return f"По {wording.plural(len(alike), 'показателю', 'показателям', 'показателям')} {names} {clause}."


def whose_place(note: Note, id: str) -> str:
    """«, муниципальное образование которых известно»: said where some participants named none."""
    return ", муниципальное образование которых известно" if note.bundle.region_values[id].unassigned else ""


def known_rows(note: Note, id: str) -> list[Point]:
    """Comparison points of an indicator that have both numbers, the largest share first."""
    known = (point for point in note.bundle.everyone[id] if point.has_share)
    return sorted(known, key=lambda point: (-point.share, point.code))


def named_share(note: Note, point: Point) -> str:
    """«66,3 % (г. Зея)»."""
    return f"{wording.percent(*point.own)} ({note.municipality(point.code).name})"


def until(day: str) -> str:
    """« до 20.04.2021»: by when something is asked for; empty where no day is named."""
    return f" до {wording.day(day)}" if day else ""


def punctuated(texts: list[str]) -> list[str]:
    """Items of a list: a semicolon after each, a full stop after the last."""
    return [f"{text}{'.' if at == len(texts) else ';'}" for at, text in enumerate(texts, 1)]


def headed(word: str, sentences: Iterable[str]) -> Blocks:
    """«Главное. …»: sentences under a word of their own; nothing where there are none."""
    text = " ".join(filter(None, sentences))
    return Blocks([paragraph(bold(word), f" {text}")] if text else [])


def listed(head: str, texts: Iterable[str]) -> list[Block]:
    """A line that heads a list, and its items; nothing where there are none."""
    shown = punctuated(list(texts))
    return [paragraph(head, keep=True), items(shown)] if shown else []


def out_of_all(number: int, of: int) -> str:
    """After «по», «8 из 10 показателей», «всем 10 показателям»; «по 8 показателям из 10 школ» would be read wrongly."""
    if number == of:
        return f"всем {wording.counted(of, 'показателю', 'показателям', 'показателям')}"
    return f"{wording.integer(number)} из {wording.counted(of, 'показателя', 'показателей', 'показателей')}"


def own_words(note: Note, place: str) -> Blocks:
    """The author's own text for a place of the note: ``texts/<notebook>.<place>.md`` of the dataset, in Markdown."""
    try:
        return Blocks(from_markdown(note.bundle.texts.get(place, "")))
    except NoteError as error:
        raise NoteError(f"Файл texts/{note.bundle.notebook}.{place}.md: {error}") from error


def others_named(word: str, others: Sequence[str], failed: Sequence[str]) -> str:
    """«остальные 6 (не исполнили – 5, не планировали – 1)»; of one kind «остальные 5 (не исполнили)»."""
    kinds = {"не исполнили": len(failed), "не планировали": len(others) - len(failed)}
    shown = {kind: number for kind, number in kinds.items() if number}
    parts = [f"{kind} – {wording.integer(number)}" if len(shown) > 1 else kind for kind, number in shown.items()]
    return f"{word} {wording.integer(len(others))} ({', '.join(parts)})"
