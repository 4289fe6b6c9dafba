"""A regional note -> problems that figures confirm, what is wrong in the published table, what data cannot tell."""

from careerstats import wording
from careerstats.blocks import Block, Blocks, heading, items, paragraph, public, ref
from careerstats.contracts.decisions import Finding
from careerstats.contracts.values import Words
from careerstats.note.opening import Note
from careerstats.note.sections.changes import changed
from careerstats.note.sections.completeness import NO_PAST, always, problem_place
from careerstats.note.sections.decisions import quotation
from careerstats.note.sections.phrases import caveat_words, punctuated, quoted
from careerstats.note.sections.quality import corrections_table


@public
def region_problems(note: Note) -> Blocks:
    """Difficulties as stated (not measured), then what the figures confirm."""
    out = Blocks([heading("Проблемы", numbered=True)])
    if difficulties := note.settings.difficulties:
        region = note.region_noun("dative")
        out.append(
            paragraph(
                f"Затруднения, названные в источнике (ни по {region}, ни по муниципальным образованиям они не "
                "измерялись, поэтому считать их причинами различий оснований нет):"
            )
        )
        out.append(items(punctuated([one.text for one in difficulties])))
    if told := _confirmed(note):
        out.append(
            paragraph(
                "Подтверждается данными (в скобках – сколько обучающихся не хватает до уровня остальных в целом):"
            )
        )
        out.append(items(punctuated(told)))
    if told := [*_by_rule(note), *_silent(note)]:
        out += [paragraph("По муниципальным образованиям отмечено (сначала – где чаще):", keep=True)]
        out.append(items(punctuated(told)))
    out += _causes(note)
    return out if len(out) > 1 else Blocks()


def _confirmed(note: Note) -> list[str]:
    """Per indicator: who is on the bad side, firm and fragile apart; the largest lack that is no large gap."""
    told = []
    for id in note.settings.indicators:
        for kind, words in (("decision", "требует решения"), ("attention", "требует внимания")):
            found = [one for one in note.bundle.findings if one.kind == kind and one.indicator == id and _bad(one)]
            firm, weak = ([one for one in found if one.fragile is fragile] for fragile in (False, True))
            if firm:
                side = "выше" if note.passport(id).polarity == "low" else "ниже"
                told.append(f"{words}: {note.closed(id)} {side}, чем по остальным, – {_listed(note, firm)}")
            if weak:
                told.append(
                    f"{words}, но вывод неустойчив из-за участников без указания муниципального образования: "
                    f"{note.closed(id)} – {_listed(note, weak)}"
                )
    return told


def _bad(finding: Finding) -> bool:
    """Whether the finding says that a municipality lies on the bad side of the others."""
    return finding.rule in ("bad_side", "worsening")


_RULES = {
    "worsening": "хуже остальных и хуже, чем было: {share}",
    "below_target": "целевое значение не достигнуто: {share}",
    "at_zero": "есть школы, где нет {who},",
    "wide_spread": "разброс между школами шире обычного: {share}",
    "not_reporting": "отдельные школы не представили сведений",
    "low_quality": "в сведениях есть ошибки, часть значений не использована",
    "claims_not_met": "заявленный уровень профминимума не подтверждается",
}
"""Rules that tell something beyond the comparison with the others: what the region says of them."""

MOST_NAMED = 10


def _by_rule(note: Note) -> list[str]:
    """«есть школы, где нет …: 3 муниципальных образования (А, Б, В)», what most have first."""
    found: dict[tuple[str, str], list[str]] = {}
    for finding in note.bundle.findings:
        for rule in finding.names:
            if rule in _RULES:
                found.setdefault((rule, finding.indicator), []).append(note.municipality(finding.code).name)
    order = sorted(found.items(), key=lambda item: -len(item[1]))
    return [f"{_of_rule(note, *key)} – {_who(names)}" for key, names in order]


def _of_rule(note: Note, rule: str, id: str) -> str:
    spoken = note.words(id) if id in note.bundle.passports else Words()
    return wording.fill(_RULES[rule], {"share": spoken.share, "who": spoken.who})


def _who(names: list[str]) -> str:
    more = f" и ещё {wording.integer(len(names) - MOST_NAMED)}" if len(names) > MOST_NAMED else ""
    return f"{wording.municipalities(len(names))} ({', '.join(names[:MOST_NAMED])}{more})"


def _silent(note: Note) -> list[str]:
    """Municipalities of which no number of any indicator is known."""
    heard = {one.code for rows in note.bundle.everyone.values() for one in rows if one.numerator is not None}
    names = [one.name for one in note.bundle.municipalities if one.code not in heard]
    return [f"сведения не представлены – {_who(names)}"] if names and heard else []


def _causes(note: Note) -> list[Block]:
    """What the management bodies themselves named as causes: quoted, whose and by what document."""
    told = [one for one in note.bundle.causes if one.indicator in note.bundle.passports]
    if not told:
        return []
    head = "Причины, названные органами управления образованием (приводятся как представлены, проверке не подлежали):"
    about = [quoted(note.passport(one.indicator).short) for one in told]
    listed = [
        f"{note.municipality(one.code).name}, {name}: {quotation(one)}" for one, name in zip(told, about, strict=True)
    ]
    return [paragraph(head, keep=True), items(listed)]


def _listed(note: Note, found: list[Finding]) -> str:
    largest_first = sorted(found, key=lambda finding: -finding.size)
    return ", ".join(f"{note.municipality(one.code).name} ({wording.integer(one.size)})" for one in largest_first)


@public
def region_completeness(note: Note) -> Blocks:
    """What is wrong in the published table, cell by cell, and what the data cannot tell."""
    out = Blocks([heading("Полнота и достоверность сведений", numbered=True)])
    if problems := [problem for problem in note.bundle.problems if not problem.is_mended]:
        out.append(paragraph("Замечания к исходным таблицам:", keep=True))
        out.append(items([f"{problem_place(problem)}: {problem.message.removesuffix('.')}." for problem in problems]))
    if corrections := note.bundle.corrections:
        lead = "Исправления, внесённые в исходные сведения, приведены в таблице "
        out += [paragraph(lead, ref("tbl-corrections"), ".", keep=True), corrections_table(note, corrections)]
    caveats = [*note.settings.caveats, *note.settings.region_caveats, *_of_indicators(note)]
    if caveats:
        out += [paragraph("Ограничения выводов:", keep=True), items(caveats)]
    past = [] if changed(note) else [NO_PAST]
    return Blocks([*out, paragraph(" ".join([*past, *always(note)]), keep=True)])


def _of_indicators(note: Note) -> list[str]:
    """Caveats of the indicators that the method appendix does not name."""
    shown = set(note.settings.indicators)
    return [
        caveat_words(passport)
        for id, passport in note.bundle.passports.items()
        if passport.caveat and id not in shown and passport.part not in note.bundle.branches
    ]
