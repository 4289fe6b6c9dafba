"""One form and one addressee -> its workbook: sheets to fill in, and sheets that explain them from the passports."""

from typing import TYPE_CHECKING

from careerstats.catalogue import Edition, Indicator
from careerstats.intake.forms import layout
from careerstats.intake.forms.description import SCHOOL, Addressee, Form, Question, wholes
from careerstats.intake.forms.sheets import FIRST, FLAG_RULE, Writing, height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from careerstats.intake.forms.causes import write_causes
from careerstats.intake.forms.sheets import looks, write_grid, write_list

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def make_workbook(form: Form, to: Addressee, path: Path) -> None:
    """Write the workbook; the same form, addressee and numbers give the same bytes."""
    import xlsxwriter

    # texts of registers are never formulas or links, whatever they begin with
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    stamp = _stamp(form, to)
    _properties(book, form, to, stamp)
    of = Writing(book, looks(book), form, to, stamp)
    if form.per == SCHOOL:
        places = write_list(of, layout.SCHOOL_SHEET, form.questions)
    else:
        places = write_grid(of) if form.questions else {}
        if form.municipal:
            write_list(of, layout.MUNICIPAL_SHEET, form.municipal)
        if form.causes:
            write_causes(of)
    if places:
        _write_calculation(of, places)
    _write_guide(of)
    _write_codes(of)
    passport = book.add_worksheet(layout.PASSPORT_SHEET)
    passport.write_string(0, 0, stamp.text)
    passport.very_hidden()
    passport.protect()
    for name, value in vars(stamp).items():
        book.define_name(f"careerstats_{name}", f'="{value}"')
    book.close()


def _stamp(form: Form, to: Addressee) -> layout.Stamp:
    organisation = to.schools[0].id if form.per == SCHOOL else ""
    return layout.Stamp(
        form.id, form.since, to.period, to.territory.code, organisation, to.dataset, layout.fingerprint(form)
    )


def _properties(book: "Workbook", form: Form, to: Addressee, stamp: layout.Stamp) -> None:
    # no clock: the same form is the same file today and tomorrow
    book.set_properties({"title": form.title, "subject": to.territory.name, "created": datetime(2000, 1, 1)})
    for name, value in vars(stamp).items():
        book.set_custom_property(f"careerstats_{name}", value or "-", "text")


_GUIDE_WIDTHS = (6, 50, 44, 20, 40, 44)
_CALCULATION_WIDTHS = (7, 52, 62, 44, 34)
_AGES = {"any": "", "preschool": "Воспитанники дошкольных организаций. "}
_SYMBOLS = (
    ("целое число от 0", "сколько; 0 – если никого нет: это тоже сведения"),
    ("-", "сведений нет (не собирались)"),
    ("Х", "не применимо: например, в школе нет 11 классов"),
    ("да, нет", "для вопросов о наличии; «-», если сведений нет"),
)
_RULES = (
    "Заполняйте жёлтые ячейки. Серые числа уже известны (прошлый период, ОО-1), исправлять их не нужно.",
    "Указывайте количество, а не долю и не процент: доли рассчитает программа. Формулы в жёлтых ячейках не читаются.",
    "Ячейка покраснела – причина написана в этой строке справа, в столбце «Замечания».",
    "Файл можно переименовать; листы и строки не удаляйте. Присылайте xlsx, xls, ods или csv.",
)


def _write_guide(of: Writing) -> None:
    """«Как заполнять»: rules, then one row per question with whom to count, on which day, by whose method."""
    form, to, formats = of.form, of.to, of.formats
    sheet = of.book.add_worksheet(layout.GUIDE_SHEET)
    sheet.write_string(0, 0, f"Как заполнять: {form.title}, {to.period}", formats["title"])
    ends = [f"Срок: {form.deadline}." if form.deadline else "", f"Вопросы: {form.contact}." if form.contact else ""]
    lines = [*_RULES, *(text for text in ends if text)]
    for row, text in enumerate(lines, 1):
        sheet.write_string(row, 0, text, formats["plain"])
    heads = ("№", "Что указать", "Кого считать", "На какую дату", "Проверка", "Источник определения")
    top = len(lines) + 2
    for column, (title, width) in enumerate(zip(heads, _GUIDE_WIDTHS, strict=True)):
        sheet.write_string(top, column, title, formats["head"])
        sheet.set_column(column, column, width)
    asked = [*enumerate(form.questions, 1), *enumerate(form.municipal, 1)]
    for row, (number, question) in enumerate(asked, top + 1):
        texts = (str(number), *_explained(question, to))
        sheet.set_row(row, height(*zip(texts, _GUIDE_WIDTHS, strict=True)))
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text, formats["top"])
    _to_print(sheet)


def _explained(question: Question, to: Addressee) -> tuple[str, ...]:
    variable = question.variable
    grades = _AGES.get(variable.grades, f"Классы: {variable.grades}. ")
    own = (
        edition for _, edition in _uses(question.id, to) if edition.first == question.id
    )  # of a whole: nobody's rule
    counting = " ".join(dict.fromkeys(edition.counting for edition in own if edition.counting))
    over = "; ".join(f"не больше, чем «{to.base.get(name, name)}»" for name in wholes(question))
    source = variable.source
    text = f"{source.document}; {source.item}".strip("; ")
    rule = FLAG_RULE if question.flag else "целое число от 0"
    return f"{question.title}\n{variable.title}", f"{grades}{counting}".strip(), variable.as_of, over or rule, text


