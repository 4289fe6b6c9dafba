"""What a researcher's cell may show besides the usual: printed as it is, or refused in words; never half."""

from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from helpers.ordinary import BEGIN, KERNEL
from nbformat.v4 import new_code_cell, new_notebook

from careerstats import blocks
from careerstats.errors import NoteError
from careerstats.export import from_notebook

SHOWN = {
    "nothing found": ("long[long['Доля'] > 1000]", "Год · Район · Доля | нет данных"),
    "days for names": (
        "pd.Series([1.5, 2], index=pd.date_range('2024-09-01', periods=2, freq='MS'), name='Чел.')",
        " · Чел. | 01.09.2024 · 1,5 | 01.10.2024 · 2,0",
    ),
    "months for names": (
        "pd.Series([1, 2], index=pd.period_range('2024-12', periods=2, freq='M', name='Месяц'), name='Чел.')",
        "Месяц · Чел. | 12.2024 · 1 | 01.2025 · 2",
    ),
    "quarters": ("pd.DataFrame({'К': pd.period_range('2024Q4', periods=1, freq='Q')})", "К | 4 кв. 2024"),
    "how long": ("pd.DataFrame({'Т': pd.to_timedelta([90, 108000], unit='s')})", "Т | 00:01:30 | 1 дн. 06:00:00"),
    "intervals": (
        "long['Год'].groupby(pd.cut(long['Доля'], [0, 20.5, 40]), observed=False).count()",
        "Доля · Год | (0; 20,5] · 2 | (20,5; 40] · 4",
    ),
    "categories": ("pd.DataFrame({'К': pd.Categorical(['низ', 'верх', None])})", "К | низ | верх | нет данных"),
    "gaps of every kind": (
        "pd.DataFrame({'а': [np.nan, np.inf, -np.inf], 'б': [None, 'x', pd.NA],"
        " 'в': pd.array([1, None, 3], dtype='Int64'), 'г': pd.array([True, None, False], dtype='boolean')})",
        "а · б · в · г | нет данных · нет данных · 1 · да | ∞ · x · нет данных · нет данных"
        " | −∞ · нет данных · 3 · нет",
    ),
    "exact fractions": ("from decimal import Decimal\npd.DataFrame({'Д': [Decimal('1.50')]})", "Д | 1,50"),
    "two columns of one name": ("pd.DataFrame([[1, 2.5]], columns=['А', 'А'])", "А · А | 1 · 2,5"),
    "a table turned round": (
        "wide.head(1).rename_axis('').T", " · г. Зея | Чел. · 12 436 | Доля · 0,204 | Охват, % · 20,39",
    ),
    "a numbering from one": (
        "pd.DataFrame({'а': ['x', 'y']}, index=pd.RangeIndex(1, 3, name='№'))", "№ · а | 1 · x | 2 · y",
    ),
    "a style with commas": (
        "wide.head(1).style.hide(axis='index').bar(subset=['Охват, %'])"
        ".format({'Доля': '{:.2f}', 'Чел.': '{:,d}', 'Охват, %': '{:.3f}'}, decimal=',', thousands='.')",
        "Чел. · Доля · Охват, % | 12 436 · 0,20 · 20,391",
    ),
    "words in a style": (
        "wide.head(1).style.format({'Чел.': lambda n: f'{n / 1000:.1f} тыс.', 'Доля': '≈ {:.2f}'}).hide(axis='index')",
        "Чел. · Доля · Охват, % | 12,4 тыс. · ≈ 0,20 · 20,4",
    ),
    "signs of other languages": (
        "pd.DataFrame({'а': ['<b>x</b>', 'a & b', '$x$', '@fig-a']})", "а | <b>x</b> | a & b | $x$ | @fig-a",
    ),
    "a day": ("date(2024, 9, 1)", "01.09.2024"),
    "a moment": ("pd.Timestamp('2024-09-01 10:30')", "01.09.2024 10:30"),
    "HTML of many kinds": (
        "HTML('<details><summary>Свод</summary>текст <a href=\"javascript:x\">слово</a></details>')",
        "Свод|текст слово",
    ),
    "nested displays": (
        "display(wide.head(1).iloc[:, :2].rename_axis('Кто'), 0.25, 'слово')",
        "Кто · Чел. · Доля | г. Зея · 12 436 · 0,204|0,25|слово",
    ),
    "a warning": ("import warnings; warnings.warn('для автора'); 5", "5"),
    "nothing to look at": ("long.groupby('Район')", ""),
    "a pie": (
        "pd.Series([3, 1], index=['Зея', 'Тында'], name='').plot.pie(autopct=lambda p: f'{p:.1f}%'.replace('.', ','))",
        "Части: Зея 75,0 %, Тында 25,0 %.",
    ),
    "names along the vertical axis": (
        "sns.scatterplot(long, x='Доля', y='Район')",
        "По горизонтали: Доля; по вертикали: Район. Значения от 18 до 31.",
    ),
    "three dimensions": (
        "plt.figure(figsize=(3, 3)).add_subplot(projection='3d', title='Объём').plot([1], [1], [1]);", "Объём.",
    ),
    "a grid of panels": (
        "_, panels = plt.subplots(2, 2, figsize=(6, 4))\nfor panel in panels.flat: panel.plot([2022, 2024])",
        "Значения от 2022 до 2024.",
    ),
    "shown twice": ("_, ax = plt.subplots(); ax.plot([1, 20000]); plt.show(); plt.show()", "Значения от 1 до 20 000."),
    "years with a gap": (
        "pd.DataFrame({'Год': [2022, np.nan], 'Чел. за год': [2101, np.nan], 'Чел.': [2101.5, 2022]})",
        "Год · Чел. за год · Чел. | 2022 · 2 101 · 2 101,5 | нет данных · нет данных · 2 022,0",
    ),
    "names of schools in numbers": (
        "pd.DataFrame({'school_id': [280001], 'ОКТМО': [10710000], 'Телефон': [74162220000], 'КПП': [280101001]})",
        "school_id · ОКТМО · Телефон · КПП | 280001 · 10710000 · 74162220000 · 280101001",
    ),
    "a description": (
        "pd.DataFrame({'Год': [2022, 2023, 2024, 2026], 'Чел.': [1200.5, 2400, 3600, 4800]}).describe().head(3)",
        " · Год · Чел. | count · 4 · 4 | mean · 2023,8 · 3 000,1 | std · 1,71 · 1 549,0",
    ),
    "a description by groups": (
        "long.groupby('Район')[['Доля']].describe().iloc[:, :3]",
        "Район · Доля/count · Доля/mean · Доля/std | Зея · 3 · 25,20 · 5,34 | Тында · 3 · 22,58 · 4,63",
    ),
    "links between per cents": (
        "wide[['Охват, %', 'Чел.']].corr().head(1)", " · Охват, % · Чел. | Охват, % · 1 · −0,502"
    ),
    "one tiny number": ("pd.DataFrame({'p': [1e-9, 0.03, 0.5]})", "p | 1,0·10⁻⁹ | 0,03 | 0,50"),
    "GT with columns of every kind": (
        "from great_tables import GT\n"
        "GT(pd.DataFrame({'Год': [2024], 'Чел.': [12436], 'Доля': [0.347], 'Охват, %': [34.71], 'Км': [1234.5]}))"
        ".fmt_percent('Доля', decimals=1).fmt(lambda km: f'≈ {km:.1f}', columns='Км')",
        "Год · Чел. · Доля · Охват, % · Км | 2024 · 12 436 · 34,7 % · 34,7 · ≈ 1234,5",
    ),
    "a bar of progress": ("from tqdm.auto import tqdm\nfor _ in tqdm(range(3), desc='счёт'): pass\n'готово'", "готово"),
    "a figure with nothing on it": ("plt.figure();", ""),
    "an emoji": ("plt.subplots(figsize=(3, 2))[1].set_title('Рост 📈 Җ');", "Рост 📈 Җ."),
}  # fmt: skip
"""Name → cell and what is printed: heads and rows of a table, words of a picture, text; blocks apart by «|»."""

