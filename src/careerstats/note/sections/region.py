"""A regional note -> its own sections: stages, the table of municipalities, groups, concentration."""

from fractions import Fraction
from typing import Any

from careerstats import wording
from careerstats.blocks import Block, Blocks, Text, bold, column, heading, items, paragraph, ref, row, table
from careerstats.note import figures
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.comparison import cell, column_head, of_all, region_stages
from careerstats.note.sections.completeness import ALWAYS, problem_place
from careerstats.note.sections.front import source
from careerstats.note.sections.indicators import region_share, total_note

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
        text = wording.fill(words["sentence"], {"verb": wording.plural(k, *words["verbs"]), "pupils": wording.pupils(k)})
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
        known = _known(note, id)
        if not note["spread"][id]["differ"] or not known:
            continue
        low, high = known[-1], known[0]
        parts.append(f"{note.words(id)['share']} – от {_named(note, low)} до {_named(note, high)}")
    if not parts:
        return "Муниципальные образования различаются не больше, чем дал бы случай."
    return f"Муниципальные образования различаются сильнее, чем дал бы случай: {'; '.join(parts)}."


def _known(note: Note, id: str) -> list[Row]:
    rows = [one for one in note["everyone"][id] if one["denominator"] and one["numerator"] is not None]
    return sorted(rows, key=lambda one: (-one["numerator"] / one["denominator"], one["code"]))


def _named(note: Note, one: Row) -> str:
    return f"{wording.percent(one['numerator'], one['denominator'])} ({note.municipality(one['code'])['name']})"


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
    texts = note["texts"]
    out = Blocks([heading("Организация Проекта", numbered=True)])
    out += [paragraph(text) for text in _paragraphs(texts.get("organisation", ""))]
    if sites := note["sites"]:
        out.append(paragraph(f"В перечне {wording.counted(len(sites), 'площадка', 'площадки', 'площадок')}: {'; '.join(site['name'] for site in sites)}."))
    if competences := note["competences"]:
        out.append(paragraph(_competences(competences)))
    out += [paragraph(text) for text in _paragraphs(texts.get("competences", ""))]
    if counts := _other_counts(note):
        out.append(paragraph(counts))
    return out if len(out) > 1 else Blocks()


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _competences(rows: list[Row]) -> str:
    online = [one["Компетенция"] for one in rows if one.get("Онлайн") == "да"]
    names = ", ".join(one["Компетенция"] for one in rows)
    number = wording.counted(len(rows), "компетенция", "компетенции", "компетенций")
    return f"В перечне {number}: {names}. В онлайн-формате пробы возможны по {len(online)} из них: {', '.join(online)}."


def _other_counts(note: Note) -> str:
    """Contests and other events: counts only, because what they are a part of is not known."""
    counts = [(variable, note["region_counts"].get(variable)) for variable in note["organisation_counts"]]
    known = [f"{note['variables'][variable]} – {wording.integer(count['value'])}" for variable, count in counts if count]
    if not known:
        return ""
    return (
        f"Другие мероприятия: {'; '.join(known)}. Входят ли эти участники в число посетивших мероприятия Проекта, "
        "источник не указывает; муниципальные образования и школы в нём не названы."
    )


def stages(note: Note) -> Blocks:
    """Nested stages with shares of all pupils, of those registered, of the stage before; branches apart."""
    known = [stage for stage in note["stages"] if stage["variable"] in note["region_counts"]]
    if len(known) < 3:
        return Blocks()
    columns = [
        column("Этап", align="left", width=3),
        column("Чел.", width=0.8),
        column("% общей численности", width=1.2),
        column("% зарегистрированных", width=1.5),
        column("% предыдущего вложенного этапа", align="left", width=4),
    ]
    lines = [_stage(note, stage, known) for stage in known]
    out = Blocks([heading("Этапы участия", numbered=True), paragraph(region_stages(note), " (таблица ", ref("tbl-stages"), ", рисунок ", ref("fig-stages"), "). Число мест на площадках неизвестно, поэтому причину (мотивация или нехватка мест) установить нельзя.")])
    out.append(table("tbl-stages", f"Этапы участия обучающихся в Проекте, {note['period']} год", columns, lines))
    out += figures.stages(note)
    out += _branches(note)
    return out


def _stage(note: Note, stage: Row, known: list[Row]) -> Row:
    counts = note["region_counts"]
    value, everyone, registered = counts[stage["variable"]]["value"], *(counts[one["variable"]]["value"] for one in known[:2])
    first, second = stage is known[0], stage is known[1]
    return row(
        stage["title"],
        wording.integer(value),
        "100" if first else _published_or(note, stage["variable"], known[0]["variable"], value, everyone),
        wording.DASH if first else "100" if second else wording.percent_of(value, registered),
        _of_previous(stage, value, counts, known),
    )


