"""Nothing -> a notebook with thirty kinds of what a researcher's cells show in the ordinary way."""

import warnings
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import papermill
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}

BEGIN = """
import careerstats as cs
from datetime import date
import numpy as np, pandas as pd, seaborn as sns, matplotlib.pyplot as plt
from IPython.display import HTML, Image, Latex, Markdown, Math, SVG, display
cs.share
places = ["г. Зея", "г. Тында", "Зейский район", "Һаарыах район"]
wide = pd.DataFrame(
    {"Чел.": [12436, 2010, 844, 363], "Доля": [0.2039, 0.3701, 0.1836, 0.4187],
     "Охват, %": [20.391, 37.01, 18.36, 41.87]},
    index=pd.Index(places, name="Муниципальное образование"),
)
long = pd.DataFrame({
    "Год": [2022, 2023, 2024] * 2, "Район": ["Зея"] * 3 + ["Тында"] * 3, "Доля": [20.5, 24.1, 31.0, 18.0, 22.5, 27.25],
})"""

CELLS = {
    "DataFrame": "#| tbl-cap: Охват обучающихся\n#| label: tbl-cover\nwide",
    "DataFrame with a plain index": "long",
    "Series": "#| tbl-cap: Среднее по районам\nlong.groupby('Район')['Доля'].mean()",
    "two-storey columns": "#| tbl-cap: Доля по годам\nlong.pivot_table(index='Район', columns='Год', values='Доля')",
    "several storeys": "long.groupby('Район').agg({'Доля': ['min', 'max'], 'Год': ['count']})",
    "index of two": "long.set_index(['Район', 'Год'])",
    "dates, flags and gaps": "pd.DataFrame({'День': pd.to_datetime(['2024-09-01', None]), 'Есть': [True, False], "
    "'Значение': [1.5, np.nan], 'Код ОКТМО': [10710000, 10615000], 'Показатель': ['1.1', '1.10']})",
    "Styler": "#| tbl-cap: Оформленная таблица\n"
    "wide.style.format({'Доля': '{:.1%}', 'Чел.': '{:,d}'}).background_gradient().set_caption('Стиль')",
    "describe": "wide.describe()",
    "crosstab": "pd.crosstab(long['Район'], long['Год'], margins=True)",
    "several at once": "display(wide.head(2)); display(Markdown('Между таблицами **текст**.')); display(wide.tail(2))",
    "GT": "from great_tables import GT\n(GT(wide.reset_index(), rowname_col='Муниципальное образование')"
    ".tab_header('Заголовок', 'подзаголовок').tab_spanner('Участие', ['Доля', 'Охват, %'])"
    ".fmt_number('Доля', decimals=2, locale='ru').tab_source_note('Источник: условные данные'))",
    "figure of matplotlib": "#| fig-cap: Доля по годам\n#| label: fig-line\n#| fig-alt: Две линии растут\n"
    "fig, ax = plt.subplots()\nfor name, rows in long.groupby('Район'):\n"
    "    ax.plot(rows['Год'], rows['Доля'], 'o-', label=name)\n"
    "ax.set_xlabel('Год'); ax.set_ylabel('Доля, %'); ax.legend(); plt.show()",
    "figure as a result": "fig",
    "axes of pandas": "#| fig-cap: Охват\nwide['Доля'].plot.barh(title='Доля охвата $x^2$')",
    "bars with values": "#| fig-cap: Столбцы с подписями\nfig, ax = plt.subplots()\n"
    "ax.bar_label(ax.bar(['1.1', '1.2'], [0.25, 1.5]));",
    "seaborn grid": "#| fig-cap: Сетка\nsns.relplot(long, x='Год', y='Доля', col='Район', kind='line', height=2.5)",
    "seaborn heatmap": "#| fig-cap: Тепловая карта\n"
    "sns.heatmap(long.pivot_table(index='Район', columns='Год', values='Доля'), annot=True, fmt='.2f');",
    "picture of pixels": "#| fig-cap: Пиксели\n_, ax = plt.subplots(); ax.imshow(np.arange(12).reshape(3, 4));",
    "letters of peoples": "#| fig-cap: Буквы\n_, ax = plt.subplots(figsize=(5, 2))\n"
    "ax.barh(['Һаарыах', 'Ӳҫӗм', 'Ӕхсар', 'Җиңү ₽ № ✓'], [1, 2, 3, 4]);",
    "Image": "import io\nraw = io.BytesIO()\n"
    "plt.figure(figsize=(3, 1)); plt.plot([1, 3, 2]); plt.savefig(raw); plt.close()\n"
    "Image(raw.getvalue())",
    "SVG": 'SVG(\'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60">'
    '<rect width="200" height="60" fill="#0072b2"/></svg>\')',
    "Markdown output": "Markdown(f'Всего **{len(wide)}** строк, см. @tbl-cover и [-@fig-line].')",
    "Latex output": "Latex(r'$$\\bar{x}=\\frac{1}{n}\\sum_{i=1}^{n}x_i$$')",
    "Math output": "Math(r'\\hat p \\pm 1{,}96\\sqrt{\\frac{\\hat p(1-\\hat p)}{n}}')",
    "HTML table": "HTML('<table><caption>Из HTML</caption><thead><tr><th rowspan=2>А</th><th colspan=2>Б</th></tr>"
    "<tr><th>1</th><th>2</th></tr></thead><tbody><tr><td>x</td><td>1,5</td><td>2,5</td></tr></tbody></table>')",
    "number": "wide['Доля'].mean()",
    "text": "'Строка с результатом'",
    "echoed code": "#| echo: true\nx = 2\nx ** 10",
    "silent result": "ax = long.plot(x='Год', y='Доля'); plt.close(); ax.plot([1, 2])",
}
"""Name of a kind of output → the cell that shows it."""

