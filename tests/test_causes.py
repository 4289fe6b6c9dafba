"""Words of a body -> causes of the closed list: what is named is found, what is not is kept as words."""

from pathlib import Path

import pytest

from careerstats.catalogue.causes import load_causes
from careerstats.errors import DatasetError


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("колледж не подтвердил число мест", ("no_places",)),
        ("нет договора с колледжем", ("no_contract",)),
        ("места есть, но нет договора", ("no_contract",)),
        ("договор есть, но мест не хватает", ("no_places",)),
        ("не все школы обеспечены педагогом-психологом", ("no_specialist",)),
        ("не хватает подготовленных педагогов", ("staff",)),
        ("в трёх школах нет педагога-психолога, платформа диагностики с октября по декабрь была недоступна",
         ("no_specialist", "no_platform")),
        ("родители не подключены", ("parents",)),
        ("школьный автобус сломан, организовать подвоз нельзя", ()),
        ("занятия ведут не все школы", ()),
        ("не все места заняты", ()),
        ("договор заключён", ()),
        ("другое: нет договора с типографией", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_a_text_names_the_causes_whose_words_stand_in_one_clause(text: str, kinds: tuple[str, ...]) -> None:
    assert load_causes().named(text) == kinds


def test_every_title_of_the_list_is_understood_as_itself() -> None:
    known = load_causes()
    assert [known.chosen(f"{title.upper()}.") for title in known.titles()] == list(known.kinds)


def test_a_dataset_may_add_a_cause_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "causes.yaml"
    own.write_text(
        'causes:\n  - {id: ferry, title: нет переправы, remover: body, words: ["нет переправ*"]}\n', encoding="utf-8"
    )
    assert load_causes(own).named("с ноября нет переправы") == ("ferry",)
    assert load_causes(own).named("нет договора") == ("no_contract",)


def test_a_mistake_in_the_list_is_named_with_its_line(tmp_path: Path) -> None:
    own = tmp_path / "causes.yaml"
    own.write_text("causes:\n  - {id: ferry, remover: body, power: всюду}\n", encoding="utf-8")
    with pytest.raises(DatasetError, match=r"causes\.yaml:\n– строка 2, .*(power|title)"):
        load_causes(own)
