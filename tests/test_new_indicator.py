"""A new indicator is one entry in catalogue.yaml: it appears in the list, its passport and the note."""

from pathlib import Path

import pytest
from helpers.projects import AMUR, BELOGORSK, HTML, Project, new_project

OWN = """
indicators:
  - id: own_par
    symbol: D_св
    title: Доля обучающихся с прикреплёнными родителями среди посетивших мероприятия, на 1000 посетивших
    short: Родителей на 1000 посетивших
    goal: Ц2
    unit: per_thousand
    polarity: none
    levels: [municipality, region]
    data: full
    why: Показывает, как велик круг родителей рядом с участниками.
    status: proposed
    editions:
      - since: 2018
        formula: rate
        per: 1000
        of: {part: K_par, whole: K_att1}
        source: {document: Каталог набора, item: "1", date: 2021-04-20}
    examples:
      - {name: Белогорск, given: {K_par: 540, K_att1: 245}, expect: 2204.0816}
      - {name: никто не посетил, given: {K_par: 5, K_att1: 0}, expect: null}
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = new_project(tmp_path_factory.mktemp("новый показатель"))
    (made.raw / "catalogue.yaml").write_text(OWN, encoding="utf-8")
    return made


def test_it_is_in_the_list_and_has_a_passport(project: Project) -> None:
    assert "own_par" in project.run("indicator", "--dataset", AMUR).out
    passport = project.run("indicator", "own_par", "--dataset", AMUR).out
    assert "D_св = K_par / K_att1 × 1000" in passport.replace("\u00a0", " ").replace("1 000", "1000")
    assert "540 / 245" in passport


def test_it_is_in_the_note(project: Project) -> None:
    assert project.build("--only", BELOGORSK, *HTML).code == 0
    page = project.note(BELOGORSK).read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "Родителей на 1000 посетивших" in page
    assert "540 / 245 × 1 000 = 2 204,1" in page


def test_a_wrong_example_is_named_with_its_file(project: Project, tmp_path: Path) -> None:
    other = new_project(tmp_path)
    (other.raw / "catalogue.yaml").write_text(OWN.replace("2204.0816", "2205"), encoding="utf-8")
    done = other.run("check", AMUR)
    assert done.code == 3
    assert "catalogue.yaml, показатель own_par, пример «Белогорск»: ожидалось 2205" in done.err