def _published_or(note: Note, part: str, whole: str, value: int, everyone: int) -> str:
    published = note["published"].get(part, {})
    if published.get("share") and published.get("share_of") == whole:
        return str(published["share"])
    return wording.percent_of(value, everyone, 2)


def _of_previous(stage: Row, value: int, counts: Row, known: list[Row]) -> str:
    if stage is known[0] or stage is known[1]:
        return wording.DASH
    if not stage["of"]:
        return f"не рассчитывается: {stage['why']}"
    titles = {one["variable"]: one["title"].lower() for one in known}
    parts = [f"{wording.percent_of(value, counts[of]['value'])} ({titles[of]})" for of in stage["of"] if of in counts]
    return "; ".join(parts)


def _branches(note: Note) -> Blocks:
    """Parallel lines: they are not stages and never stand among them."""
    counts = note["region_counts"]
    told = []
    for variable in note["branches"]:
        if variable in counts:
            total = note["published"].get(variable, {}).get("total")
            value = counts[variable]["value"]
            also = f" (в итоговой строке источника – {wording.integer(total)}, сумма строк – {wording.integer(value)})" if total not in (None, value) else ""
            told.append(f"{note['variables'][variable]} – {wording.integer(value)}{also}")
    caveats = [passport["caveat"] for passport in note["passports"].values() if passport["of"].get("part") in note["branches"] and passport["caveat"]]
    if not told:
        return Blocks()
    return Blocks([paragraph(f"Вне этапов: {'; '.join(told)}. {' '.join(caveats)}".strip())])


def region_table(note: Note) -> Blocks:
    """The table of the source with «n (p %)» cells, the unassigned as their own row, the total."""
    ids = [id for id in note.settings["indicators"] if of_all(note, id)]
    of_registered = next((id for id in note["groups_by"] if not of_all(note, id)), "")
    columns = [column("№", align="center", width=0.5), column("Муниципальное образование", align="left", width=4), column("Обучающихся 6–11 классов", width=1.7)]
    columns += [column(column_head(note, id), width=1.8) for id in [*ids, *([of_registered] if of_registered else [])]]
    shown = [*ids, of_registered] if of_registered else ids
    lines = [_line(note, place, one, shown) for place, one in enumerate(_in_order(note), 1)]
    lines += _totals(note, ids, of_registered)
    caption = phrases.captioned(note, "region_table")
    notes = [*total_note(note, ids), *_published_note(note, ids)]
    out = Blocks([heading("Результаты по муниципальным образованиям", numbered=True)])
    out.append(paragraph("Значения по муниципальным образованиям приведены в таблице ", ref("tbl-municipalities"), ", их порядок и случайные диапазоны – на рисунке ", ref("fig-dots"), ". ", _dispersion(note)))
    out.append(table("tbl-municipalities", caption, columns, lines, notes=notes))
    out += figures.dots(note)
    out += _standing_out(note)
    return out


def _in_order(note: Note) -> list[Row]:
    """Urban okrugs first, then districts, as the source lists them: by code within each."""
    urban = ("city", "urban_okrug", "settlement", "zato")
    return sorted(note["municipalities"], key=lambda one: (one["kind"] not in urban, one["code"]))


def _line(note: Note, place: int, one: Row, ids: list[str]) -> Row:
    code = one["code"]
    size = note["sizes"].get(code)
    cells: list[Text] = [str(place), one["name"], wording.NO_DATA if size is None else wording.integer(size)]
    for id in ids:
        point = note.point(id, code) or {"numerator": None, "denominator": None}
        if of_all(note, id):
            cells.append(cell(point))
        elif point["numerator"] is None or not point["denominator"]:
            cells.append(wording.NO_DATA)
        else:
            cells.append(wording.percent_of(point["numerator"], point["denominator"]))
    return row(*cells)


