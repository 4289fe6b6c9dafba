"""practices.csv -> the register of practices worth telling: whose, what it is about, since when, where it is written.

Columns: id, territory, organisation, title, what, indicator, since, document (or their Russian titles, ``COLUMNS``).
Required: id, territory, title. ``organisation``: id of organisations.csv, or a name as it is written. ``indicator``: id
of an indicator («1.1») or of a goal («Ц4»). ``since``: a year, a school year or a day. ``document``: a text or a link.
"""

from collections.abc import Mapping

from careerstats.catalogue import Catalogue
from careerstats.contracts.network import Practice
from careerstats.intake.dates import iso
from careerstats.intake.registers.lines import Context, Line, place, read_lines
from careerstats.model import Problem, period_span

STEM = "practices"
COLUMNS = {
    "id": "№",
    "territory": "Муниципальное образование",
    "organisation": "Организация",
    "title": "Практика",
    "what": "Содержание",
    "indicator": "Показатель или цель",
    "since": "Ведётся с",
    "document": "Документ или ссылка",
}


def read_practices(context: Context) -> tuple[list[Practice], list[Problem]]:
    """Practices in order of the file; a line that cannot be used is named and left out."""
    lines = read_lines(context.dataset, STEM, COLUMNS, ("id", "territory", "title"))
    problems: list[Problem] = list(lines.problems)
    found: dict[str, Practice] = {}
    for line in lines.rows:
        problems += known_once(line, found)
        one, wrong = _practice(context, line)
        problems += wrong
        if one and line["id"] not in found:
            found[line["id"]] = one
    return list(found.values()), problems


def _practice(context: Context, line: Line) -> tuple[Practice | None, list[Problem]]:
    where = place(context, line)
    wrong = missing(line, ("id", "title"), COLUMNS)
    if isinstance(where, Problem):
        return None, [*wrong, where]
    indicator, since = about(context.catalogue, line, "indicator"), _since(line)
    wrong += [one for one in (indicator, since) if isinstance(one, Problem)]
    if not line["id"] or not line["title"]:
        return None, wrong
    return Practice(
        id=line["id"],
        code=where.code,
        organisation=organisation_name(context, line),
        title=line["title"],
        what=line["what"],
        indicator=indicator if isinstance(indicator, str) else "",
        about=name_of(context.catalogue, indicator),
        since=since if isinstance(since, str) else "",
        document=line["document"],
    ), wrong


# ---- what the registers of practices, partners and the joint plan have in common


def known_once(line: Line, found: Mapping[str, object]) -> list[Problem]:
    """A remark where the id of this line was met before; the line is then not read."""
    if not line["id"] or line["id"] not in found:
        return []
    message = f"№ «{line['id']}» уже есть в файле; строка не прочитана"
    return [line.problem("warning", "duplicate_id", message, "дайте записи свой номер", "id")]


def missing(line: Line, required: tuple[str, ...], titles: dict[str, str]) -> list[Problem]:
    """One problem for each required cell that is empty; such a line is not read."""
    what = "заполните ячейку"
    return [
        line.problem("warning", "empty_cell", f"не заполнено «{titles[id]}»; строка не прочитана", what, id)
        for id in required
        if not line[id]
    ]


def about(catalogue: Catalogue, line: Line, column: str) -> str | Problem:
    """Id of an indicator or a goal; nothing where the cell is empty; what is wrong where it names neither."""
    text = line[column]
    if not text or text in catalogue.indicators or text in catalogue.goals:
        return text
    message = f"показателя или цели «{text}» нет в каталоге; запись не отнесена к показателю"
    return line.problem("warning", "unknown_indicator", message, "укажите id показателя (1.1) или цели (Ц4)", column)


def name_of(catalogue: Catalogue, id: str | Problem) -> str:
    """The name of an indicator or a goal; empty for nothing, and for what is neither."""
    if isinstance(id, Problem):
        return ""
    known = catalogue.indicators[id].short if id in catalogue.indicators else ""
    return known or (catalogue.goals[id].title if id in catalogue.goals else "")


def organisation_name(context: Context, line: Line) -> str:
    """The name of an organisation given by its id, else the cell as it is written."""
    known = context.organisations.get(line["organisation"])
    return known.name if known else line["organisation"]


def _since(line: Line) -> str | Problem:
    """«2023», «2023/24» or a day in ISO; what is wrong with anything else."""
    text = line["since"]
    if not text:
        return ""
    try:
        period = iso(text)
        period_span(period)
    except ValueError as error:
        return line.problem("warning", "impossible_date", str(error), "укажите год, учебный год или дату", "since")
    return period
