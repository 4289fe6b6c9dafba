"""The region as a whole: groups by two indicators, concentration, and who is near whom in size."""

import pytest
from helpers.regions import amur, code_of, territory

from careerstats.analysis.region import alike, concentration, groups, peers_of
from careerstats.contracts.values import Part, Value, Verdict

NAMES = {"А": "выше, выше", "Б": "выше, ниже", "В": "ниже, выше", "Г": "ниже, ниже"}

# The groups of the sample note.
SAMPLE = {
    "А": "г. Белогорск, г. Тында, Белогорский район, Михайловский район, Ромненский район, Свободненский район, "
    "Серышевский район, Шимановский район",
    "Б": "г. Зея, пгт Прогресс, ЗАТО Циолковский, г. Шимановск, Мазановский район, Сковородинский район, "
    "Тындинский район",
    "В": "Константиновский район, Магдагачинский район, Октябрьский район, Тамбовский район",
    "Г": "г. Благовещенск, г. Свободный, г. Райчихинск, Архаринский район, Благовещенский район, Бурейский район, "
    "Завитинский район, Зейский район, Ивановский район, Селемджинский район",
}


def of_amur(id: str) -> list[Value]:
    return [own[id] for code, own in amur().results.rows.items() if code != "10000000"]


def rows(*pairs: tuple[int | None, int | None], verdict: Verdict = "above") -> list[Value]:
    return [Value(code=code_of(i), numerator=k, denominator=n, verdict=verdict) for i, (k, n) in enumerate(pairs, 1)]


# ---- groups


def test_the_groups_of_the_sample_note_come_out() -> None:
    found = groups(of_amur("bvb_registered"), of_amur("bvb_attended_of_registered"), NAMES)
    names = {one.code: one.name for one in amur().results.intake.territories}
    for part in found:
        assert {names[code] for code in part.members} == set(SAMPLE[part.id].split(", ")), part.id


def test_members_of_a_group_whose_difference_may_be_chance_are_marked() -> None:
    found = groups(of_amur("bvb_registered"), of_amur("bvb_attended_of_registered"), NAMES)
    doubtful = {code for part in found for code in part.doubtful}
    assert {"10649000", "10631000", "10647000"} <= doubtful  # at the border, as the sample note says
    assert "10710000" not in doubtful
    assert all(set(part.doubtful) <= set(part.members) for part in found)


def test_exactly_at_the_level_is_above() -> None:
    found = groups(rows((1, 3), (2, 6)), rows((1, 3), (2, 6)), NAMES)
    assert [part.members for part in found] == [(code_of(1), code_of(2)), (), (), ()]


def test_who_is_known_in_one_indicator_only_is_in_no_group() -> None:
    found = groups(rows((1, 10), (5, 10), (9, 10)), rows((1, 10), (5, 0)), NAMES)
    assert [part.members for part in found] == [(), (), (code_of(1),), ()]


def test_groups_keep_their_order_and_titles() -> None:
    found = groups(rows((1, 10)), rows((1, 10)), NAMES)
    assert [(part.id, part.title) for part in found] == list(NAMES.items())


# ---- concentration


def test_concentration_of_the_sample_note() -> None:
    found = concentration(of_amur("bvb_attended"))
    assert (found.numerator, found.denominator) == (856, 45433)
    assert found.top.numerator == 435  # Belogorsk, Blagoveshchensk, Tynda
    assert set(found.top.codes) == {"10710000", "10701000", "10732000"}
    assert round(100 * found.top.denominator / 45433, 1) == 40.0
    assert (found.largest.codes, found.largest.numerator) == (("10701000",), 99)
    low = found.under_one
    assert (len(low.codes), low.numerator, round(100 * low.denominator / 45433, 1)) == (12, 154, 57.6)


def test_one_per_cent_is_not_under_one_per_cent() -> None:
    assert concentration(rows((1, 100), (1, 101))).under_one.codes == (code_of(2),)


def test_who_did_not_report_is_not_counted() -> None:
    found = concentration(rows((5, 50), (None, 90), (5, 0)))
    assert (found.numerator, found.denominator, found.largest.codes) == (5, 50, (code_of(1),))


def test_nobody_reported() -> None:
    found = concentration([])
    assert found.top == found.largest == found.under_one == Part(codes=(), numerator=0, denominator=0)


# ---- peers


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("city", "zato", True),
        ("settlement", "urban_okrug", True),
        ("district", "okrug", True),
        ("city", "district", False),
    ],
)
def test_the_same_way_of_life(one: str, other: str, near: bool) -> None:
    assert alike(territory(1, one), territory(2, other)) == near


def test_peers_are_the_nearest_by_ratio() -> None:
    everyone = [territory(i) for i in range(1, 6)] + [territory(9, "city")]
    sizes = {code_of(1): 100, code_of(2): 190, code_of(3): 55, code_of(4): 1000, code_of(9): 100}
    found = peers_of(everyone[0], everyone, sizes, 2)
    assert [one.code for one in found] == [code_of(3), code_of(2)]  # 1.82 and 1.9 times; the fifth has no size


def test_without_a_size_there_are_no_peers() -> None:
    assert peers_of(territory(1), [territory(1), territory(2)], {code_of(2): 5}, 3) == []


def test_of_two_equally_near_the_first_code_comes_first() -> None:
    everyone = [territory(i) for i in (1, 3, 2)]
    sizes = {code_of(1): 10, code_of(2): 20, code_of(3): 20}
    assert [one.code for one in peers_of(everyone[0], everyone, sizes, 2)] == [code_of(2), code_of(3)]