def _write_codes(of: Writing) -> None:
    """«Коды»: what may stand in a cell, codes of the municipality, its schools and the quantities."""
    form, to, formats = of.form, of.to, of.formats
    sheet = of.book.add_worksheet(layout.CODES_SHEET)
    blocks = [
        (("Что писать", "Значит"), _SYMBOLS),
        (("Код", "Муниципальное образование"), ((to.territory.code, to.territory.full_name or to.territory.name),)),
        (("Код", "Школа"), tuple((school.id, school.name) for school in to.schools)),
        (("Код", "Величина"), tuple((id, question.variable.title) for id, question in form.asked.items())),
    ]
    row = 0
    for heads, lines in blocks:
        for look, line in (("head", heads), *(("top", line) for line in lines)):
            sheet.set_row(row, height((line[1], 100)))
            for column, text in enumerate(line):
                sheet.write_string(row, column, text, formats[look])
            row += 1
        row += 1
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    _to_print(sheet)


def _write_calculation(of: Writing, places: dict[str, str]) -> None:
    """The five-column table of the method with live numbers of the chosen school (or of all)."""
    form, to, formats = of.form, of.to, of.formats
    computed = [indicator for indicator in _computable(form, to) if set(indicator[1].variables) <= set(places)]
    if not computed:
        return
    sheet = of.book.add_worksheet(layout.CALCULATION_SHEET)
    sheet.write_string(0, 0, f"Показатель школы (с расчётом), {to.period}", formats["title"])
    names = ""
    if form.per != SCHOOL:
        names = f"'{layout.SCHOOLS_SHEET}'!$B${FIRST + 1}:$B${FIRST + len(to.schools) + 1}"
        sheet.write_string(1, 1, "Выберите школу:", formats["plain"])
        sheet.write_string(1, 2, layout.ALL_SCHOOLS, formats["choice"])
        sheet.data_validation(1, 2, 1, 2, {"validate": "list", "source": f"={names}"})
    heads = ("№ п/п", "Наименование показателя", "Методика расчёта", "Примечание", "Показатель школы (с расчётом)")
    for column, (title, width) in enumerate(zip(heads, _CALCULATION_WIDTHS, strict=True)):
        sheet.write_string(3, column, title, formats["head"])
        sheet.set_column(column, column, width)
    for number, (indicator, edition) in enumerate(computed, 1):
        texts = (str(number), indicator.title, _method(indicator, edition, to), edition.counting)
        sheet.set_row(3 + number, height(*zip(texts, _CALCULATION_WIDTHS, strict=False)))
        for column, text in enumerate(texts):
            sheet.write_string(3 + number, column, text, formats["top"])
        formula = _live(edition, {id: _chosen(place, names) for id, place in places.items()})
        sheet.write_formula(3 + number, 4, formula, formats["top"], "нет данных")
    _to_print(sheet)


def _chosen(place: str, names: str) -> str:
    """The cell of the chosen school in a column of schools, or the cell itself."""
    return f"INDEX({place},MATCH($C$2,{names},0))" if names else place


def _live(edition: Edition, cells: dict[str, str]) -> str:
    """«412 / 530 × 100 % = 77,7 %» by the spreadsheet itself; nothing where a number is missing."""
    part = cells[edition.first]
    if not edition.of.get("whole"):
        return f'=IF(ISNUMBER({part}),{part}&"","нет данных")'
    whole = cells[edition.of["whole"]]
    scale = {"share": "100", "rate": f"{edition.per:g}", "ratio": "1"}[edition.formula]
    sign = " %" if edition.formula == "share" else ""
    shown = {"share": '&" × 100 % = "', "rate": f'&" × {edition.per:g} = "', "ratio": '&" = "'}[edition.formula]
    worked = f'{part}&" / "&{whole}{shown}&FIXED({scale}*{part}/{whole},1,TRUE)&"{sign}"'
    return f'=IF(AND(ISNUMBER({part}),ISNUMBER({whole})),IF({whole}>0,{worked},"знаменатель равен нулю"),"нет данных")'


def _method(indicator: Indicator, edition: Edition, to: Addressee) -> str:
    part, whole = edition.first, edition.of.get("whole", "")
    right = f"{part} / {whole}" if whole else part
    tail = {"share": " × 100 %", "rate": f" × {edition.per:g}"}.get(edition.formula, "")
    text = "; ".join(f"{id} – {to.base.get(id, id)}" for id in edition.variables)
    return f"{indicator.symbol} = {right}{tail}, где {text}"


def _computable(form: Form, to: Addressee) -> list[tuple[Indicator, Edition]]:
    """Indicators of a school that the form's own numbers enter."""
    return [
        (indicator, edition)
        for id in form.asked
        for indicator, edition in _uses(id, to)
        if edition.first == id
        and "school" in indicator.levels
        and edition.formula in ("share", "rate", "ratio", "count")
    ]


def _uses(variable: str, to: Addressee) -> list[tuple[Indicator, Edition]]:
    pairs = ((indicator, indicator.edition(to.period)) for indicator in to.catalogue.indicators.values())
    return [(indicator, edition) for indicator, edition in pairs if edition and variable in edition.variables]


def _to_print(sheet: "Worksheet") -> None:
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
