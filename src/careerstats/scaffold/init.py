"""A name, a region, a period and indicators -> the folder of a new dataset, ready to be filled in.

What the flags do not say is asked where a person sits at the terminal.
"""

import argparse
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template
from typing import get_args

from careerstats import catalogue as catalogues
from careerstats import wording
from careerstats.catalogue import Catalogue, Edition, Indicator
from careerstats.contracts.catalogue import Pack
from careerstats.errors import UsageError
from careerstats.export import xlsx
from careerstats.intake.organisations import COLUMNS as ORGANISATIONS
from careerstats.intake.organisations import TITLE as ORGANISATIONS_TITLE
from careerstats.intake.own_texts import PLACES
from careerstats.intake.registers.addressees import COLUMNS as ADDRESSEES
from careerstats.model import names_in_force, period_mistake, period_of, period_span
from careerstats.project import find_project
from careerstats.scaffold import example
from careerstats.scaffold.places import Places, places_of, territories_csv

DEFAULT = ("1.1", "trial", "bvb_registered")
"""Asked about where nobody says what: the first two of these that have a method in the period and share a whole."""

_TEMPLATES = Path(__file__).parent / "templates"
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_NAME = re.compile(r"\w[\w.-]{0,60}")


@dataclass(frozen=True)
class Answers:
    """What a user asked for; ``municipalities``: «code name» of each, where the region is not a shipped one."""

    name: str
    region: str
    period: str
    title: str = ""
    municipalities: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Plan:
    """What the files are made of."""

    wanted: Answers
    title: str
    where: Places
    indicators: list[Indicator]
    variables: dict[str, str]
    """Variable → title of its column."""


def init(project: Path, wanted: Answers) -> Path:
    """Write the folder and return it. Raises UsageError for what cannot be used; nothing is ever written over."""
    folder = _folder(project, wanted.name)
    plan = planned(wanted)
    draft = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        for name, text in _files(plan).items():
            _put(draft / name, text)
        (draft / "texts").mkdir()
        draft.rename(folder)
    except OSError:
        _refuse_existing(folder)  # somebody else was faster
        raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _folder(project: Path, name: str) -> Path:
    if not _NAME.fullmatch(name) or name.endswith(".") or _RESERVED.fullmatch(name):
        raise UsageError(
            f"Имя набора «{name}» не подходит: нужны буквы, цифры, «-», «_», первой – буква или цифра, "
            "не длиннее 60 знаков. Например: novosibirsk-2025."
        )
    folder = project / "data" / "raw" / name
    _refuse_existing(folder)
    return folder


def _refuse_existing(folder: Path) -> None:
    if os.path.lexists(folder):
        raise UsageError(f"Папка {folder} уже есть, в ней ничего не изменено. Назовите набор иначе или уберите её.")


# ---- what is asked


def planned(wanted: Answers) -> _Plan:
    """All that the files say. Raises UsageError for what cannot be used."""
    wanted = replace(wanted, period=period_of(wanted.period))
    if why := period_mistake(wanted.period):
        raise UsageError(f"--period: {why}.")
    known = catalogues.load()
    indicators = _indicators(known, wanted)
    where = places_of(wanted.region, wanted.municipalities, names_in_force(wanted.period))
    title = wanted.title or f"Мониторинг профориентационной работы, {where.region.name}, {_year(wanted.period)}"
    if re.search(r"[\r\n\x00-\x1f]", title):
        raise UsageError("--title: нужна одна строка без знаков управления.")
    return _Plan(wanted, title, where, indicators, _variables(known, indicators, wanted.period))


def _year(period: str) -> str:
    if "/" in period:
        return f"{period} учебный год"
    return period if "-" in period else f"{period} год"


def _indicators(known: Catalogue, wanted: Answers) -> list[Indicator]:
    """Those asked for, else the default ones that have a method. Raises UsageError for what no table can answer."""
    if not wanted.indicators:
        usual = [known.indicator(id) for id in DEFAULT]
        computable = [indicator for indicator in usual if indicator.edition(wanted.period)][:2]
        if not computable:
            first = min(indicator.editions[0].since for indicator in usual)
            raise UsageError(f"--period: методики на {wanted.period} год нет, нужен {first} или позже.")
        return computable
    chosen = [
        indicator for word in dict.fromkeys(wanted.indicators) for indicator in _meant(known, word, wanted.period)
    ]
    for indicator in chosen:
        if why := _unfit(indicator, indicator.edition(wanted.period), wanted.period):
            raise UsageError(f"--indicators: показатель {indicator.id}: {why}")
    return list({indicator.id: indicator for indicator in chosen}.values())


