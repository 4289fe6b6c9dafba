"""Nothing -> executed notebooks built in code: a full note, and one whose every text is hostile."""

import json
from functools import cache
from typing import Any

import msgspec
import typst

from careerstats import blocks
from careerstats.blocks import Block, bold, column, italic, ref, row
from careerstats.export.index import Page, write

MUNICIPALITIES = """Благовещенск 12436 2536|Белогорск 3723 1731|Зея 1412 936|Прогресс 671 204|Свободный 3089 648
Райчихинск 1189 206|Тында 2010 744|Циолковский 363 152|Шимановск 1230 451|Архаринский район 905 146
Белогорский район 962 441|Благовещенский район 1289 112|Бурейский район 1323 162|Завитинский район 875 53
Зейский район 844 155|Ивановский район 1355 271|Константиновский район 832 126|Магдагачинский район 1410 367
Мазановский район 600 231|Михайловский район 730 220|Октябрьский район 978 183|Ромненский район 428 184
Свободненский район 696 289|Селемджинский район 570 129|Серышевский район 1405 402|Сковородинский район 1673 456
Тамбовский район 1395 195|Тындинский район 754 295|Шимановский район 286 165""".replace("\n", "|").split("|")

HOSTILE = [
    "<script>alert(1)</script>",
    "=1+1",
    "право\u202eолево",
    "нуль\x00и\x0bпрочее\x1b[31m",
    "#show: none",
    "$x$ и @ref и *жирно*",
    "] #panic() [",
    "</w:t><w:br/>&amp;",
    "а" * 300,
    "муниципальное образование " * 12,
    "{{ 7*7 }}",
    "школа 🎓 № 1",
    "кавычки \"'\\",
]


def comma(value: float) -> str:
    return str(value).replace(".", ",")


@cache
def svg(title: str, values: tuple[float, ...]) -> str:
    """A small bar chart."""
    bars = "".join(
        f'<rect x="90" y="{10 + 30 * at}" width="{value * 3}" height="16" fill="#2b5c8a"/>'
        f'<text x="84" y="{23 + 30 * at}" text-anchor="end">МО № {at + 1}</text>'
        f'<text x="{96 + value * 3}" y="{23 + 30 * at}">{comma(value)}</text>'
        for at, value in enumerate(values)
    )
    height = 192
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="480" height="{height}" viewBox="0 0 480 {height}" '
        f'font-family="Tinos" font-size="14"><rect width="480" height="{height}" fill="#fff"/>{bars}'
        f'<text x="90" y="{height - 20}">{title}</text></svg>'
    )


@cache
def png(picture: str) -> bytes:
    page = "#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg))"
    made = typst.compile(page.encode(), format="png", ppi=110, sys_inputs={"svg": picture})
    assert isinstance(made, bytes)
    return made


def figure(label: str, caption: str, alt: str, *values: float) -> Block:
    picture = svg("Доля, %", values)
    return blocks.figure(label, caption, alt, png=png(picture), svg=picture, width_mm=150, height_mm=60)


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    named = [cell | {"id": f"cell-{at}"} for at, cell in enumerate(cells)]
    return {"cells": named, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def code_cell(*shown: Block, tags: tuple[str, ...] = ()) -> dict[str, Any]:
    outputs = []
    for block in shown:
        data, metadata = blocks.as_output(block)
        if "image/png" in data:
            data["image/png"] += "\n"  # as nbformat writes it
        shown = {"output_type": "display_data", "data": data, "metadata": metadata}
        outputs.append(json.loads(json.dumps(shown)))  # as it is read from a file
    return _cell("code", tags) | {"source": "show()", "outputs": outputs, "execution_count": 1}


def markdown_cell(source: str, tags: tuple[str, ...] = ()) -> dict[str, Any]:
    return _cell("markdown", tags) | {"source": source}


def _cell(kind: str, tags: tuple[str, ...]) -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {"tags": list(tags)}}


def thousands(value: int) -> str:
    return f"{value:,}".replace(",", "\u00a0")


def per_cent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".replace(".", ",")


def sample() -> dict[str, Any]:
    """A note of nine or ten pages with everything a note can hold."""
    return notebook(
        code_cell(blocks.title("Параметры", ""), tags=("injected-parameters",)),
        code_cell(title()),
        code_cell(*conclusions()),
        code_cell(*section_one()),
        markdown_cell(AUTHORS_WORDS),
        code_cell(*section_two()),
        code_cell(*plan()),
        code_cell(blocks.signature("Ректор ГАУ ДПО «Амурский областной институт развития образования»", "И.О. Фамилия",
                                   "Фамилия Имя Отчество, 8 (4162) 00-00-00")),
        code_cell(*appendix_table()),
        code_cell(*appendix_method()),
    )  # fmt: skip


