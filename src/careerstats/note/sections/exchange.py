"""A note -> with whom practice may be exchanged: proposed pairs, what the registers of practices and partners hold."""

from fractions import Fraction
from typing import NamedTuple

from careerstats import wording
from careerstats.blocks import Blocks, Table, TableRow, column, heading, paragraph, ref, row, table
from careerstats.contracts.decisions import Exchange
from careerstats.contracts.headlines import Answer, Copying, Synthesis
from careerstats.contracts.network import Practice
from careerstats.grouping import grouped
from careerstats.note.opening import Note
from careerstats.note.sections.comparison import line_name
from careerstats.note.sections.goal_table import goal_words
from careerstats.note.sections.headline_words import lacking_in
from careerstats.note.sections.phrases import headed, inner, listed
from careerstats.note.sections.plan import fact

SHOWN = 3


NOT_AGREED = "Предложение со сторонами не согласовано."


def exchange(note: Note) -> Blocks:
    """With whom practice may be exchanged: every pair of the region's table that has this place, then practices."""
    pairs = note.bundle.exchanges
    if not pairs:
        return _of_region(note)
    learnt = grouped((code, pair) for pair in pairs if pair.learn for code in pair.partners)
    lines = [_learnt(note, code, own) for code, own in learnt.items()]
    lines += [_shared(note, pair) for pair in pairs if not pair.learn]
    return Blocks([*headed("Обмен опытом.", [*lines, NOT_AGREED]), *_practices(note), *_of_region(note)])


def _of_region(note: Note) -> Blocks:
    """What the region's note asks or proposes because of this place: whoever reads that one must find it here."""
    said = note.bundle.synthesis
    if said is None or note.is_regional:
        return Blocks()
    lines = [*(_copied(note, copying) for copying in said.copying), _raised(note, said)]
    return headed(f"В справке {note.region_noun('genitive')}.", lines)


def _copied(note: Note, copying: Copying) -> str:
    """«Меру «…», исполненную в …, предложено перенести сюда», or from here to others."""
    measure = inner(copying.measure)
    if copying.source != note.territory.code:
        return f"Предложено перенести сюда меру {measure}, исполненную в {note.form('prepositional', copying.source)}."
    learners = wording.joined([note.form("dative", code) for code in copying.learners])
    return f"Опыт меры {measure} предложено передать {learners}."


def _raised(note: Note, said: Synthesis) -> str:
    """«Учтена названная здесь причина: нет специалиста – предложено предусмотреть …», and schools' answers.

    Of the causes that nothing is recommended of here; a cause is told as the closed list calls it, not in quotes.
    """
    answered = {kind.kind for headline in note.bundle.headlines for kind in headline.lacking}
    here = answered | {recommendation.cause for recommendation in note.bundle.recommendations}
    raised = [count for count in said.causes if not {quote.kind for quote in count.quotes} & here]
    answers = {answer.kind: answer for answer in said.answers}
    causes = [
        f"{title}{_answer(note, answers[kind]) if kind in answers else ''}"
        for count in raised
        for kind, title in zip(count.kinds, count.titles, strict=True)
        if kind in {quote.kind for quote in count.quotes}
    ]
    if not causes:
        return ""
    schools = [lacking_in(lacking) for count in raised for lacking in count.lacking.values() if lacking.schools]
    lead = "Учтены названные здесь причины" if len(causes) > 1 else "Учтена названная здесь причина"
    return " ".join([f"{lead}: {'; '.join(causes)}.", *schools])


def _answer(note: Note, answer: Answer) -> str:
    """« – предложено предусмотреть педагогов-психологов (министерство, до 15.09.2025; здесь …: 29,5 → 32,3 %)».

    What the region's note asks, and the goal of this place; nothing where that asks for nobody more.
    """
    target = note.bundle.proposals.get(answer.indicator)
    if target is None or target.kind == "keep":
        return ""
    way = f"{fact(note, answer.indicator)} → {goal_words(note, answer.indicator, target)}"
    here = f"здесь {wording.uncapitalised(line_name(note, answer.indicator))}: {way}"
    return f" – предложено {answer.text} ({wording.uncapitalised(answer.position)}, {answer.term}; {here})"