def _meant(known: Catalogue, word: str, period: str) -> list[Indicator]:
    """An indicator; of a pack those that one table can answer."""
    if word not in get_args(Pack):
        return [known.indicator(word)]
    ours = [known.indicators[id] for id in known.in_packs([word])]
    return [indicator for indicator in ours if not _unfit(indicator, indicator.edition(period), period)]


def _unfit(indicator: Indicator, edition: Edition | None, period: str) -> str:
    if edition is None:
        return f"методики на {period} год нет, она действует с {indicator.editions[0].since} года."
    if edition.undefined:
        return f"знаменатель в источнике не определён. Подробно: careerstats indicator {indicator.id}"
    if edition.formula == "distribution" or not edition.variables:
        return "таблица с одной строкой на муниципальное образование его не даст. Опишите его в dataset.yaml позже."
    if edition.formula not in ("share", "rate", "ratio", "count"):
        return "он считается по школам. Создайте набор с другими показателями, таблицу школ добавьте позже."
    return ""


def _variables(known: Catalogue, indicators: Sequence[Indicator], period: str) -> dict[str, str]:
    """Variable → its title as a head of a column; equal titles are told apart by the variable."""
    ids = [id for indicator in indicators for id in (indicator.edition(period) or indicator.editions[-1]).variables]
    titles: dict[str, str] = {}
    for id in dict.fromkeys(reversed(ids)):
        title = wording.capital(known.variables[id].short or known.variables[id].title)
        titles[id] = f"{title} ({id})" if title in titles.values() else title
    return titles


# ---- what is written


def _files(plan: _Plan) -> dict[str, str | bytes]:
    """Path → what is in it, of every file of the folder."""
    words = _words(plan)
    files: dict[str, str | bytes] = {
        **{name: Template(text).substitute(words) for name, text in example.templates().items()},
        **{f"schemas/{path.name}": path.read_text(encoding="utf-8") for path in sorted(example.SCHEMAS.glob("*.json"))},
        "tables/municipalities.xlsx": _table(plan),
        "organisations.xlsx": xlsx.to_fill(ORGANISATIONS_TITLE, [*ORGANISATIONS.values()], []),
        "addressees.xlsx": xlsx.to_fill("Адресаты", [*ADDRESSEES.values()], []),
        "ПРОЧТИТЕ.md": Template((_TEMPLATES / "readme.txt").read_text(encoding="utf-8")).substitute(words),
    }
    return files | (
        {"territories.csv": territories_csv(plan.where.region, plan.where.municipal)} if plan.where.own else {}
    )


def _words(plan: _Plan) -> dict[str, str]:
    period = plan.wanted.period
    ids, variables = [indicator.id for indicator in plan.indicators], list(plan.variables)
    edition = plan.indicators[0].edition(period) or plan.indicators[0].editions[-1]
    last = period_span(period)[1]
    own = "| `territories.csv` | муниципальные образования региона: коды, названия, падежи | да |\n"
    return {
        "name": plan.wanted.name,
        "title": _quoted(plan.title),
        "heading": plan.title,
        "region": plan.where.region.code,
        "period": period,
        "year_words": _year(period).removeprefix(period),
        "date": last.isoformat(),
        "year": str(last.year),
        "columns": "\n".join(f"      {_quoted(title)}: {{variable: {id}}}" for id, title in plan.variables.items()),
        "school_columns": "\n".join(
            f"##      {_quoted(text)}: {{variable: {id}}}" for id, text in plan.variables.items()
        ),
        "variables": ", ".join(variables),
        "first": edition.first,
        "size": edition.of.get("whole") or edition.first,
        "indicators": ", ".join(map(_quoted, ids)),
        "headline": ", ".join(map(_quoted, ids[:2])),
        "first_indicator": _quoted(ids[0]),
        "two": ", ".join(map(_quoted, [*dict.fromkeys((*ids, *DEFAULT))][:2])),
        "place": plan.where.municipal[0].name,
        "places": ", ".join(f"`{section}.{place}.md`" for section, places in PLACES.items() for place in places),
        "territories": own if plan.where.own else "",
    }


