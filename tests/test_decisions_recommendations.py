"""The institute's recommendations -> those a note needs, numbered; every mistake in the file is named."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.regions import ROOT, amur

from careerstats.decisions.recommendations import draft_plan, read_register, recommend
from careerstats.errors import DatasetError

ADDRESSEES = {"body": "Органу:", "schools": "Школам:", "institute": "Институту:"}
ACTIVITIES = {1: "Организационная", 3: "Аналитическая"}


def entry(id: str, to: str = "body", **more: Any) -> dict[str, Any]:
    return {"id": id, "to": to, "text": f"сделать {id}", "when": ["always"], "term": "до 01.06.2021"} | more


def chosen(*entries: dict[str, Any], letter: str = "", **grounds: str) -> list[dict[str, Any]]:
    keys = {key.replace("__", ":"): value for key, value in grounds.items()}
    return recommend(list(entries), ADDRESSEES, keys, {"genitive": "города Зеи"}, letter)


def register(folder: Path, **changes: Any) -> dict[str, Any]:
    fields = {
        "addressees": ADDRESSEES,
        "municipality": [entry("team")],
        "plan": [{"activity": 1, "from": ["team"], "measure": "Команда", "term": "июнь"}],
        "activities": ACTIVITIES,
    } | changes
    path = folder / "recommendations.yaml"
    path.write_text(yaml.safe_dump(fields, allow_unicode=True), encoding="utf-8")
    return read_register(path)


# ---- what is chosen


def test_an_entry_is_called_for_by_any_of_its_findings() -> None:
    entries = [entry("a", when=["decision:x", "attention:x"]), entry("b", when=["decision:y"]), entry("c")]
    assert [one["id"] for one in chosen(*entries, attention__x="П-1")] == ["a", "c"]


def test_entries_are_grouped_by_addressee_and_numbered_through() -> None:
    found = chosen(entry("a"), entry("b", "schools"), entry("c"), entry("d", "institute"), entry("e", "schools"))
    assert [(one["number"], one["id"], one["title"]) for one in found] == [
        (1, "a", "Органу:"), (2, "c", "Органу:"), (3, "b", "Школам:"), (4, "e", "Школам:"), (5, "d", "Институту:"),
    ]  # fmt: skip


def test_grounds_stand_in_the_order_of_the_note() -> None:
    keys = {f"reserve__{letter}": f"П-{number}" for number, letter in enumerate("abcdefghijkl", 1)}
    (found,) = chosen(entry("a", when=["reserve:j", "reserve:b", "reserve:k"]), **keys)
    assert found["ground"] == "П-2, П-10, П-11"


def test_a_ground_may_be_another_finding_than_the_occasion() -> None:
    (found,) = chosen(entry("a", when=["site:here"], ground="reserve:x"), site__here="", reserve__x="П-3")
    assert found["ground"] == "П-3"


def test_the_letter_is_a_ground_where_the_entry_says_so() -> None:
    found = chosen(entry("a", letter=True), entry("b"), letter="письмо № 5")
    assert [one["ground"] for one in found] == ["письмо № 5", "–"]
    assert chosen(entry("a", letter=True))[0]["ground"] == "–"


def test_words_in_braces_are_filled() -> None:
    assert chosen(entry("a", text="для {genitive}"))[0]["text"] == "для города Зеи"


def test_an_unknown_word_in_braces_names_its_entry() -> None:
    with pytest.raises(DatasetError, match=r"recommendations\.yaml, a: слово \{genetive\} программе неизвестно"):
        chosen(entry("a", text="для {genetive}"))


def test_an_unknown_addressee_names_its_entry() -> None:
    with pytest.raises(DatasetError, match=r"recommendations\.yaml, a: адресата «mayor» нет в «addressees»"):
        chosen(entry("a", "mayor"))


# ---- the plan


def test_a_line_of_the_plan_names_the_recommendations_in_the_note() -> None:
    lines = [
        {"activity": 3, "from": ["b", "a"], "measure": "Сверка", "term": "осень"},
        {"activity": 1, "from": ["absent"], "measure": "Нет в справке", "term": "осень"},
        {"activity": 1, "from": ["c", "absent"], "measure": "Команда", "term": "июнь"},
    ]
    plan = draft_plan(lines, chosen(entry("a"), entry("b", "schools"), entry("c")), ACTIVITIES)
    assert [(line["measure"], line["numbers"], line["activity_title"]) for line in plan] == [
        ("Команда", [2], "Организационная"),
        ("Сверка", [1, 3], "Аналитическая"),
    ]


# ---- the file


def test_a_dataset_without_the_file_has_none(tmp_path: Path) -> None:
    found = read_register(tmp_path / "recommendations.yaml")
    assert found["municipality"] == found["region"] == found["plan"] == []


def test_what_is_left_out_of_the_file_is_empty(tmp_path: Path) -> None:
    found = register(tmp_path)
    assert (found["region"], found["region_plan"]) == ([], [])
    assert found["municipality"][0]["id"] == "team"


LINE = {"activity": 1, "from": ["team"], "measure": "Команда", "term": "июнь"}
WRONG = {
    "no text": ({"municipality": [{"id": "team", "to": "body", "when": []}]}, "municipality, team: нет поля «text»"),
    "no id": ({"municipality": [{"to": "body"}], "plan": []}, "municipality, ?: нет поля «id», добавьте его"),
    "plan of nothing": ({"plan": [LINE | {"from": ["teem"]}]}, "plan, «Команда»: рекомендации «teem» нет"),
    "unknown activity": ({"plan": [LINE | {"activity": 9}]}, "plan, «Команда»: направления 9 нет в «activities»"),
    "plan without a term": (
        {"plan": [{"activity": 1, "from": ["team"], "measure": "К"}]},
        "plan, «К»: нет поля «term»",
    ),
    "unknown part": ({"municipalty": []}, "поле «municipalty» неизвестно"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_in_the_file_names_its_entry(name: str, tmp_path: Path) -> None:
    changes, words = WRONG[name]
    with pytest.raises(DatasetError) as error:
        register(tmp_path, **changes)
    assert f"recommendations.yaml, {words}" in str(error.value) or f"recommendations.yaml: {words}" in str(error.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "recommendations.yaml"
    path.write_text("plan: [\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"recommendations\.yaml, строка 2: запись YAML не читается"):
        read_register(path)
    path.write_text("- team\n", encoding="utf-8")
    with pytest.raises(DatasetError, match="нужны поля addressees, municipality"):
        read_register(path)


def test_the_shipped_file_is_right_and_every_addressee_has_its_form() -> None:
    found = read_register(ROOT / "data" / "raw" / "amur-2020" / "recommendations.yaml")
    forms = {key: title.rstrip(":").rpartition(" ")[2] for key, title in found["addressees"].items()}
    assert forms["body"] == forms["bodies"] == "рекомендовать"
    assert forms["schools"] == "обеспечить"


def test_every_note_of_the_real_region_has_recommendations_of_all_three() -> None:
    for decisions in amur().results.decisions.values():
        assert {one["to"] for one in decisions.recommendations} == {"body", "schools", "institute"}
        assert [one["number"] for one in decisions.recommendations] == list(
            range(1, len(decisions.recommendations) + 1)
        )
        numbers = {number for line in decisions.plan for number in line["numbers"]}
        assert numbers <= {one["number"] for one in decisions.recommendations}
        assert [line["activity"] for line in decisions.plan] == sorted(line["activity"] for line in decisions.plan)
