"""A note -> its head, the main conclusions and the general part."""

from careerstats import reasons, wording
from careerstats.blocks import Blocks, bold, heading, items, paragraph, public
from careerstats.contracts.decisions import Exchange
from careerstats.contracts.values import Value
from careerstats.note.opening import Note
from careerstats.note.sections import phrases
from careerstats.note.sections.titles import opening


@public
def title(note: Note) -> Blocks:
    """Kind of document, subject, who wrote it for whom; figures of a made-up region are marked as such."""
    subject = phrases.filled(note, note.settings.subject.of(note.bundle.notebook))
    return opening(note, "Аналитическая справка", subject, lead=_lead(note))


def _lead(note: Note) -> str:
    issuer, programme = note.settings.issuer, note.settings.programme
    told = f"Подготовлена {issuer.name} (далее – {issuer.short})"
    if note.bundle.notebook == "municipality":
        told += f" для {_body(note)} (далее – орган управления образованием)"
    return (
        f"{told}. Далее также: {programme.short} – {programme.full}; школа – общеобразовательная организация; "
        f"п. п. – процентный пункт; МО – муниципальное образование."
    )


def _body(note: Note) -> str:
    """Whom the note is for, in the genitive: by its own name (addressees.csv), else in neutral words."""
    own = note.addressee("body").genitive
    neutral = f"органа местного самоуправления {note.form('genitive')}, осуществляющего управление в сфере образования"
    return own or neutral


@public
def conclusions(note: Note) -> Blocks:
    """Three to seven sentences for whoever reads nothing else."""
    rows = [row for row in note.judged() if row.indicator in note.settings.headline]
    wholes = [note.passport(row.indicator).whole for row in rows]
    told = [_headline(note, row, same_base=wholes[at] == wholes[0] and at > 0) for at, row in enumerate(rows)]
    told.append(phrases.changes(note, note.judged()))
    told += [_urgent(note), _remains(note), _unknown(note), _task(note)]
    told = [text for text in told if text]
    return Blocks([heading("Основные выводы"), items(told, ordered=True), *phrases.own_words(note, "conclusions")])


def _headline(note: Note, row: Value, *, same_base: bool) -> str:
    """One indicator: count, share, the others, the verdict in its words."""
    own = _own(note, row, same_base=same_base)
    if row.verdict == "not_comparable":
        return f"{own}; {reasons.verdict(row)}."
    others, share = phrases.rest_words(note, row), phrases.rest_share(row)
    weak = f" {phrases.flips_clause(note, row)}" if row.fragile else ""
    if row.verdict == "same":
        words = reasons.verdict(row) if row.small else reasons.inside(row)
        return f"{own}; {others} – {share}; {words}."
    if not row.numerator:  # «посетивших нет» is neither above nor below anything
        return f"{own}; {others} – {share}{phrases.lacking(note, row)}{phrases.accent(row)}.{weak}"
    gap = wording.points(phrases.difference(row))
    told = f"{own}, {phrases.side(row)}, чем {others} ({share}), на {gap}"
    told += f"{phrases.lacking(note, row)}{phrases.accent(row)}"
    return f"{told.rstrip('.')}.{weak}"


def _own(note: Note, row: Value, *, same_base: bool) -> str:
    """«На платформе Проекта зарегистрирован 1 731 обучающийся – 46,5 % общей численности … (3 723 человека)»."""
    words, (k, n) = note.words(row.indicator), row.own
    if k == 0:
        return f"{phrases.nobody(note, row)} (0 из {wording.integer(n)})"
    verb = wording.plural(k, *words.verbs)
    told = wording.fill(words.sentence, {"verb": verb, "pupils": phrases.counted(note, row, k)})
    base = "той же численности" if same_base else f"{words.base} ({phrases.base(note, row)})"
    return f"{told} – {phrases.own_share(row)} {base}"


def _urgent(note: Note) -> str:
    """What calls for a decision and is neither a headline nor among the changes just told."""
    ids = dict.fromkeys(finding.indicator for finding in note.bundle.findings if finding.kind == "decision")
    rows = [note.value(id) for id in ids if id not in note.settings.headline]
    told = [
        f"{note.closed(row.indicator)} – {phrases.own_share(row)}, {phrases.side(row)}, чем по остальным "
        f"муниципальным образованиям в целом ({phrases.rest_share(row)})"
        for row in rows
        if row and row.verdict == _bad_side(note, row) and row.numerator and row.change not in ("up", "down")
    ]
    verb = wording.plural(len(told), "Требует", "Требуют", "Требуют")
    return f"{verb} решения: {'; '.join(told)}." if told else ""


def _bad_side(note: Note, row: Value) -> str:
    return "above" if note.passport(row.indicator).polarity == "low" else "below"