REFUSED = {
    "a table without columns": ("pd.DataFrame()", "в таблице нет строк"),
    "five thousand rows": ("pd.DataFrame({'а': range(5000)})", r"не целиком.*5000 строк"),
    "plotly": ("display({'application/vnd.plotly.v1+json': {}, 'text/html': ''}, raw=True)", "график plotly"),
    "altair": ("HTML('<div id=x></div><script>vega</script>')", "программу .график altair"),
    "a frame of another page": ("HTML('<iframe src=\"https://example.org\"></iframe>')", "<iframe>"),
    "a picture by its address": ("Image(url='https://example.org/x.png')", "не прочитать"),
    "half a picture": ("Image(b'\\x89PNG\\r\\n\\x1a\\n' + bytes(40))", "это не PNG"),
    "broken TeX": ("Latex(r'$\\frac{1}{$')", "скобк"),
    "unknown TeX": ("Math(r'\\foobar{x}')", "неизвестна"),
    "one name for two pictures": (
        "#| fig-cap: А\nfor _ in range(2): plt.subplots(figsize=(2, 1))[1].plot([1, _])", "название одно, а рисунков 2",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Name of an output → its executed cell."""
    sources = {name: cell for name, (cell, _) in [*SHOWN.items(), *REFUSED.items()]}
    cells = [new_code_cell(BEGIN), *map(new_code_cell, sources.values())]
    path = tmp_path_factory.mktemp("strange") / "strange.ipynb"
    path.write_text(nbformat.writes(new_notebook(cells=cells, metadata={"kernelspec": KERNEL})), encoding="utf-8")
    done = papermill.execute_notebook(path, None, engine_name="careerstats", progress_bar=False)
    return dict(zip(sources, done.cells[1:], strict=True))


def printed(cell: Any) -> str:
    return "|".join(map(_words, from_notebook({"cells": [cell]}).blocks)).replace("\u00a0", " ")


def _words(block: Any) -> str:
    match block:
        case blocks.Table():
            heads = [f"{column.over}/{column.title}" if column.over else column.title for column in block.columns]
            rows = [[blocks.plain(cell) for cell in row.cells] for row in block.rows]
            return " | ".join(" · ".join(line) for line in [heads, *rows])
        case blocks.Figure():
            return str(block.alt)
    return str(blocks.plain(block.runs))


@pytest.mark.parametrize("name", SHOWN)
def test_it_is_printed_as_it_is(name: str, executed: dict[str, Any]) -> None:
    assert printed(executed[name]) == SHOWN[name][1]


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_words(name: str, executed: dict[str, Any]) -> None:
    with pytest.raises(NoteError, match=f"Ячейка 1 .*{REFUSED[name][1]}"):
        printed(executed[name])


ADVICE = {
    "words of a library": ("long['Район'].value_counts()", "слова по-английски: count; назовите по-русски"),
    "words of a box": ("long.boxplot('Доля', by='Район');", "слова по-английски: Boxplot grouped by"),
    "words of seaborn": ("sns.histplot(long, x='Доля')", "слова по-английски: Count"),
    "rows of a sorted table": ("long.sort_values('Доля')", "первый столбец – нумерация строк pandas"),
    "a value of Python": ("{'а': 1.5}", "значение напечатано так, как его пишет Python"),
    "letters too small": ("plt.subplots(figsize=(16, 4))[1].plot([1, 2]);", "буквы слишком мелки"),
    "options below the code": ("x = 1\n#| tbl-cap: Доли\nlong", "строка «#| tbl-cap: Доли» не действует"),
    "columns named for code": ("long.rename(columns={'Доля': 'own_share'})", "столбцы названы для кода: own_share;"),
    "an emoji in a picture": ("plt.subplots(figsize=(3, 2))[1].set_title('Рост 📈');", "не содержат «📈» (U+1F4C8)"),
}


def test_the_author_is_advised(tmp_path: Path) -> None:
    cells = [new_code_cell(BEGIN), *(new_code_cell(cell) for cell, _ in ADVICE.values())]
    path = tmp_path / "advised.ipynb"
    path.write_text(nbformat.writes(new_notebook(cells=cells, metadata={"kernelspec": KERNEL})), encoding="utf-8")
    done = papermill.execute_notebook(path, None, engine_name="careerstats", progress_bar=False)
    advice = from_notebook(done).advice
    for at, (_, words) in enumerate(ADVICE.values(), start=2):
        assert any(text.startswith(f"Ячейка {at} ") and words in text for text in advice), words
