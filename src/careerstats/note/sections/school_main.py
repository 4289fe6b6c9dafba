"""A school's bundle -> page one of its sheet: the title, where it lacks most and is ahead, what is expected of it."""

from careerstats import wording
from careerstats.blocks import Blocks, bold, items, paragraph
from careerstats.contracts.sheets import COMPUTED, IMPOSSIBLE, Others, SchoolIndicator, Task
from careerstats.grouping import grouped
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.completeness import without_cells
from careerstats.note.sections.front import issued, opening
from careerstats.note.sections.school_sheet import gap_of, quoted, side_of, why_missing


def sheet_title(note: Note) -> Blocks:
    """Which school, of which municipality, for what year; who computed it from whose numbers."""
    subject = f"{note.sheet.school.name}, {note.year}"
    if note.sheet.is_empty:
        lead = f"{issued(note, 'Составлены')}." if note.settings.issuer.name else ""
    else:
        lead = f"{issued(note, 'Рассчитаны')} по сведениям школы за {note.year}."
    return opening(note, "Показатели школы", subject, lead=lead, title=f"Показатели школы: {subject}")


def sheet_main(note: Note) -> Blocks:
    """«Главное»: where the school lacks most to the others, where it is ahead; what is expected of it by when."""
    sheet = note.sheet
    ahead = sorted(_sides(note, bad=False), key=lambda pair: -abs(gap_of(*pair)))
    lines = [
        *_nobody(note), *_unread(note), *_refused(note), *_behind(note), *_seldom(note, bad=True), *_low_too(note),
        *_by_side(note, ahead), *_seldom(note, bad=False),
    ] or [_alike(note)]  # fmt: skip
    out = phrases.headed("Главное.", lines)
    mending = _asked(note)
    tasks = [
        f"{wording.capital(task.text.rstrip('.'))} – {task.term}.{_where_it_stands(note, task)}" for task in sheet.tasks
    ]
    if not tasks:
        return Blocks([*out, paragraph(bold("Что ожидается от школы."), f" {mending or NO_TASK}")])
    tasks = [*([mending] if mending else []), *tasks]
    return Blocks([*out, paragraph(bold("Что ожидается от школы."), keep=True), items(tasks)])


def _where_it_stands(note: Note, task: Task) -> str:
    """« «Прошли пробы»: в школе – 130 из 182 (71,4 %); до … не хватает 5.»: by the indicator for which it is asked."""
    own = next((each for each in note.sheet.indicators if each.id == task.indicator), None)
    if own is None or own.state != COMPUTED or not own.own[1]:
        return ""
    if not own.own[0] and not task.lacking:
        return ""
    return f" {quoted(note, own)}: в школе – {wording.out_of(*own.own)}{_short(note, task)}."


def _short(note: Note, task: Task) -> str:
    """«; до целевого значения не хватает 30 обучающихся»."""
    if not task.lacking:
        return ""
    lacking = wording.counted(task.lacking, *note.words(task.indicator).noun_genitive)
    whose = " муниципальных образований" if task.short_of == "others" else ""  # «остальных» of a sheet are schools
    return f"; до {phrases.LEVELS[task.short_of]}{whose} не хватает {lacking}"


ALIKE = "Ни один сопоставленный показатель не отличается от остальных школ больше, чем бывает случайно."
JUDGED_ALIKE = (
    "Ни один показатель, у которого есть лучшая сторона, не отличается от остальных школ больше, чем бывает случайно."
)
NO_SIDES = "У сопоставленных показателей лучшей стороны нет: сравнение с остальными школами – в таблице."
ALONE = "Сопоставить показатели школы с остальными школами по этим сведениям нельзя"
FEW_PUPILS = "Обучающихся в школе слишком мало, чтобы сопоставлять её с остальными школами."
UNLIKE = "нельзя сравнить: "
NO_TASK = "Отдельных поручений этой школе справка муниципального образования не даёт."


def _alike(note: Note) -> str:
    """That nothing stands out is known only of what was compared."""
    indicators = note.sheet.indicators
    compared = [own for own in indicators if own.others and own.others.verdict != "not_comparable"]
    if any(_has_side(note, indicator) for indicator in compared):
        differs = any(own.others and own.others.verdict != "same" for own in compared if not _has_side(note, own))
        return JUDGED_ALIKE if differs else ALIKE
    if compared:
        return NO_SIDES
    if any(indicator.others for indicator in indicators):
        return FEW_PUPILS
    why = next((each.why.removeprefix(UNLIKE) for each in indicators if each.why.startswith(UNLIKE)), "")
    return f"{ALONE}: {why}." if why else f"{ALONE}."


def _asked(note: Note) -> str:
    """Of a school whose data could not be read, to mend them; of one that sent none, to send them; else «»."""
    until = phrases.until(note.sheet.until)
    if any(problem.severity == "blocking" for problem in note.bundle.problems):
        return f"Исправить сведения{until}; что именно – в разделе «Что проверить и дополнить»."
    return f"Представить сведения за {note.year}{until}." if note.sheet.is_empty else ""


def _nobody(note: Note) -> list[str]:
    """A vulnerable group of whom nobody was reached comes first whatever its size."""
    own = [
        indicator
        for indicator in note.sheet.indicators
        if indicator.vulnerable and indicator.state == COMPUTED and not indicator.numerator and indicator.denominator
    ]
    return [
        f"{quoted(note, indicator)}: ни одного из {wording.integer(indicator.own[1])}. Если "
        "сведений нет, вместо нуля ставится знак «-»."
        for indicator in own
    ]


