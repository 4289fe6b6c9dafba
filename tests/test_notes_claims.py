"""What the data of 2020 do not support is said in none of the thirty notes, and no sentence is broken."""

import re
from collections.abc import Iterator

import pytest
from conftest import Built
from helpers.note_text import METHOD, Piece, pieces, sentences
from helpers.projects import REGION, ZAVITINSK

NBSP = "\u00a0"


def all_pieces(whole: Built) -> Iterator[tuple[str, Piece]]:
    for folder in sorted((whole.reports / "2020").iterdir()):
        for piece in pieces(folder / "note.html"):
            yield folder.name, piece


def all_sentences(whole: Built, *, with_method: bool = False) -> Iterator[tuple[str, str]]:
    for folder in sorted((whole.reports / "2020").iterdir()):
        for text in sentences(folder / "note.html", with_method=with_method):
            yield folder.name, text


def matching(whole: Built, pattern: str, *, with_method: bool = False) -> list[tuple[str, str]]:
    said = all_sentences(whole, with_method=with_method)
    return [(code, text) for code, text in said if re.search(pattern, text, re.IGNORECASE)]


# What must not be said: a pattern, and a wrong sentence that it finds.
FORBIDDEN = {
    "a trend: no municipal figures of earlier years": (
        r"\bвырос|\bснизил|\b(?:увеличил|сократил)(?:ся|ась|ось)|динамик\w+ (?:положит|отриц)|по сравнению с 201[89]",
        "Охват вырос на 5 п. п.",
    ),
    "indicator 1.1, whose method is of 2022": (
        r"D_pt|показател\w+ 1\.1\b(?! не является)|17,08 % прошли диагностику",
        "Показатель 1.1 составил 17,08 %.",
    ),
    "that a site brings participation": (
        r"площадк\w+ (?:обеспечи|повыша|способству)|благодаря площадк|из-за отсутствия площадк|площадки не нужны",
        "Площадка обеспечивает участие.",
    ),
    "that parents bring participation": (
        r"родител\w+ (?:повыша|способству|обеспечи|влия)|благодаря родител",
        "Привлечение родителей повышает участие.",
    ),
    "towns against villages": (
        r"город\w* активн|сел\w* (?:отста|пассивн)|сельски\w+ (?:отста|пассивн)",
        "Города активнее сёл.",
    ),
    "that no work was done": (
        r"работа не (?:вел|вед|провод)|не участвовал|недостаточн\w+ активност|бездейств|не занимал",
        "В районе работа не велась.",
    ),
    "that pupils do not come: the number of places is unknown": (
        r"не приход|не хотят|не желают|нежелан|низк\w+ мотивац|незаинтересован",
        "Обучающиеся не приходят на мероприятия.",
    ),
    "that all schools take part": (
        r"все школы (?:области|города|района) участв|100 % школ",
        "Все школы области участвуют.",
    ),
    "coverage of disabled pupils": (
        r"охват\w* (?:детей|обучающихся) с (?:ОВЗ|инвалидн)\w*(?! не является)",
        "Охват детей с ОВЗ – 0,47 %.",
    ),
    "causes that nobody measured": (
        r"(?:из-за|вследствие|по причине|вызван\w+) (?:низк\w+ )?(?:ИКТ|сбо\w+|часов\w+ пояс\w*|сложност\w+ запис)",
        "Из-за сбоев платформы участие низкое.",
    ),
    "a plan fulfilled or not: none was set": (
        r"план\w* (?:не )?(?:выполнен|перевыполнен)|выполнени\w+ плана состав",
        "План выполнен.",
    ),
    "ranks": (
        r"\b\d+-?(?:е|ое|м|й) мест|занима\w+ (?:[\w-]+ ){0,2}мест[оа]\b|\bместо в рейтинге"
        r"|\bлидер|\bаутсайдер|\bпередов\w+|\bотстающ",
        "Белогорск занимает 3-е место по регистрации.",
    ),
    "choice of professions": (
        r"выбирают професси|чаще всего выбира|самы\w+ популярн",
        "Обучающиеся выбирают профессии сферы ИТ.",
    ),
    "quality that nobody asked about": (
        r"финансировани\w+ эффективн|осознанн\w+ выбор стал|родители довольны|удовлетворённост",
        "Родители довольны.",
    ),
    "statistics in the body": (
        r"статистическ|значим(?:ост|о |ы|ое|ая)|погрешност|доверительн\w+ интервал|Уилсон|Wilson|FDR|φ",
        "Различие статистически значимо.",
    ),
    "words of commerce": (
        r"конверси|воронк",
        "Конверсия составила 7 %.",
    ),
    "the project called a federal project": (
        r"федеральн\w+ проект\w* «Билет в будущее»",
        "Федеральный проект «Билет в будущее» реализован.",
    ),
    "commands of an adviser": (
        r"\bнеобходимо (?:провести|организовать|обеспечить|усилить|активизировать|принять)",
        "Необходимо провести собрания.",
    ),
    "adjectives instead of numbers": (
        r"\b(?:крайне|очень|слишком) (?:низк|высок|мал)|удовлетворительн\w+ уров",
        "Доля крайне низка.",
    ),
}