AUTHORS_WORDS = """Институт благодарит **муниципальную команду** за *своевременные* сведения.

- опыт города описан в сборнике;
- сборник размещён на сайте Института.
"""


def title() -> Block:
    return blocks.title(
        "Аналитическая справка",
        "о результатах участия обучающихся 6–11 классов общеобразовательных организаций города Белогорска "
        "в проекте «Билет в будущее» в 2020 году",
        lead="Подготовлена ГАУ ДПО «Амурский областной институт развития образования» (далее – Институт) для органа "
        "местного самоуправления города Белогорска, осуществляющего управление в сфере образования "
        "(далее – орган управления образованием).",
        marks=["условные данные"],
        audience="internal",
        dataset="amur-2020",
        code="10710000",
        period="2020",
        date="2021-04-20",
        version="0.1.0",
        bundle="0123456789ab",
    )


def conclusions() -> list[Block]:
    texts: list[blocks.Text] = [
        "На платформе проекта зарегистрирован 1\u00a0731 обучающийся, или 46,5\u00a0% общей численности обучающихся "
        "6–11 классов (3\u00a0723 человека). По остальным 28 муниципальным образованиям области в целом – 25,1\u00a0%.",
        "Практические мероприятия проекта (профессиональные пробы) посетили 245 обучающихся – 6,6\u00a0% общей "
        "численности. Это наибольшее значение среди 29 муниципальных образований.",
        "Вместе с тем 1\u00a0486 зарегистрированных обучающихся (85,8\u00a0%) не посетили ни одного мероприятия; "
        "1\u00a0992 обучающихся (53,5\u00a0%) на платформе не зарегистрированы.",
    ]
    return [blocks.heading("Основные выводы"), blocks.items(texts, ordered=True)]


def section_one() -> list[Block]:
    return [
        blocks.heading("Общие положения", numbered=True),
        blocks.paragraph(
            bold("Основание и цель. "),
            "Справка подготовлена в дополнение к письму Института от 20.04.2021 № 01-18/1557 в целях оценки участия "
            "обучающихся города в проекте ранней профессиональной ориентации «Билет в будущее» и определения адресных "
            "мер на 2021 год. Показатели приведены в таблице ", ref("tbl-main"),
            ", доли – на рисунке ", ref("fig-share"),
            ", порядок расчёта – по формуле (", ref("eq-share"), ").",
        ),
        main_table(),
        blocks.paragraph(
            bold("Регистрация"), " (таблица ", ref("tbl-main"), "). Доля зарегистрированных выше, чем по остальным "
            "муниципальным образованиям в целом, на 21,4 процентного пункта. ",
            italic("В Белогорском районе она практически такая же (различие может быть случайным)."),
        ),
        blocks.formula(
            r"D_{\text{рег}} = \frac{K_{\text{рег}}}{K_{\text{общ}}} \times 100\,\% "
            r"= \frac{1\,731}{3\,723} \times 100\,\% = 46{,}5\,\%",
            "доля зарегистрированных равна отношению 1 731 к 3 723, умноженному на 100 процентов: 46,5 процента",
            label="eq-share",
            where=[(r"K_{\text{рег}}", "число зарегистрированных обучающихся"),
                   (r"K_{\text{общ}}", "общая численность обучающихся 6–11 классов")],
        ),
        figure("fig-share", "Доля зарегистрированных обучающихся по муниципальным образованиям, 2020 год",
               "Столбцы: от 6,1 до 66,3 процента; город Белогорск – 46,5 процента", 66.3, 46.5, 25.1, 6.1),
    ]  # fmt: skip


def main_table() -> Block:
    columns = [
        column("Показатель", align="left", width=3.4), column("Город, чел."), column("Город, %"),
        column("Остальные 28 МО, %", width=1.3), column("Разница, п.\u00a0п.", width=1.1),
    ]  # fmt: skip
    rows = [
        row("Общая численность обучающихся 6–11 классов", "3\u00a0723", "–", "–", "–"),
        row("Зарегистрированы на платформе", "1\u00a0731", "46,5", "25,1", "+21,4"),
        row("Имеют прикреплённого родителя", "540", "14,5", "4,2", "+10,3"),
        row("В процентах от числа зарегистрированных:", kind="group"),
        row("имеют прикреплённого родителя", "540", "31,2", "16,6", "+14,6"),
        row("посетили одно или более мероприятий", "245", "14,2", "5,8", "+8,3"),
        row("Итого участников", "1\u00a0731", "46,5", "25,1", "+21,4", kind="total"),
    ]
    note = "Примечание. Разница рассчитана по точным значениям; таблица "
    caption = "Участие обучающихся 6–11 классов города Белогорска в Проекте, 2020 год"
    return blocks.table("tbl-main", caption, columns, rows, notes=[[note, ref("tbl-all"), " – в приложении."]])


