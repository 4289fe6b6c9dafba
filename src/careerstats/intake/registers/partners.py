"""partners.csv -> who may help with guidance: institutions, enterprises, colleges, and their trial programmes.

Columns: id, territory, kind, organisation, programme, profession, indicator, document (or their Russian titles,
``COLUMNS``). Required: id, territory, kind, organisation. One line = one programme of a partner, or the partner itself
where it has none. ``kind``: one of ``KINDS``; any other word is said and kept. ``indicator``: as in practices.
"""

from careerstats.contracts.network import Partner
from careerstats.intake.registers.lines import Context, Line, place, read_lines
from careerstats.intake.registers.practices import about, known_once, missing, name_of, organisation_name
from careerstats.model import Problem

STEM = "partners"
COLUMNS = {
    "id": "№",
    "territory": "Муниципальное образование",
    "kind": "Вид партнёра",
    "organisation": "Организация",
    "programme": "Программа",
    "profession": "Профессия",
    "indicator": "Показатель или цель",
    "document": "Документ или ссылка",
}
KINDS = (
    "организация дополнительного образования",
    "профессиональная образовательная организация",
    "образовательная организация высшего образования",
    "предприятие",
    "центр занятости населения",
    "IT-куб",
    "Кванториум",
    "мобильный Кванториум",
    "Точка роста",
    "экостанция",
    "общественная организация",
)
_REQUIRED = ("id", "kind", "organisation")


def read_partners(context: Context) -> tuple[list[Partner], list[Problem]]:
    """Partners in order of the file; a line that cannot be used is named and left out."""
    lines = read_lines(context.dataset, STEM, COLUMNS, (*_REQUIRED, "territory"))
    problems: list[Problem] = list(lines.problems)
    found: dict[str, Partner] = {}
    for line in lines.rows:
        problems += known_once(line, found)
        one, wrong = _partner(context, line)
        problems += wrong
        if one and line["id"] not in found:
            found[line["id"]] = one
    return list(found.values()), problems


def _partner(context: Context, line: Line) -> tuple[Partner | None, list[Problem]]:
    where = place(context, line)
    wrong = missing(line, _REQUIRED, COLUMNS)
    if isinstance(where, Problem):
        return None, [*wrong, where]
    indicator, kind = about(context.catalogue, line, "indicator"), _kind(line)
    wrong += [one for one in (indicator, kind) if isinstance(one, Problem)]
    if not all(line[id] for id in _REQUIRED):
        return None, wrong
    return Partner(
        id=line["id"],
        code=where.code,
        kind=kind if isinstance(kind, str) else line["kind"],
        organisation=organisation_name(context, line),
        programme=line["programme"],
        profession=line["profession"],
        indicator=indicator if isinstance(indicator, str) else "",
        about=name_of(context.catalogue, indicator),
        document=line["document"],
    ), wrong


def _kind(line: Line) -> str | Problem:
    """The kind as ``KINDS`` spells it; a remark for another one, which is kept as it is written."""
    known = {kind.casefold(): kind for kind in KINDS}
    text = line["kind"]
    if not text or text.strip("«»").casefold() in known:
        return known.get(text.strip("«»").casefold(), "")
    what = f"если подходит, укажите один из видов: {', '.join(KINDS)}"
    return line.problem(
        "remark", "unknown_kind", f"вида партнёра «{text}» нет в списке; оставлен как есть", what, "kind"
    )