@pytest.mark.parametrize(("pattern", "wrong"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_no_note_claims(whole: Built, pattern: str, wrong: str) -> None:
    assert re.search(pattern, wrong, re.IGNORECASE), "the pattern finds the claim that is forbidden"
    assert matching(whole, pattern) == []


def test_attendance_of_one_and_of_two_events_is_never_compared(whole: Built) -> None:
    """966 of 1171 and 315 of 463 are different groups."""
    pattern = r"82,5.*68,0|68,0.*82,5"
    assert [piece for _, piece in all_pieces(whole) if re.search(pattern, piece.text)] == []


def test_neighbours_that_cannot_be_told_apart_are_not_ranked(whole: Built) -> None:
    """46,5 and 45,8 per cent: when one is named beside the other, chance is named too."""
    for code in ("10710000", "10608000"):
        paragraphs = [piece.text for piece in pieces(whole.note(code)) if piece.tag in ("p", "li")]
        both = [text for text in paragraphs if "46,5" in text and "45,8" in text]
        assert [text for text in both if not re.search(r"случа|практически", text)] == []


def test_the_zero_of_zavitinsk_is_worded_as_what_it_is(whole: Built) -> None:
    text = " ".join(sentences(whole.note(ZAVITINSK))).replace(NBSP, " ")
    assert re.search(r"посетивших\b[^.;]*, указавших Завитинский район, нет", text, re.IGNORECASE)
    assert not re.search(r"никто не посетил|не посетил ни один", text)


def test_the_zero_of_zavitinsk_is_worded_so_everywhere(whole: Built) -> None:
    beside = matching(whole, r"(?<!\d)0 (?:человек|обучающихся|участников)")
    assert beside == []


def test_both_published_totals_are_printed_and_none_is_preferred(whole: Built) -> None:
    """2423 or 2424: the source does not tell."""
    text = " ".join(sentences(whole.note(REGION))).replace(NBSP, " ")
    assert "2 423" in text
    assert "2 424" in text
    assert not re.search(r"верно[ем]? (?:число|значение)[^.]*2 42[34]", text)


def test_registration_is_not_called_coverage(whole: Built) -> None:
    assert matching(whole, r"\bохват(?!\w* (?:детей|обучающихся) с ОВЗ)\w*[^.]{0,40}регистрац|охвачен") == []


def test_the_unassigned_are_mentioned_in_every_note(whole: Built) -> None:
    for folder in (whole.reports / "2020").iterdir():
        text = " ".join(sentences(folder / "note.html"))
        assert "735" in text, folder.name


def test_what_is_not_known_is_said_in_every_note(whole: Built) -> None:
    for folder in (whole.reports / "2020").iterdir():
        headings = [piece.text for piece in pieces(folder / "note.html") if piece.tag == "h2"]
        assert any("не позволяют сказать" in text for text in headings), folder.name


# How it is written

BROKEN = {
    "a template left unfilled": r"[{}]",
    "a name of a missing value": r"\b(?:nan|NaN|None|null|inf|NaT)\b|<NA>",
    "two spaces": r"[ \u00a0]{2,}",
    "two full stops": r"(?<!\.)\.\.(?!\.)|(?<!п)\.,|,\.|;\.|:\.",
    "a space before a comma or a full stop": r"\s[,;:.](?=\s|$)",
    "two commas": r",\s*,",
    "empty brackets": r"\(\s*\)|«\s*»",
    "an open bracket": r"^[^()]*\([^()]*$",
    "a decimal point": r"\d\.\d+\s?%",
    "a hyphen for a minus": r"(?<![\w–-])-\d",
    "a hyphen for a dash": r"\s-\s",
    "thousands without a no-break space": r"\d \d{3}\b",
    "straight quotes": '"',
}


@pytest.mark.parametrize("pattern", BROKEN.values(), ids=BROKEN.keys())
def test_no_sentence_has(whole: Built, pattern: str) -> None:
    found = [(code, piece.text) for code, piece in all_pieces(whole) if re.search(pattern, piece.text)]
    assert found[:5] == []


@pytest.mark.parametrize(
    "pattern", [r"\d[ \t\n]?%", r"п\.п\.|п\.[ \t\n]п\.|\d[ \t\n]п\."], ids=["percentages", "points"]
)
def test_a_unit_never_stands_alone_on_the_next_line(whole: Built, pattern: str) -> None:
    """A no-break space before it; column titles and remarks quoted from the protocol of the data are not sentences."""
    found = [
        (code, piece.text)
        for code, piece in all_pieces(whole)
        if METHOD not in piece.section
        and piece.tag != "th"
        and "ячейка" not in piece.text
        and re.search(pattern, piece.text)
    ]
    assert found[:5] == []


def test_nothing_is_empty_but_cells(whole: Built) -> None:
    assert [
        (code, piece) for code, piece in all_pieces(whole) if piece.tag not in ("td", "th") and not piece.text.strip()
    ] == []


def test_no_paragraph_begins_or_ends_with_a_space(whole: Built) -> None:
    loose = [
        (code, piece.text)
        for code, piece in all_pieces(whole)
        if piece.text.strip() and piece.text != piece.text.strip()
    ]
    assert loose[:5] == []


def test_paragraphs_end_with_a_full_stop_and_begin_with_a_capital(whole: Built) -> None:
    running = [
        (code, piece.text.strip()) for code, piece in all_pieces(whole) if piece.tag == "p" and len(piece.text) > 60
    ]
    assert len(running) > 150
    assert [found for found in running if not re.search(r"[.:]$|_$", found[1])][:5] == []
    named = re.compile(r"[«(*†‡§¶А-ЯЁA-Z0-9]|careerstats |tables/|К_")
    assert [found for found in running if not named.match(found[1])][:5] == []


def test_headings_are_numbered_without_gaps(whole: Built) -> None:
    for folder in (whole.reports / "2020").iterdir():
        headings = [piece.text for piece in pieces(folder / "note.html") if piece.tag == "h2"]
        numbers = [int(match[1]) for text in headings if (match := re.match(r"(\d+)\.", text))]
        assert numbers == list(range(1, len(numbers) + 1)), folder.name
        assert len(numbers) >= 2, folder.name


def test_every_note_names_its_own_municipality_and_no_other_in_its_title(whole: Built) -> None:
    for folder in (whole.reports / "2020").iterdir():
        territory = whole.bundle(folder.name)["territory"]
        (title,) = (piece.text for piece in pieces(folder / "note.html") if piece.tag == "h1")
        assert (territory["genitive"] or territory["name"]).replace(NBSP, " ") in title.replace(NBSP, " ")