def _remains(note: Note) -> str:
    """What is left to do, in pupils: stated for every municipality, never called lower."""
    parts = []
    for id in note.settings.reserves:
        row, words = note.value(id), note.words(id)
        if row and row.numerator and row.has_share and row.own.numerator < row.own.denominator:
            left = row.own.denominator - row.own.numerator
            template = wording.plural(left, words.left_one or words.left_short, words.left_short, words.left_short)
            parts.append(wording.fill(template, phrases.left_words(words, left, row.own.denominator)))
    return f"Остаются резервы: {'; '.join(parts)}." if parts else ""


def _unknown(note: Note) -> str:
    """Where participation stops cannot be said of a municipality whose stages the source does not give."""
    known = {count.variable for count in note.bundle.counts}
    missing = [stage.about for stage in note.bundle.stages if stage.about and stage.variable not in known]
    if not missing:
        return ""
    return (
        "На каком этапе прекращается участие обучающихся, установить нельзя: сведения "
        f"{wording.joined(missing)} по муниципальным образованиям в источнике не приведены."
    )


def _task(note: Note) -> str:
    """The first task, and with whom practice may be exchanged."""
    told = []
    if note.bundle.task:
        year = wording.year(note.settings.programme.next_period)
        told.append(f"Первоочередная задача на {year} – {note.words(note.bundle.task).task}.")
    learnt, shared = ([pair for pair in note.bundle.exchanges if pair.learn is learn] for learn in (True, False))
    told += [_exchange(note, pair) for pair in (*learnt[:1], *shared[:1])]  # the others have a section of their own
    return " ".join(told)


def _exchange(note: Note, pair: Exchange) -> str:
    about = note.words(pair.indicator).strong
    if pair.learn:
        places = wording.joined([note.form("prepositional", code) for code in pair.partners])
        return f"Предлагается изучить опыт {about}, накопленный в {places}."
    return f"Опыт {about} целесообразно представить прежде всего {note.form('dative', pair.partners[0])}."


@public
def general(note: Note) -> Blocks:
    """Ground and purpose, source and period, method, coverage."""
    return Blocks(
        [
            heading("Общие положения", numbered=True),
            paragraph(bold("Основание и цель."), " ", _ground(note)),
            paragraph(bold("Источник и период."), " ", source(note)),
            paragraph(bold("Способ расчёта."), " ", _method(note)),
            *phrases.own_words(note, "general"),
        ]
    )


def _ground(note: Note) -> str:
    settings, programme = note.settings, note.settings.programme
    letter = settings.letter
    added = f"в дополнение к {letter.of} от {wording.day(letter.date)} № {letter.number} " if letter.number else ""
    return (
        f"Справка подготовлена {added}в целях оценки участия обучающихся {note.noun('genitive')} в "
        f"{programme.short_prepositional} и определения адресных мер на {wording.year(programme.next_period)}."
    )


def source(note: Note) -> str:
    """For how many of how many municipalities there are data, and what is not known of the denominator."""
    row = next((row for row in note.bundle.region_values.values() if row.reported is not None), None)
    told = f"Использованы сведения за {wording.year(note.bundle.period)}"
    if row and row.reported is not None:
        number = wording.counted(row.reported, "муниципальному образованию", *["муниципальным образованиям"] * 2)
        told += f" по {number} из {row.expected}"
    caveats = note.settings.caveats
    return f"{told}. {caveats[0]}" if caveats else f"{told}."


def _method(note: Note) -> str:
    rows = note.judged()
    row = next((one for one in rows if one.verdict != "not_comparable"), None)
    if row is None:
        why = reasons.verdict(rows[0]) if rows else "сведения не представлены"
        return f"Доли рассчитаны от абсолютных значений. Сопоставление не проводится: {why}."
    compared = "сопоставлено" if note.territory.kind == "zato" else "сопоставлен"
    return (
        f"Доли рассчитаны от абсолютных значений; {note.noun()} {compared} с {_others(row)} "
        f"{note.region_noun('genitive')} в целом. {unassigned(note, row)}"
        "Если отличие мог бы дать случай, об этом сказано."
    )


def _others(row: Value) -> str:
    """«остальными 28 муниципальными образованиями»; «10 из 11 остальных …», where one told too little to count."""
    counted, there = (row.reported or 0) - 1, (row.expected or 0) - 1
    if 1 < counted < there:
        return f"{wording.integer(counted)} из {wording.integer(there)} остальных муниципальных образований"
    return f"остальными {wording.integer(counted)} муниципальными образованиями" if counted > 1 else _OTHER


_OTHER = "другим муниципальным образованием"


def unassigned(note: Note, row: Value) -> str:
    """How participants without a municipality are treated; empty where there are none."""
    if not row.unassigned:
        return ""
    who = wording.counted(row.unassigned, "участник, указавший", "участника, указавших", "участников, указавших")
    verb = wording.plural(row.unassigned, "не отнесён и входит", "не отнесены и входят", "не отнесены и входят")
    return (
        f"{wording.capital(who)} только «{note.region.name}», к муниципальным образованиям {verb} "
        f"лишь в значения по {note.region_noun('dative')}, которые приводятся справочно. "
    )
