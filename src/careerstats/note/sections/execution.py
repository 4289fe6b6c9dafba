"""A note -> what came of last year's plan; of the region also whether a measure that many took made a difference."""

from fractions import Fraction
from typing import Any

from careerstats import wording
from careerstats.blocks import Blocks, column, heading, items, paragraph, ref, row, table
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections.phrases import punctuated

Row = dict[str, Any]

LABEL = "tbl-execution"
SHOWN = 6
"""Measures that the body tells one by one; those that did not come off go first."""

TITLE = "Исполнение рекомендаций и плана прошлого года"
DONE = {"yes": "да", "no": "нет", "partly": "частично", "": wording.NO_DATA}
CARRIED = {"yes": "исполнена", "no": "не исполнена", "partly": "исполнена частично", "": "сведений об исполнении нет"}
REACHED = {"yes": "да", "no": "нет", "": wording.DASH}

_HONEST = (
    "До и после – на одних и тех же представивших сведения. «Эффективна» – мера исполнена, плановое значение "
    "достигнуто и изменение больше обычных колебаний (для плана «не ниже» – показатель не снизился); что показатель "
    "изменила именно эта мера, таблица не доказывает."
)


def execution(note: Note) -> Blocks:
    """Measure by measure: carried out, before, plan, after, reached, conclusion; nothing where no plans are known."""
    found = note.get("execution")
    if not found:
        return Blocks()
    return _of_region(note, found) if note["notebook"] == "region" else _of_one(note, found)


def _of_one(note: Note, found: Row) -> Blocks:
    out = Blocks([heading(TITLE, numbered=True)])
    if not found["known"]:
        return Blocks([*out, paragraph(f"План на {_year(note)} не представлен; исполнение не оценивается.")])
    if not found["measures"]:
        return Blocks([*out, paragraph(f"Мер в плане на {_year(note)} нет.")])
    lead = paragraph(f"{_counted(note, found)} Значения приведены в таблице ", ref(LABEL), ".", keep=True)
    return Blocks([*out, lead, *_measures(note, found["measures"])])


def execution_table(note: Note) -> Blocks:
    """The appendix: each measure of last year's plan with its numbers."""
    measures = note.get("execution", {}).get("measures")
    if not measures:
        return Blocks()
    return Blocks([heading(f"Исполнение плана на {_year(note)}", appendix=True), _table(note, measures)])


def _year(note: Note) -> str:
    return wording.year(note["period"])


def _counted(note: Note, found: Row) -> str:
    """«Мер в плане на … – 5: исполнено 3, не исполнена 1 …»."""
    told: dict[str, set[str]] = {}
    for one in found["measures"]:
        told.setdefault(one["text"], set()).add(one["done"])
    measures = ["partly" if len(words) > 1 else next(iter(words)) for words in told.values()]
    parts = [
        f"{word} – {number}"
        for key, word in (("yes", "исполнено"), ("partly", "исполнено частично"), ("no", "не исполнено"),
                          ("", "сведений об исполнении нет"))
        if (number := measures.count(key))
    ]  # fmt: skip
    left = f" Из проекта плана исключено мер: {found['dropped']}." if found["dropped"] else ""
    return f"Мер в плане на {_year(note)} – {len(measures)}: {', '.join(parts)}.{left}"


def _table(note: Note, measures: list[Row]) -> Any:
    columns = [
        column("Мера", align="left", width=2.4),
        column("Исполнена (документ)", align="left", width=1.6),
        column("Показатель, %", align="left", width=1.9),
        column("До", width=0.75),
        column("План", width=1),
        column("После", width=0.95),
        column("Достигнуто", align="center", width=1.3),
        column("Вывод", align="left", width=1.8),
    ]
    keys = [(one["text"], one["done"], one["document"]) for one in measures]
    lines = [_line(note, one, same=at > 0 and keys[at] == keys[at - 1]) for at, one in enumerate(measures)]
    return table(LABEL, f"Исполнение плана на {_year(note)}", columns, lines, notes=_notes(measures))


