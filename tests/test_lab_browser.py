"""The start page in a real JupyterLab and a real Chromium: as a person who opens no terminal uses it."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from helpers import buryatia
from helpers.browser import browser, lacking, violations
from helpers.lab import laboratory, laboratory_of_others, outside
from helpers.projects import AMUR, ROOT, Project, new_project

from careerstats.lab import works

pytestmark = pytest.mark.skipif(bool(lacking()), reason=lacking())

PATIENCE = 60_000  # milliseconds, on a busy computer


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return new_project(tmp_path_factory.mktemp("lab"))


@pytest.fixture(scope="module")
def address(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with laboratory(project.folder, tmp_path_factory.mktemp("home")) as found:
        yield found


@pytest.fixture(scope="module")
def window() -> Iterator[Any]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def chromium(address: str, window: Any) -> Iterator[Any]:
    """One person: what lets him into the server is asked for once."""
    yield from visitor(window)


def visitor(window: Any) -> Iterator[Any]:
    person = window.new_context(viewport={"width": 1400, "height": 1000})
    person.set_default_timeout(PATIENCE)
    yield person
    person.close()


def opened(chromium: Any, address: str) -> tuple[Any, list[str]]:
    """A tab with the page, whose buttons are there without a single click."""
    page = chromium.new_page()
    far = outside(page)
    page.goto(address)
    page.get_by_role("tab", name="Проверка данных").wait_for()
    return page, far


def test_by_buttons_data_are_checked_and_a_note_built_and_opened_though_the_tab_was_closed(
    chromium: Any, address: str, project: Project
) -> None:
    page, far = opened(chromium, address)
    assert page.get_by_role("menuitem", name="Файл").is_visible()  # the whole desktop speaks Russian
    page.get_by_label("Набор данных").select_option(index=0)
    page.get_by_role("button", name="Проверить данные").click()
    page.get_by_text("Данные проверены").wait_for()
    page.get_by_role("button", name="Предупреждения: 3").click()
    page.get_by_text("3 замечания к данным").wait_for()
    assert page.locator(".cs-problems tbody tr").count() == 3
    assert "municipalities.csv" in page.locator(".cs-problems tbody").inner_text()

    page.get_by_role("tab", name="Справки").click()
    page.get_by_label("Кому").select_option("г. Белогорск")
    for name in ("Word", "PDF", "таблицы Excel"):
        page.get_by_role("checkbox", name=name).uncheck()
    page.get_by_role("button", name="Построить справки").click()
    page.get_by_text("Построение справок:").wait_for()
    page.close()  # in the middle of it

    page, far_again = opened(chromium, address)
    page.get_by_text("Справки построены").wait_for()
    assert project.note("10710000").is_file()

    with chromium.expect_page() as shown:
        page.get_by_role("link", name="Регион на одной странице").click()
    region = shown.value
    errors = outside(region)
    region.get_by_role("row").filter(has_text="г. Белогорск").get_by_role("link", name="HTML").click()
    region.wait_for_url("**/10710000/note.html")
    assert "Белогорска" in region.title()
    assert errors == []
    assert far + far_again == []
    region.close()
    page.close()


@pytest.mark.slow
def test_a_build_found_again_by_another_tab_is_guarded_and_stopped_there(
    chromium: Any, address: str, project: Project
) -> None:
    page, _ = opened(chromium, address)
    page.get_by_role("tab", name="Справки").click()
    page.get_by_label("Кому").select_option("Все муниципальные образования")
    page.get_by_role("button", name="Построить справки").click()
    page.get_by_text("Построение справок:").wait_for()
    page.close()

    again, _ = opened(chromium, address)
    again.get_by_text("Построение справок: построено").wait_for()
    again.get_by_role("tab", name="Проверка данных").click()
    again.get_by_role("button", name="Проверить данные").click()
    again.get_by_text("уже идёт работа: построение справок").wait_for()
    again.get_by_role("button", name="Остановить").click()
    again.get_by_text("Остановлено. Готовое сохранено").wait_for()
    work = works.look(works.home(project.folder, AMUR))
    assert work is not None
    assert (work.kind, work.status) == ("build", works.STOPPED)
    again.close()


@pytest.fixture
def desktop(tmp_path: Path, window: Any) -> Iterator[tuple[Path, Any]]:
    """An empty project, and a person at its page."""
    project, home = tmp_path / "проект", tmp_path / "home"
    for folder in (project / "data" / "raw", home):
        folder.mkdir(parents=True)
    with laboratory(project, home) as address:
        for person in visitor(window):
            yield project, partial(first_page, person, address)


def first_page(person: Any, address: str) -> Any:
    page = person.new_page()
    page.goto(address)
    page.get_by_role("tab", name="Новый набор").wait_for()
    return page


def send(page: Any, path: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Загрузить книгу").click()
    chooser.value.set_files(str(path))


def book_with_a_share(path: Path) -> Path:
    """A summary in which one number is a share by mistake."""
    book = openpyxl.load_workbook(buryatia.summary(path, 2023))
    book["Свод"]["D7"] = 0.5
    book.save(path)
    return path


@pytest.mark.slow
def test_from_an_empty_folder_to_a_note_without_a_terminal(desktop: tuple[Path, Any], tmp_path: Path) -> None:
    project, open_page = desktop
    wrong = tmp_path / "письмо.docx"
    wrong.write_bytes(b"PK")
    page = open_page()
    page.get_by_label("Регион", exact=True).select_option(label="Республика Бурятия")
    page.get_by_role("textbox", name="Период", exact=True).fill("2023/24")
    page.get_by_label("Имя папки").fill("bur")
    page.get_by_label("Найти показатель").fill("диагностику")
    page.get_by_role("listbox", name="Показатели").select_option(label="1.1 – Прошли профориентационную диагностику")
    page.get_by_role("button", name="Взять показатель").click()
    page.get_by_text("Выбрано: 1").wait_for()
    page.get_by_role("button", name="Создать набор").click()
    page.get_by_text("Набор «bur» создан").wait_for()

    page.get_by_role("tab", name="Добавить таблицу").click()
    send(page, wrong)
    page.get_by_text("Файл «письмо.docx» не таблица").wait_for()
    send(page, book_with_a_share(tmp_path / "Свод 2023-24.xlsx"))
    page.get_by_text("Вопрос 1.").wait_for()
    page.close()
    page = open_page()
    page.get_by_role("tab", name="Добавить таблицу").click()
    page.get_by_text("Вопрос 1.").wait_for()
    page.get_by_role("button", name="Ответить").click()
    page.get_by_text("Будет прочитано: 23 муниципальных образования").wait_for()
    page.get_by_role("button", name="Записать в набор").click()
    page.get_by_text("Записано в описание набора: tables/Свод 2023-24.xlsx").wait_for()

    page.get_by_role("tab", name="Проверка данных").click()
    page.get_by_role("button", name="Проверить данные").click()
    page.get_by_text("Данные проверены. Есть ошибки").wait_for()
    page.get_by_role("button", name="Исправить число").click()
    page.get_by_text("ячейка D7 выделена").wait_for()
    page.get_by_label("Верное значение").fill("1736")
    page.get_by_label("Основание").fill("письмо района от 10.06.2025 № 14")
    page.get_by_label("Кто исправил").fill("методист института")
    page.get_by_label("Дата исправления").fill("2025-06-11")
    page.get_by_role("button", name="Записать исправление").click()
    page.get_by_text("Данные проверены.", exact=True).wait_for()
    assert "becomes: '1736'" in (project / "data" / "raw" / "bur" / "corrections.yaml").read_text(encoding="utf-8")

    page.get_by_role("tab", name="Справки").click()
    page.get_by_label("Кому").select_option("Баргузинский район")
    for name in ("Word", "PDF", "таблицы Excel"):
        page.get_by_role("checkbox", name=name).uncheck()
    page.get_by_role("button", name="Построить справки").click()
    page.get_by_role("link", name="Баргузинский район, на экране").first.wait_for(timeout=4 * PATIENCE)
    assert list(project.glob("reports/bur/*/81603000/note.html"))
    ours = [text for text in violations(page) if "jp-" not in text and "lm-" not in text]
    assert ours == []


@pytest.mark.slow
def test_behind_a_prefix_and_a_proxy_links_and_notebooks_open(tmp_path: Path, window: Any) -> None:
    project, home = tmp_path / "общая" / "проект", tmp_path / "home"
    home.mkdir()
    new_project(project).build("--only", "10710000", "--formats", "html", "--jobs", "1")
    (project / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "start.ipynb", project / "notebooks")
    with laboratory_of_others(tmp_path / "общая", home, "/user/anna/") as address:
        for person in visitor(window):
            page = person.new_page()
            page.goto(f"{address}lab/tree/проект/notebooks/start.ipynb?token=x")
            page.get_by_text("Чтобы появились кнопки").last.wait_for()
            page.get_by_role("menuitem", name="Run").click()
            page.get_by_text("Run All Cells", exact=True).click()
            page.get_by_role("tab", name="Справки").click()
            link = page.get_by_role("link", name="г. Белогорск, на экране")
            assert "/user/anna/files/" in str(link.get_attribute("href"))
            with person.expect_page() as shown:
                link.click()
            note = shown.value
            note.wait_for_load_state()
            assert "Белогорска" in note.title()
            note.close()
            page.get_by_role("tab", name="Программа").click()
            page.get_by_label("О ком блокнот").select_option("г. Тында")
            page.locator('[data-commandlinker-args*="10732000"]').click()
            page.locator(".cm-line", has_text='municipality = "10732000"').wait_for()