def _quoted(text: str) -> str:
    """A YAML word that stays a text whatever it looks like."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _table(plan: _Plan) -> bytes:
    """One row per municipality with its code and name; numbers are to be filled in."""
    titles = plan.variables.values()
    rows = [[place.code, place.name] for place in plan.where.municipal]
    return xlsx.to_fill("Сведения", ["Код ОКТМО", "Муниципальное образование", *titles], rows, [*titles])


def _put(path: Path, data: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))


# ---- what is wanted, by flags and answers


_FLAGS = {"region": "--region", "period": "--period"}
_EXAMPLE = 'careerstats init {name} --region "Новосибирская область" --period 2024/25'

_QUESTIONS = {
    "region": "Регион (название или код ОКТМО): ",
    "period": "Период (2024, учебный год 2024/25): ",
    "indicators": "Показатели через запятую (Enter – основные; список: careerstats indicator): ",
    "title": "Название набора (Enter – составить по региону и периоду): ",
}


def place(project: Path | None) -> Path:
    """The project: as named, else whole, else the folder one stands in. ``data/raw`` is made where it is missing."""
    if project is not None:
        if not project.is_dir():
            raise UsageError(f"Папки {project} нет. Создайте её или укажите другую: --project ПАПКА.")
        return project.resolve()
    try:
        return find_project().resolve()
    except UsageError:
        return Path.cwd()


def wanted(options: argparse.Namespace, ask: Callable[[str], str] | None = None) -> Answers:
    """What the flags say; what they do not is asked at a terminal. Raises UsageError where nobody can be asked."""
    given = Answers(
        options.name,
        options.region.strip(),
        options.period.strip(),
        options.title.strip(),
        tuple(options.municipalities),
        _listed(options.indicators),
    )
    missing = [key for key in _FLAGS if not getattr(given, key)]
    if not missing:
        return given
    if ask is None and not sys.stdin.isatty():
        flags = " и ".join(_FLAGS[key] for key in missing)
        raise UsageError(f"Не указано: {flags}. Пример: {_EXAMPLE.format(name=options.name)}")
    return _asked(given, ask or input)


def _asked(given: Answers, ask: Callable[[str], str]) -> Answers:
    """Questions for what is not given; of answers that do not fit together all are asked again."""
    open_keys = [key for key in _QUESTIONS if not getattr(given, key)]
    while True:
        answers = {key: _answer(_QUESTIONS[key], ask, needed=key in _FLAGS) for key in open_keys}
        words = {key: _listed(text) if key == "indicators" else text for key, text in answers.items()}
        whole = replace(given, **words)  # type: ignore[arg-type]
        try:
            planned(whole)
        except UsageError as error:
            sys.stderr.write(f"{error}\n\n")
        else:
            return whole


def _answer(question: str, ask: Callable[[str], str], *, needed: bool) -> str:
    while True:
        try:
            text = ask(question).strip()
        except EOFError:
            raise UsageError("Ответы прервались, набор не создан. Повторите команду.") from None
        if text or not needed:
            return text


def _listed(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def done(folder: Path, remarks: tuple[str, ...] = ()) -> str:
    """What was made, what was mended on the way and what to do next."""
    table = folder / "tables" / "municipalities.xlsx"
    return "\n".join(
        [
            f"Создана папка набора: {folder}",
            *(f"Замечание: {text}" for text in remarks),
            "Дальше:",
            f"  1. впишите числа в {table} (открывается в Excel);",
            f"     или возьмите свою таблицу: careerstats table add {folder.name} ФАЙЛ;",
            f"  2. careerstats check {folder.name}   – что не так;",
            f"  3. careerstats build {folder.name}   – справки.",
            f"Что в какой папке лежит: {folder / 'ПРОЧТИТЕ.md'}",
        ]
    )