def _totals(note: Note, ids: list[str], of_registered: str) -> list[Row]:
    """Municipalities together, the unassigned, the region."""
    counts, values = note["region_counts"], note["region_values"]
    sums = {id: (sum(p["numerator"] for p in _known(note, id)), sum(p["denominator"] for p in _known(note, id))) for id in [*ids, *([of_registered] if of_registered else [])]}
    pupils = wording.integer(sums[ids[0]][1])
    rate = [wording.percent_of(*sums[of_registered])] if of_registered else []
    lines = [row("", f"Итого по {wording.others(len(_known(note, ids[0])))}", pupils, *(_cell(*sums[id]) for id in ids), *rate, kind="total")]
    loose = {id: counts[note.passport(id)["of"]["part"]]["unassigned"] for id in ids}
    if any(loose.values()):
        outside = [wording.integer(loose[id]) if loose[id] is not None else wording.DASH for id in ids]
        blank = [_loose_rate(note, of_registered)] if of_registered else []
        lines.append(row("", f"Участники, указавшие только «{note.region['name']}»", wording.DASH, *outside, *blank))
        whole = [f"{wording.integer(values[id]['numerator'])}{'*' if total_note(note, [id]) else ''}{wording.NBSP}({region_share(note, id)}{wording.NBSP}%)" for id in ids]
        last = [wording.percent_of(values[of_registered]["numerator"], values[of_registered]["denominator"])] if of_registered else []
        lines.append(row("", f"Итого по {note.region_noun('dative')}", pupils, *whole, *last, kind="total"))
    return lines


def _loose_rate(note: Note, id: str) -> str:
    of = note.passport(id)["of"]
    part, whole = (note["region_counts"][of[role]]["unassigned"] for role in ("part", "whole"))
    return wording.percent_of(part, whole) if part is not None and whole else wording.DASH


def _cell(k: int, n: int) -> str:
    return f"{wording.integer(k)}{wording.NBSP}({wording.percent(k, n)})"


def _published_note(note: Note, ids: list[str]) -> list[Text]:
    shown = [id for id in ids if note["published"].get(note.passport(id)["of"]["part"], {}).get("share")]
    if not shown:
        return []
    return [f"Итоговые доли {wording.joined([region_share(note, id) + wording.NBSP + '%' for id in shown])} приведены так, как опубликованы; остальные рассчитаны и округлены до одного знака."]


def _dispersion(note: Note) -> str:
    """R5 in words: two thirds of municipalities lie between; causes are not named."""
    told = []
    for id in note.settings["headline"]:
        spread = note["spread"][id]
        if spread["differ"] and spread["times_chance"]:
            low, high = (wording.decimal(_fraction(spread[side])) for side in ("low", "high"))
            told.append(f"{note.words(id)['share']} – от {low} до {high}{wording.NBSP}%")
    return f"Две трети муниципальных образований лежат в пределах: {'; '.join(told)}. Причины различий эти данные не называют." if told else ""


def _fraction(value: float) -> Any:
    return Fraction(round(value * 10**6), 10**6)


def _standing_out(note: Note) -> list[Block]:
    """Who stands out, per indicator; how many lie above, below, within chance."""
    told = []
    for id in note.settings["indicators"]:
        rows = note["everyone"][id]
        if not note["spread"][id]["differ"]:
            continue
        number = {word: sum(one["verdict"] == word for one in rows) for word in ("above", "below", "same")}
        out = [_named(note, one) for one in rows if one["stands_out"]]
        accent = f"; на фоне разброса самих муниципальных образований выделяется {wording.joined(out)}" if out else ""
        told.append(f"{note.words(id)['share']}: выше остальных – {number['above']}, ниже – {number['below']}, отличие не больше случайного или мало – {number['same']}{accent}")
    if not told:
        return []
    return [paragraph("Число муниципальных образований по оценке отличия от остальных в целом:"), items(told), *figures.funnel(note, note.settings["headline"][-1])]


def groups(note: Note) -> Blocks:
    """Four groups by two indicators: descriptive, with those at a border named."""
    parts = note["groups"]
    if not parts:
        return Blocks()
    first, second = note["groups_by"]
    levels = []
    for id in (first, second):
        known = _known(note, id)
        levels.append(wording.percent(sum(p["numerator"] for p in known), sum(p["denominator"] for p in known)))
    out = Blocks([heading("Группы муниципальных образований", numbered=True)])
    out.append(paragraph(
        f"Граница групп – значения по всем муниципальным образованиям в целом, без участников, не указавших муниципальное образование: {note.words(first)['share']} – {levels[0]}, {note.words(second)['share']} – {levels[1]} (рисунок ",
        ref("fig-groups"), ").",
    ))  # fmt: skip
    out += [paragraph(*_group(note, part)) for part in parts if part["members"]]
    doubtful = [note.municipality(code)["name"] for part in parts for code in part["doubtful"]]
    if doubtful:
        out.append(paragraph(f"Группировка описательная: хотя бы по одному из двух показателей отличие от остальных может быть случайным: {', '.join(doubtful)}."))
    return Blocks([*out, *figures.quadrants(note)])


