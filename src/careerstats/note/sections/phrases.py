"""One row of a note -> the phrases that several sections share."""

from collections.abc import Sequence
from fractions import Fraction

from careerstats import reasons, wording
from careerstats.blocks import Blocks, Text
from careerstats.contracts.values import Passport, Point, Value, Words
from careerstats.errors import NoteError
from careerstats.note.opening import Note
from careerstats.shown.markdown import from_markdown

VERDICT = {"below": "ниже", "above": "выше", "same": "не отличить", "not_comparable": "нельзя сравнить"}
ACCENT = "на фоне разброса самих муниципальных образований (так далеко – примерно одно из двадцати)"


def rest_words(note: Note, row: Value) -> str:
    """«по остальным 28 муниципальным образованиям области в целом»; with two in all, «по другому»."""
    count, region = (row.reported or 0) - 1, note.region_noun("genitive")
    if count == 1:
        return f"по другому муниципальному образованию {region}"
    return f"по остальным {wording.integer(count)} муниципальным образованиям {region} в целом"


def rest_share(row: Value) -> str:
    """«25,1 %»."""
    return wording.percent(*row.others)


def own_share(row: Value) -> str:
    """«46,5 %», marked where it is not of all."""
    return reasons.marked(wording.percent(*row.own), row)


def difference(row: Value) -> Fraction:
    """Own share less that of the others, exact, in percentage points."""
    return wording.exact_share(*row.own) - wording.exact_share(*row.others)


def side(row: Value) -> str:
    """«выше» or «ниже» of a judged row."""
    return VERDICT[row.verdict]


def lacking(note: Note, row: Value) -> str:
    """«; до их уровня не хватает 186 обучающихся» (школ, педагогов); empty where nothing is lacking."""
    return f"; до их уровня не хватает {counted_genitive(note, row, row.missing)}" if row.missing else ""


def counted(note: Note, row: Value, number: int) -> str:
    """«1 731 обучающийся», «3 школы»: as many of those whom the indicator counts."""
    return wording.counted(number, *note.words(row.indicator).noun)


def counted_genitive(note: Note, row: Value, number: int) -> str:
    """«186 обучающихся», «3 школ» after «из», «не хватает»."""
    return wording.counted(number, *note.words(row.indicator).noun_genitive)


def base(note: Note, row: Value) -> str:
    """«3 723 человека», «25 школ»: how many the share is of."""
    number = row.own.denominator
    return wording.people(number) if note.passport(row.indicator).of_people else counted(note, row, number)


def accent(row: Value) -> str:
    """R4's words after a verdict, or nothing."""
    return f"; значение выделяется и {ACCENT}" if row.stands_out else ""


def nobody(note: Note, row: Value) -> str:
    """«Посетивших …, указавших Завитинский район, нет»: a zero is said of those who named the place."""
    return wording.fill(note.words(row.indicator).none, {"territory": note.territory.name})


def verdict(row: Value) -> str:
    """A few words for a table: «выше», «немного ниже», «не отличить», «мало для вывода»."""
    if row.small:
        return "немного ниже" if difference(row) < 0 else "немного выше"
    if row.grade == "beyond_95":
        return f"{'ниже' if difference(row) < 0 else 'выше'}, нетвёрдо"
    if row.power_low:
        return "мало для вывода"
    return VERDICT[row.verdict]


def flips_clause(note: Note, row: Value) -> str:
    """R7: how many participants without a municipality would change this verdict; empty where none would."""
    flips = row.flips_at
    if flips is None or row.verdict not in ("below", "above"):
        return ""
    if row.verdict == "below":
        verb, where = wording.plural(flips, "был", "были", "были"), "из"
    else:
        verb, where = wording.plural(flips, "обучался", "обучались", "обучались"), "за пределами"
    weak = "Вывод неустойчив: он" if row.fragile else "Вывод"
    return (
        f"{weak} изменился бы, если бы {wording.integer(flips)} из {wording.integer(row.unassigned)} участников "
        f"без указания муниципального образования {verb} {where} {note.noun('genitive')}."
    )