def how_paired(note: Note) -> str:
    """By what the pairs were chosen; resources are named only where anything is known of them."""
    rules = note.bundle.exchange_rules
    assert rules is not None, "where there are pairs, there are their rules"
    near = f"близости численности (различие не более чем в {_times(rules.ratio)})"
    alike = ["типу муниципального образования", near, *(["составу партнёров"] if rules.resources else [])]
    pairs = wording.counted(rules.helper, "пары", "пар", "пар")
    return f"Пары подобраны по {wording.joined(alike)}; у каждого, чей опыт представляется, – не более {pairs}."


def _times(ratio: float) -> str:
    """«2 раза», «1,5 раза», «5 раз»."""
    if ratio == int(ratio):
        return wording.counted(int(ratio), "раз", "раза", "раз")
    return f"{wording.decimal(Fraction(str(ratio)))}{wording.NBSP}раза"


def _learnt(note: Note, code: str, pairs: list[Exchange]) -> str:
    """«Предлагается изучить опыт …, накопленный в … (доля … – 6,6 %, здесь – 0,7 %).»: all that one place may teach."""
    about = wording.joined([note.words(pair.indicator).strong for pair in pairs], "и опыт")
    figures = "; ".join(f"{note.closed(pair.indicator)} – {_share(note, pair.indicator, code)}" for pair in pairs)
    gathered = "накопленный" if len(pairs) == 1 else "накопленные"
    return f"Предлагается изучить опыт {about}, {gathered} в {note.form('prepositional', code)} ({figures})."


def _shared(note: Note, pair: Exchange) -> str:
    """«Опыт … предлагается представить городу … (0,7 %; в скобках – доля …).»: the own share stands on page one."""
    id = pair.indicator
    named = [f"{note.form('dative', code)} ({_share(note, id, code)})" for code in pair.partners]
    return (
        f"Опыт {note.words(id).strong} предлагается представить {wording.joined(named)}; в скобках – {note.closed(id)}."
    )


def _share(note: Note, id: str, code: str) -> str:
    """«6,6 %»; «нет данных» where a number is not shown."""
    point = note.point(id, code)
    return wording.percent(*point.own) if point and point.has_share else wording.NO_DATA


def _practices(note: Note) -> Blocks:
    """«В реестре практик: …»: at most ``SHOWN`` for one pair, the number of the others beside them."""
    known = grouped(((pair.indicator, pair.practice.code), pair.practice) for pair in note.bundle.practices)
    if len(known) == 1:  # the sentence before has named what it is about and where
        (own,) = known.values()
        return Blocks([paragraph(f"В реестре практик: {_named(own)}.")])
    practices = (
        f"опыт {note.words(about).strong}, {note.municipality(own[0].code).name}: {_named(own)}"
        for (about, _), own in known.items()
    )
    return Blocks(listed("В реестре практик:", practices))


def _named(own: list[Practice]) -> str:
    more = f"; ещё в реестре – {wording.integer(len(own) - SHOWN)}" if len(own) > SHOWN else ""
    return "; ".join(_practice(practice) for practice in own[:SHOWN]) + more


def _practice(practice: Practice) -> str:
    """««Название» (организация) – содержание»; since when and by which document, the table of the register says."""
    where = f" ({practice.organisation})" if practice.organisation else ""
    what = f" – {wording.uncapitalised(practice.what.rstrip('.'))}" if practice.what else ""
    return f"«{practice.title.strip('«»')}»{where}{what}"


def region_exchange(note: Note) -> Blocks:
    """Who may learn from whom, what, and the figures of both, what page one tells first: proposed, not decreed."""
    groups = [group for id in _in_order(note) for group in (_taken_over(note, id), _learning(note, id)) if group]
    practices = _of_findings(note)
    if not groups:
        return Blocks([heading("Обмен опытом", numbered=True), *practices]) if practices else Blocks()
    lead = paragraph(
        "Кому чей опыт предлагается изучить – сначала по тому, что названо на первой странице, – показывает таблица ",
        ref(EXCHANGE),
        ".",
        keep=True,
    )
    return Blocks([heading("Обмен опытом", numbered=True), lead, _table(note, groups), *practices])