def _group(note: Note, part: Row) -> list[Text]:
    id = note.settings["headline"][-1]
    whole = note["concentration"][id]
    own = [one for one in note["everyone"][id] if one["code"] in part["members"] and one["numerator"] is not None]
    k, n = (sum(one[key] for one in own) for key in ("numerator", "denominator"))
    names = ", ".join(note.municipality(code)["name"] for code in part["members"])
    return [
        bold(f"{part['id']}. {part['title']} ({len(part['members'])}): "),
        f"{names}. Обучаются {wording.percent(n, whole['denominator'])} обучающихся, посетивших мероприятия – "
        f"{wording.percent(k, whole['numerator'])} ({wording.integer(k)} из {wording.integer(whole['numerator'])}).",
    ]


def concentration(note: Note) -> Blocks:
    """Where the participants come from, and the largest reserve in numbers."""
    id = note.settings["headline"][-1]
    whole = note["concentration"][id]
    top, largest = whole["top"], whole["largest"]
    if not top["codes"]:
        return Blocks()
    names = wording.joined([note.municipality(code)["name"] for code in top["codes"]])
    out = Blocks([heading("Концентрация участников", numbered=True)])
    out.append(paragraph(
        f"На {names} вместе приходится {wording.integer(top['numerator'])} из {wording.integer(whole['numerator'])} посетивших мероприятия с известным "
        f"муниципальным образованием ({wording.percent(top['numerator'], whole['numerator'])}) при "
        f"{wording.percent(top['denominator'], whole['denominator'])} обучающихся (рисунок ", ref("fig-concentration"), "). ",
        _largest(note, id, largest, whole),
    ))  # fmt: skip
    return Blocks([*out, *figures.concentration(note, id)])


def _largest(note: Note, id: str, largest: Row, whole: Row) -> str:
    one = note.point(id, largest["codes"][0]) or {}
    told = (
        f"Наибольшая численность – {note.municipality(one['code'])['name']}: {wording.percent(one['denominator'], whole['denominator'])} "
        f"обучающихся и {wording.percent(one['numerator'], whole['numerator'])} посетивших"
    )
    rest_k, rest_n = whole["numerator"] - one["numerator"], whole["denominator"] - one["denominator"]
    lacking = wording.missing_people(one["numerator"], one["denominator"], rest_k, rest_n)
    if one["verdict"] == "below":
        told += f"; до доли остальных муниципальных образований ({wording.percent(rest_k, rest_n)}) не хватает {wording.pupils_genitive(lacking)}"
    return f"{told}."


def region_problems(note: Note) -> Blocks:
    """Difficulties as stated (not measured), then what the figures confirm."""
    out = Blocks([heading("Проблемы", numbered=True)])
    if difficulties := note.settings.get("difficulties"):
        out.append(paragraph("Затруднения, названные в источнике; ни по области, ни по муниципальным образованиям они не измерялись и причинами различий не являются:".replace("области", note.region_noun("dative"))))
        out.append(items([one["text"] for one in difficulties]))
    told = _confirmed(note)
    if told:
        out.append(paragraph("Подтверждается данными:"))
        out.append(items(told))
    return out if len(out) > 1 else Blocks()


def _confirmed(note: Note) -> list[str]:
    told = []
    for kind, words in (("decision", "требует решения"), ("attention", "требует внимания")):
        for id in note.settings["headline"]:
            found = sorted((one for one in note["findings"] if one["kind"] == kind and one["indicator"] == id), key=lambda one: -one["size"])
            if found:
                names = ", ".join(f"{note.municipality(one['code'])['name']} ({wording.integer(one['size'])})" for one in found)
                told.append(f"{words}: {note.words(id)['share']} ниже, чем по остальным; в скобках – сколько обучающихся не хватает до их уровня: {names};")
    if told:
        told[-1] = f"{told[-1][:-1]}."
    return told


def region_completeness(note: Note) -> Blocks:
    """What is wrong in the published table, cell by cell, and what the data cannot tell."""
    out = Blocks([heading("Полнота и достоверность сведений", numbered=True)])
    if note["problems"]:
        out.append(paragraph("Замечания к исходным таблицам:"))
        out.append(items([f"{problem_place(problem)}: {problem['message']}." for problem in note["problems"]]))
    caveats = [*note.settings.get("caveats", []), *note.settings.get("region_caveats", [])]
    caveats += [f"«{passport['short']}»: {passport['caveat'][:1].lower()}{passport['caveat'][1:]}" for id, passport in note["passports"].items() if passport["caveat"] and id not in note.settings["indicators"] and passport["of"].get("part") not in note["branches"]]
    out += [paragraph("Ограничения выводов:"), items(caveats)]
    out.append(paragraph(" ".join(ALWAYS), keep=True))
    return out