def steady_clause(note: Note, rows: list[Value]) -> str:
    """Which headline verdicts no number of participants without a municipality could change, in one sentence."""
    main = [row for row in rows if row.indicator in note.settings.headline]
    judged = [row for row in main if row.verdict in ("below", "above") and row.unassigned]
    steady = [row for row in judged if row.flips_at is None]
    if not steady:
        return ""
    names = wording.joined(list(dict.fromkeys(_about(note, row) for row in steady)))
    verb = "Вывод о" if len(steady) == 1 else "Выводы о"
    changed = "изменился" if len(steady) == 1 else "изменились"
    numbers = wording.joined(list(dict.fromkeys(wording.integer(row.unassigned) for row in steady)), "или")
    places = {"below": "были из", "above": "обучались за пределами"}
    where = wording.joined(list(dict.fromkeys(places[row.verdict] for row in steady)), "или")
    return (
        f"{verb} {names} не {changed} бы, даже если бы все участники без указания муниципального образования "
        f"({numbers}) {where} {note.noun('genitive')}."
    )


def _about(note: Note, row: Value) -> str:
    """«доле зарегистрированных»: the name of the share after «о»."""
    name = note.words(row.indicator).share
    return f"доле{name[4:]}" if name.startswith("доля ") else name


def quoted(name: str) -> str:
    """«Курс „Россия – мои горизонты“»: quotation marks inside a name are of the second kind."""
    return f"«{name.replace('«', '„').replace('»', '“')}»"


def caveat_words(passport: Passport) -> str:
    """««Прошли тест»: показателем 1.1 не является.» – whose caveat it is, and the caveat."""
    return f"{quoted(passport.short)}: {passport.caveat[:1].lower()}{passport.caveat[1:].rstrip('.')}."


def name_with_share(note: Note, id: str, code: str) -> str:
    """«городе Зее (66,3 %)»."""
    point = note.point(id, code) or Point()
    return f"{note.form('prepositional', code)} ({wording.percent(*point.own)})"


def left_words(words: Words, count: int, whole: int) -> dict[str, str]:
    """Words that the templates of what remains may use; ``words``: of the indicator."""
    registered = ("зарегистрированный обучающийся", "зарегистрированных обучающихся", "зарегистрированных обучающихся")
    return {
        "percent": wording.percent(count, whole),
        "count": wording.integer(count),
        "whole": wording.integer(whole),
        "pupils": wording.counted(count, *words.noun),
        "pupils_genitive": wording.counted(count, *words.noun_genitive),
        "pupils_registered": wording.counted(count, *registered),
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
    points = (one for id in ids if note.passport(id).whole == whole for one in note.bundle.everyone.get(id, ()))
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
    told = "муниципальные образования различаются не больше, чем дал бы случай"
    if len(alike) == len(ids):
        return f"{wording.capital(told)}."
    names = wording.joined([quoted(note.passport(id).short) for id in alike])
    return f"По {wording.plural(len(alike), 'показателю', 'показателям', 'показателям')} {names} {told}."


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


def punctuated(texts: list[str]) -> list[str]:
    """Items of a list: a semicolon after each, a full stop after the last."""
    return [f"{text}{'.' if at == len(texts) else ';'}" for at, text in enumerate(texts, 1)]


def change(note: Note, row: Value) -> str:
    """R8: «По сравнению с 2023/24 учебным годом показатель вырос на 4,2 п. п.: с 20,1 до 24,3 %»; else empty."""
    if row.change not in ("up", "down"):
        return ""
    told = reasons.change(row.change, row.facts)
    return f"По сравнению с {wording.year(row.previous, 'instrumental')} показатель {told}."


def changes(note: Note, rows: list[Value]) -> str:
    """What changed since the last period beyond its usual waver, in one sentence; empty where nothing is known."""
    known = [row for row in rows if row.change in ("up", "down", "same")]
    if not known:
        return ""
    since = f"По сравнению с {wording.year(known[0].previous, 'instrumental')}"
    moved = [row for row in known if row.change != "same"]
    if not moved:
        return f"{since} изменения показателей не больше обычных колебаний."
    told = [f"{note.closed(row.indicator)} – {movement(row)}" for row in moved]
    others = "; остальные изменения не больше обычных колебаний" if len(moved) < len(known) else ""
    return f"{since} изменились: {'; '.join(told)}{others}."


def movement(row: Value) -> str:
    """«рост на 43,5 п. п., с 24,9 до 68,5 %»."""
    word = "рост" if row.change == "up" else "снижение"
    return f"{word} на{wording.NBSP}{wording.points(Fraction(row.change_points or 0))}, {reasons.levels(row.facts)}"


def own_words(note: Note, place: str) -> Blocks:
    """The author's own text for a place of the note: ``texts/<notebook>.<place>.md`` of the dataset, in Markdown."""
    try:
        return Blocks(from_markdown(note.bundle.texts.get(place, "")))
    except NoteError as error:
        raise NoteError(f"Файл texts/{note.bundle.notebook}.{place}.md: {error}") from error