TEXT = r"""# Тридцать видов вывода

Обычный текст с формулой $D = \frac{K_{пт}}{K_{од}}$, ссылкой на [сайт](https://example.org/doc?id=7) и `кодом`.

$$
f(x)=\begin{cases}1,&x>0\\0,&x\le 0\end{cases}
$$ {#eq-step}

3. третий пункт
4. четвёртый: H<sub>2</sub>O и x<sup>2</sup>
   - вложенный
   - ещё один

   | а | б |
   |---|--:|
   | 1 | 2 |

> Цитата из приказа.

<!-- черновик: этого никто не видит -->

```python
total = sum(values)
```

| Столбец | Число |
|---------|------:|
| строка  |   1,5 |

: Таблица из Markdown {#tbl-text}

По формуле @eq-step и @tbl-text. Адрес:<br>ул. Первая, 1
"""


@cache
def executed(engine: str | None = "careerstats") -> Any:
    """The notebook with its outputs; without the table of great_tables where that is not installed."""
    without = () if find_spec("great_tables") else ("GT",)
    with TemporaryDirectory() as folder, warnings.catch_warnings(action="ignore"):  # the stock client's, of its sockets
        path = written(Path(folder) / "ordinary.ipynb", without=without)
        return papermill.execute_notebook(path, None, engine_name=engine, progress_bar=False)


def written(path: Path, *, without: tuple[str, ...] = ()) -> Path:
    """The notebook as a file, not yet executed."""
    cells: list[Any] = [new_code_cell(BEGIN, id="begin"), new_markdown_cell(TEXT, id="text")]
    kinds = {name: source for name, source in CELLS.items() if name not in without}
    for at, (name, source) in enumerate(kinds.items()):
        cells += [new_markdown_cell(f"## {name}", id=f"head-{at}"), new_code_cell(source, id=f"cell-{at}")]
    nb = new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    path.write_text(nbformat.writes(nb), encoding="utf-8", newline="\n")
    return path