def section_two() -> list[Block]:
    return [
        blocks.heading("Сопоставление с другими муниципальными образованиями", numbered=True),
        blocks.heading("Города области", level=2),
        blocks.paragraph("Ближе всего к Белогорску по численности город Свободный (рисунок ", ref("fig-visit"), ")."),
        figure("fig-visit", "Доля обучающихся, посетивших одно или более мероприятий, 2020 год",
               "Столбцы по убыванию: 6,6; 6,1; 5,7; 5,3; 4,9 процента", 66, 61, 57, 53, 49),
        blocks.paragraph("Опыт города целесообразно представить прежде всего городу Свободному. " * 6),
        blocks.formula(r"\overline{D} = \frac{\sum_{i=1}^{n} K_i}{\sum_{i=1}^{n} N_i} \times 100\,\%",
                       "средняя доля равна сумме участников, делённой на сумму численности, на 100 процентов"),
        blocks.paragraph("Значения не учитывают участников, не указавших муниципальное образование.", small=True),
    ]  # fmt: skip


def plan() -> list[Block]:
    heads = ["Меры и управленческие решения", "Ответственные", "Сроки", "Показатель", "Факт, 2020", "План, 2021"]
    columns = [column(head, align="left", width=2) for head in heads[:4]]
    columns += [column(head, align="center") for head in heads[4:]]
    rows = [row("1. Организационно-технологическая деятельность", kind="group")]
    rows += [
        row(f"Муниципальная команда, график проб по школам ({at})", "орган управления образованием", "сентябрь 2021",
            "Доля зарегистрированных, посетивших мероприятия, %", "14,2", "")
        for at in range(1, 4)
    ]  # fmt: skip
    return [
        blocks.heading("Проект плана мероприятий («дорожной карты») на 2021 год", numbered=True),
        blocks.table("tbl-plan", "План мероприятий на 2021 год", columns, rows, landscape=True,
                     notes=["Незаполненные значения устанавливает орган управления образованием."]),
        blocks.paragraph("Исполнение плана рассматривается на совещании руководителей школ."),
    ]  # fmt: skip


def appendix_table() -> list[Block]:
    columns = [
        column("№", align="center", width=0.5),
        column("Муниципальное образование", align="left", width=3),
        column("Обучающихся 6–11 кл."),
        column("Зарегист\u00adрированы", width=1.2),
        column("%", width=0.8),
    ]
    rows = []
    for at, line in enumerate(MUNICIPALITIES, start=1):
        name, whole, part = line.rsplit(" ", 2)
        rows.append(row(str(at), name, thousands(int(whole)), thousands(int(part)), per_cent(int(part), int(whole))))
    rows.append(row("", "Итого", "45\u00a0433", "12\u00a0190", "26,8", kind="total"))
    return [
        blocks.heading("Показатели муниципальных образований", appendix=True),
        blocks.paragraph("Сведения представили 29 муниципальных образований из 29."),
        blocks.table("tbl-all", "Зарегистрированы на платформе, 2020 год", columns, rows),
    ]


def appendix_method() -> list[Block]:
    return [
        blocks.heading("Методика", appendix=True),
        blocks.paragraph("Показатель 1.1 рассчитывается от абсолютных значений по формуле:"),
        blocks.formula(
            r"D_{pt} = \frac{K_{pt}}{K_{od1}} \times 100\,\%", "D pt равно K pt, делённое на K od1, на 100 %"
        ),
    ]


def hostile() -> dict[str, Any]:
    """Every kind of text a note has, filled with what would break a document that takes text for markup."""
    rows = [row(text, "1") for text in HOSTILE]
    columns = [column(HOSTILE[0], align="left"), column(HOSTILE[4])]
    everything: list[Block] = [
        blocks.title(HOSTILE[0], HOSTILE[5], lead=HOSTILE[6], marks=HOSTILE[:2], bundle=HOSTILE[0]),
        *(blocks.heading(text, numbered=True) for text in HOSTILE),
        *(blocks.paragraph(text, bold(text), italic(text)) for text in HOSTILE),
        blocks.items(HOSTILE),
        blocks.table("tbl-]#", HOSTILE[0], columns, [row(HOSTILE[6], kind="group"), *rows], notes=HOSTILE),
        blocks.paragraph("таблица ", ref("tbl-]#")),
        figure('fig"<', HOSTILE[6], HOSTILE[0] + HOSTILE[12] + HOSTILE[3], 1.0),
        blocks.formula(r"x < \text{]#panic()\"}", HOSTILE[12], label="eq", where=[("x", HOSTILE[0])]),
        blocks.signature(HOSTILE[0], HOSTILE[4], HOSTILE[6]),
    ]
    return notebook(code_cell(*everything))