def _unread(note: Note) -> list[str]:
    """A form that came twice: which number differs, and what hangs on it."""
    lines = [
        f"Показатели школы не рассчитаны. {wording.capital(without_cells(problem.message).rstrip('.'))}. Пока "
        "верная строка не названа, не используется ни одна."
        for problem in note.bundle.problems
        if problem.code == "duplicate" and problem.severity == "blocking"
    ]
    whys = dict.fromkeys(map(why_missing, note.sheet.indicators))
    nothing = f"Показатели школы не рассчитаны: {'; '.join(whys)}."
    return lines or ([nothing] if note.sheet.is_empty else [])


def _refused(note: Note) -> list[str]:
    """Whose part is larger than its whole: no number of it is used."""
    return [
        f"{quoted(note, indicator)}: указано {wording.integer(indicator.own[0])} при "
        f"численности {wording.integer(indicator.own[1])}; сведения не приняты."
        for indicator in note.sheet.indicators
        if indicator.state == IMPOSSIBLE
    ]


def _has_side(note: Note, indicator: SchoolIndicator) -> bool:
    """Whether one side of the others is the better one."""
    return bool(note.passport(indicator.id).worse)


def _side(note: Note, indicator: SchoolIndicator, *, bad: bool) -> str:
    """The verdict that is bad or good; «» where neither side is, and it is set beside the others only."""
    passport = note.passport(indicator.id)
    return passport.worse if bad else passport.better


def _sides(note: Note, *, bad: bool) -> list[tuple[SchoolIndicator, Others]]:
    """Indicators by which the school lies on the bad or the good side of the others, all but a little."""
    compared = ((indicator, indicator.others) for indicator in note.sheet.indicators)
    return [
        (indicator, others)
        for indicator, others in compared
        if others and others.verdict == _side(note, indicator, bad=bad) and not others.small
    ]


def _behind(note: Note) -> list[str]:
    """The largest lack first, in pupils; where low is good there is none, and the level is told."""
    lacks = sorted(
        ((wording.missing_people(*indicator.own, others.numerator, others.denominator), indicator, others)
         for indicator, others in _sides(note, bad=True)),
        key=lambda lack: -lack[0],
    )  # fmt: skip
    return [
        f"{_counted(note, indicator)}, в остальных школах – {wording.percent(others.numerator, others.denominator)}: "
        f"{_lack(note, indicator, number)}."
        for number, indicator, others in lacks
    ]


def _lack(note: Note, indicator: SchoolIndicator, number: int) -> str:
    if not number:
        return "доля выше, а лучше – ниже"
    return f"до их уровня не хватает {wording.counted(number, *note.words(indicator.id).noun_genitive)}"


def _counted(note: Note, indicator: SchoolIndicator) -> str:
    """«Профессиональные пробы прошли 156 обучающихся из 726 (21,5 %)»."""
    share = wording.percent(*indicator.own)
    return phrases.of_whole(note.words(indicator.id), indicator.own, note.sheet.school.name, share)


def _with_others(note: Note, indicator: SchoolIndicator, others: Others) -> str:
    """««Прошли пробы» (21,5 %, в остальных – 40,3 %)»."""
    rest = wording.percent(others.numerator, others.denominator)
    return f"{quoted(note, indicator)} ({wording.percent(*indicator.own)}, в остальных – {rest})"


def _seldom(note: Note, *, bad: bool) -> list[str]:
    """On the bad or the good side, where chance seldom puts it: neither a finding nor nothing."""
    lie = [
        (indicator, others)
        for indicator in note.sheet.indicators
        if (others := indicator.others) and others.seldom and not others.small
    ]
    ours = [pair for pair in lie if _side(note, pair[0], bad=bad) == ("below" if gap_of(*pair) < 0 else "above")]
    return _by_side(note, ours, ", хотя изредка так бывает и случайно")


def _by_side(note: Note, pairs: list[tuple[SchoolIndicator, Others]], doubt: str = "") -> list[str]:
    """«Ниже остальных: …», then «Выше остальных: …»."""
    lines_of = grouped((side_of(*pair), _with_others(note, *pair)) for pair in pairs)
    return [
        f"{wording.capital(side)} остальных{doubt}: {'; '.join(lines)}."
        for side, lines in sorted(lines_of.items(), reverse=True)
    ]


def _low_too(note: Note) -> list[str]:
    """As low as the other schools of a municipality that lies below all others: alike, and not all right."""
    lines = [
        f"{quoted(note, indicator)} ({wording.percent(*indicator.own)}, в остальных "
        f"муниципальных образованиях – {wording.percent(*indicator.elsewhere)})"
        for indicator in note.sheet.indicators
        if indicator.elsewhere
        and note.passport(indicator.id).worse == "below"
        and _is_alike(indicator)
        and wording.exact_share(*indicator.own) < wording.exact_share(*indicator.elsewhere)
    ]
    head = f"Как и в остальных школах {note.form('genitive')} в целом, ниже, чем в других муниципальных образованиях"
    return [f"{head}: {'; '.join(lines)}."] if lines else []


def _is_alike(indicator: SchoolIndicator) -> bool:
    others = indicator.others
    return others is not None and others.verdict == "same" and not others.seldom