def _notes(measures: list[Row]) -> list[str]:
    shared = [one["indicator"] for one in measures if one["indicator"] and one["done"] in ("yes", "partly")]
    several = "Вклад нескольких мер в один показатель не разделяется." if len(shared) > len(set(shared)) else ""
    return [f"{_HONEST} {several}".strip()]


def _line(note: Note, one: Row, *, same: bool) -> Row:
    done = DONE[one["done"]] + (f" ({one['document']})" if one["document"] else "")
    why = f": {one['why']}" if one["why"] else ""
    before, after = (_share(one[key]) for key in ("before", "after"))
    first = ("", "") if same else (one["text"], done)
    plan = one["plan"] or wording.DASH
    return row(*first, _name(note, one), before, plan, after, REACHED[one["reached"]], f"{one['conclusion']}{why}")


def _name(note: Note, one: Row) -> str:
    if not one["indicator"]:
        return one["about"] or wording.DASH
    return wording.capital(_share_name(note, one))


def _share_name(note: Note, one: Row) -> str:
    known = one["indicator"] in note["passports"]
    return str(note.words(one["indicator"])["share"]) if known else str(one["indicator"])


def _share(counts: list[int] | None) -> str:
    return wording.percent_of(*counts) if counts else wording.DASH


def _measures(note: Note, measures: list[Row]) -> list[Any]:
    """What became of each measure, in the order of the plan; of many, of those that did not come off."""
    texts = list(dict.fromkeys(one["text"] for one in measures))
    if len(texts) > SHOWN:
        failed = {one["text"] for one in measures if one["done"] != "yes" or one["reached"] == "no"}
        texts = [*(one for one in texts if one in failed), *(one for one in texts if one not in failed)][:SHOWN]
    said: set[str] = set()
    return [items(punctuated([_told(note, [one for one in measures if one["text"] == text], said) for text in texts]))]


def _told(note: Note, own: list[Row], said: set[str]) -> str:
    """«График проб: не исполнена – «нет договора с колледжем»; доля прошедших пробы – 30,0 % (…; план – 40,0 %)».

    ``said``: the numbers of measures before it, which are not repeated; this one's are put in.
    """
    first = own[0]
    why = f" – «{first['why_not']}»" if first["why_not"] and first["done"] != "yes" else ""
    numbers = [
        f"{wording.closed(_share_name(note, one))} – {_moved(one)}" for one in own if one["indicator"] and one["after"]
    ]
    new = [text for text in numbers if text not in said]
    said.update(new)
    same = ["значения показателя приведены выше"] if len(new) < len(numbers) else []
    return "; ".join([f"{first['text']}: {CARRIED[first['done']]}{why}", *new, *same])


def _moved(one: Row) -> str:
    """«10,3 % (было 44,8 %; план – 60,0 %)»."""
    was = f"было {_share(one['before'])}{wording.NBSP}%" if one["before"] else ""
    aim = f"план – {one['plan']}{wording.NBSP}%" if one["plan"] else ""
    told = "; ".join(filter(None, [was, aim]))
    return f"{_share(one['after'])}{wording.NBSP}%{f' ({told})' if told else ''}"


# ---- the region


def _of_region(note: Note, found: Row) -> Blocks:
    rows = found["municipalities"]
    known = [one for one in rows if one["known"]]
    silent = [note.municipality(one["code"])["name"] for one in rows if not one["known"]]
    out = Blocks([heading(TITLE, numbered=True)])
    told = f"Планы на {_year(note)} представили {wording.municipalities(len(known))} из {len(rows)}.{_named(silent)}"
    shown: list[Any] = [" Исполнение планов приведено в таблице ", ref("tbl-executions"), "."] if known else []
    out.append(paragraph(told, *shown))
    out += [_summary(note, known)] if known else []
    out += [_table(note, found["measures"])] if found["measures"] else []
    return out


def _named(silent: list[str]) -> str:
    return f" Не представили: {', '.join(silent)}." if silent else ""


_HEADS = {
    "measures": "Мер и показателей",
    "done": "Исполнено",
    "partly": "Частично",
    "not_done": "Не исполнено",
    "untold": "Нет сведений",
    "effective": "Эффективна",
    "insufficient": "Недостаточно",
    "unclear": "Оценить нельзя",
}
_ALWAYS_SHOWN = ("measures", "done", "effective", "insufficient", "unclear")