EXCHANGE = "tbl-exchange"


class _Group(NamedTuple):
    """What experience it is, and the rows: who, from whom, by which indicator."""

    about: str
    pairs: list[tuple[str, str]]
    indicator: str


def _in_order(note: Note) -> list[str]:
    """Indicators of the problems of page one first, then those of the note in their order, then others of pairs."""
    ids, paired = note.settings.indicators, [pair.indicator for pair in note.bundle.exchanges]
    first = [headline.indicator for headline in note.bundle.headlines if headline.is_problem]
    return [id for id in dict.fromkeys([*first, *ids, *paired]) if id in {*ids, *paired}]


def _taken_over(note: Note, id: str) -> _Group | None:
    """Who did not carry a measure out, and who did and grew."""
    copying = [own for own in note.synthesis.copying if own.indicator == id]
    if not copying:
        return None
    pairs = [(code, own.source) for own in copying for code in own.learners]
    return _Group(f"Мера {inner(copying[0].measure)} (показатель – {note.words(id).share})", pairs, id)


def _learning(note: Note, id: str) -> _Group | None:
    """Pairs by one indicator."""
    ours = [pair for pair in note.bundle.exchanges if pair.learn and pair.indicator == id]
    pairs = [(pair.code, partner) for pair in ours for partner in pair.partners]
    words = note.words(id)
    return _Group(f"Опыт {words.strong} (показатель – {words.share})", pairs, id) if pairs else None


def _table(note: Note, groups: list[_Group]) -> Table:
    """Who – from whom – the figures of both, by what the practice is about."""
    columns = [
        column("Кому предлагается изучить опыт", align="left", width=3),
        column("Значение", width=1.2),
        column("У кого", align="left", width=3),
        column("Значение", width=1.2),
    ]
    lines: list[TableRow] = []
    for group in groups:
        lines.append(row(group.about, kind="group"))
        lines += [_line(note, group.indicator, codes) for codes in group.pairs[:MOST_PAIRS]]
        if more := wording.and_more(len(group.pairs), MOST_PAIRS).strip():
            lines.append(row(f"{more} – в справках этих муниципальных образований", kind="group"))
    caption = f"Предлагаемые пары для обмена опытом, {note.year}"
    return table(EXCHANGE, caption, columns, lines, notes=[NOT_AGREED])


MOST_PAIRS = 20
"""Rows of one kind of experience; each municipality has its own pairs in its note."""


def _line(note: Note, id: str, codes: tuple[str, str]) -> TableRow:
    return row(*(cell for code in codes for cell in (note.municipality(code).name, _share(note, id, code))))


def _of_findings(note: Note) -> Blocks:
    """Practices of the register that are about problems of page one, of municipalities above the region."""
    network = note.bundle.network
    order = [headline.indicator for headline in note.bundle.headlines if headline.is_problem]
    known = [practice for practice in (network.practices if network else ()) if practice.indicator in order]
    better = [practice for practice in known if _is_above(note, practice)]
    ranked = sorted(better, key=lambda practice: (order.index(practice.indicator), practice.id))[:MOST_PRACTICES]
    lines = [
        f"{_practice(practice)}; {note.municipality(practice.code).name}, {note.closed(practice.indicator)} – "
        f"{_share(note, practice.indicator, practice.code)}"
        for practice in ranked
    ]
    return Blocks(listed("В реестре практик, по показателям первой страницы:", lines))


MOST_PRACTICES = 5


def _is_above(note: Note, practice: Practice) -> bool:
    """Whether whoever has the practice lies above the region: else it is nobody's example."""
    point, region = note.point(practice.indicator, practice.code), note.bundle.region_values.get(practice.indicator)
    if point is None or region is None or not point.has_share or not region.has_share:
        return False
    return Fraction(*point.own) > Fraction(*region.own)