def index(municipalities: int = 29, indicators: int = 6) -> dict[str, Any]:
    """What the page of a region is made from."""
    return {
        "title": "Амурская область: участие в проекте «Билет в будущее»",
        "subtitle": "Аналитические справки муниципальных образований",
        "marks": ["условные данные"],
        "public": False,
        "period": "2020",
        "region": index_region(indicators),
        "indicators": [index_head(at) for at in range(1, indicators + 1)],
        "rows": [index_row(at, indicators) for at in range(municipalities)],
        "total_title": "Обучающихся 6–11 классов, чел.",
        "tiles": {f"107{at:05d}": [at // 6, at % 6] for at in range(municipalities)},
        "notes": ["Сравнение – с остальными муниципальными образованиями в целом."],
        "footer": "careerstats 0.1.0, данные на 20.04.2021",
    }


def index_page(made: dict[str, Any]) -> bytes:
    """The page of what ``index`` or a test has made."""
    return write(msgspec.convert(made, Page))


def index_head(at: int) -> dict[str, Any]:
    base = "% общей численности обучающихся 1–4 классов" if at == 2 else "%"
    name = f"Показатель {at}"
    titles = {"name": name, "base": base, "short": f"{name}, {base}", "title": f"Доля обучающихся, прошедших этап {at}"}
    return {"id": f"1.{at}", "scale": 100, "points": "п.\u00a0п.", **titles}


def index_region(indicators: int) -> dict[str, Any]:
    values = [index_value(7) | {"verdict": "", "words": "5 из 20", "shade": None} for _ in range(indicators)]
    return {
        "name": "Амурская область",
        "total": {"text": thousands(45433), "sort": 45433},
        "values": values,
        **index_links("10000000", "Амурская область"),
    }


def index_row(at: int, indicators: int) -> dict[str, Any]:
    name, whole, _ = MUNICIPALITIES[at % len(MUNICIPALITIES)].rsplit(" ", 2)
    code = f"107{at:05d}"
    lost = {"links": [], "status": "не построена: нет ни одного значения", "sent": "", "refined": False, "more": []}
    return {
        "code": code,
        "name": name if "район" in name else f"г. {name}",
        "sort_name": name,
        "kind": "район" if "район" in name else "городской округ",
        "total": {"text": thousands(int(whole)), "sort": float(whole)},
        **(lost if at == 4 else index_links(code, name)),
        "values": [index_value((at * 7 + number * 5) % 23) for number in range(indicators)],
    }


def index_value(seed: int) -> dict[str, Any]:
    """A share of two hundred: seed,5 per cent; by the seed below, much the same, above, or not known at all."""
    if seed == 0:
        unknown = {"text": "–", "sort": None, "verdict": "not_comparable", "shade": None, "counts": None, "near": 0}
        return unknown | {"words": "сведения не представлены"}
    verdict, words = ("same", "различие может быть случайным") if 8 < seed < 15 else ("above", "выше на 5,0 п. п.")
    verdict, words = ("below", "ниже на 4,0 п. п.") if seed <= 8 else (verdict, words)
    shade, counts = 0.0 if verdict == "same" else (seed - 11) / 11, [2 * seed + 1, 200]
    return {
        "text": f"{seed},5",
        "sort": seed + 0.5,
        "verdict": verdict,
        "words": words,
        "shade": shade,
        "counts": counts,
        "near": 1,
    }


def index_links(code: str, name: str) -> dict[str, Any]:
    """Of a note that was sent and refined since, with its package and a protocol."""
    files = {"html": "note", "docx": "note", "pdf": "note", "xlsx": "tables"}
    own = [{"text": form.upper(), "href": f"2020/{code}/{stem}.{form}"} for form, stem in files.items()]
    letter = {"title": "Письмо", "links": [{"text": "DOCX", "href": f"2020/{code}/пакет/Письмо_2020_{code}.docx"}]}
    protocol = {"title": "Протокол проверки данных", "links": [{"text": "HTML", "href": f"2020/{code}/quality.html"}]}
    packed = {"title": "Пакет для отправки", "items": [letter]}
    more = [packed, {"title": "Документы", "items": [protocol]}]
    sent = "направлена 20.04.2021 № 01-18/1557" if code == "10700001" else ""
    return {"links": own, "status": "", "sent": sent, "refined": bool(sent), "more": more}