def _summary(note: Note, known: list[Row]) -> Any:
    keys = [key for key in _HEADS if key in _ALWAYS_SHOWN or any(one[key] for one in known)]
    heads = [column(_HEADS[key], width=1) for key in keys]
    columns = [column("Муниципальное образование", align="left", width=2.4), *heads]
    lines = [row(note.municipality(one["code"])["name"], *(wording.integer(one[key]) for key in keys)) for one in known]
    total = (wording.integer(sum(one[key] for one in known)) for key in keys)
    lines.append(row("Всего", *total, kind="total"))
    caption = f"Исполнение планов муниципальных образований на {_year(note)}"
    told = f"Мера, за которой следят по двум показателям, считается дважды. {_HONEST}"
    return table("tbl-executions", caption, columns, lines, notes=[told])


def effect(note: Note) -> Blocks:
    """Who took a measure against who did not: a plot and its chance, or why nothing can be said."""
    found = note.get("effect")
    if not found:
        return Blocks()
    out = Blocks([heading("Эффект мер", numbered=True)])
    for place, one in enumerate(found["tested"], 1):
        label = f"fig-effect-{place}"
        out += [paragraph(*_tested(note, one, label)), *figures.effect(note, one, label)]
    out += [paragraph(_returning(note, one)) for one in found["returning"]]
    return Blocks([*out, *_too_few(found)])


def _tested(note: Note, one: Row, label: str) -> list[Any]:
    """Both groups, the difference, how often a draw would give it, and the least that could have come out."""
    share = note.words(one["indicator"])["share"]
    size = wording.points(Fraction(one["difference"]))
    more = "больше" if one["difference"] >= 0 else "меньше"
    told = (
        f"Мера «{one['text']}» (показатель – {share}). Изменение по сравнению {_earlier(one)}: приняли меру "
        f"({wording.integer(len(one['taken']))}) – в среднем {_signed(one['mean_taken'])}, не приняли "
        f"({wording.integer(len(one['others']))}) – {_signed(one['mean_others'])}; у принявших на {size} {more} "
        "(рисунок "
    )
    ways = "при случайном выборе принявших такая разность или больше была бы с вероятностью"
    least = f"наименьшая возможная – {_p(one['smallest'])}"
    return [told, ref(label), f"). {wording.capital(ways)} {_p(one['p'])} ({least}): {_meaning(one)}."]


def _meaning(one: Row) -> str:
    """By the p-value corrected for the number of measures."""
    if one["smallest"] > 0.05:
        return "по такому числу муниципальных образований показать нельзя ничего"
    if one["corrected"] > 0.05:
        return "такую разность дал бы и случай, эффект меры не показан"
    return "случаем разность не объясняется; другие отличия принявших меру она не исключает"


def _earlier(one: Row) -> str:
    """After «по сравнению»."""
    if one["earlier"] == 1:
        return "с предыдущим периодом"
    periods = wording.counted(one["earlier"], "предыдущий период", "предыдущих периода", "предыдущих периодов")
    return f"со средним за {periods}"


def _signed(points: float) -> str:
    return f"{wording.signed(Fraction(points))}{wording.NBSP}п.{wording.NBSP}п."


def _p(value: float) -> str:
    return f"менее{wording.NBSP}0,001" if value < 0.001 else wording.decimal(Fraction(value), 3)


def _returning(note: Note, one: Row) -> str:
    share = note.words(one["indicator"])["share"]
    return (
        f"Мера «{one['text']}» (показатель – {share}): у принявших меру "
        f"({wording.integer(len(one['taken']))}) прошлый год был хуже, чем у остальных; эффект отделить от обычного "
        "возврата к среднему нельзя."
    )


def _too_few(found: Row) -> list[Any]:
    if not found["few"]:
        return []
    told = "меру приняли или не приняли менее пяти муниципальных образований"
    if found["few"] == found["measures"]:
        return [paragraph(f"Эффект мер от общего изменения отделить нельзя: каждую {told}.")]
    return [paragraph(f"По остальным мерам ({found['few']}) сравнение не проведено: {told}.")]
