"""Names as sources write them -> territories: nobody is taken for somebody else, and the date decides the name."""

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careerstats.territories import (
    Territory,
    Unknown,
    find,
    load,
    normal_code,
    of_region,
    region_of,
    regions,
    table,
)
from careerstats.territories.kinds import NOUNS
from careerstats.territories.names import normalise, parse

AMUR, CHELYABINSK, CRIMEA = "10000000", "75000000", "35000000"
IN_2020 = "2020-12-31"
REGIONS = [one.code for one in regions(IN_2020)]
FOLDER = Path(__file__).parent.parent / "src" / "careerstats" / "territories"

# the table of the letter of 20.04.2021, its spelling kept; then the name and the three forms as reviewed
AMUR_IN_2020 = """
г.Благовещенск|10701000|г. Благовещенск|города Благовещенска|городу Благовещенску|городе Благовещенске
г.Белогорск|10710000|г. Белогорск|города Белогорска|городу Белогорску|городе Белогорске
г.Зея|10712000|г. Зея|города Зеи|городу Зее|городе Зее
пгт.Прогресс|10775000|пгт Прогресс|посёлка Прогресс|посёлку Прогресс|посёлке Прогресс
г.Свободный|10730000|г. Свободный|города Свободного|городу Свободному|городе Свободном
г.Райчихинск|10720000|г. Райчихинск|города Райчихинска|городу Райчихинску|городе Райчихинске
г.Тында|10732000|г. Тында|города Тынды|городу Тынде|городе Тынде
ЗАТО Циолковский|10770000|ЗАТО Циолковский|ЗАТО Циолковский|ЗАТО Циолковский|ЗАТО Циолковский
г.Шимановск|10740000|г. Шимановск|города Шимановска|городу Шимановску|городе Шимановске
Архаринский|10605000|Архаринский район|Архаринского района|Архаринскому району|Архаринском районе
Белогорский|10608000|Белогорский район|Белогорского района|Белогорскому району|Белогорском районе
Благовещенский|10611000|Благовещенский район|Благовещенского района|Благовещенскому району|Благовещенском районе
Бурейский|10615000|Бурейский район|Бурейского района|Бурейскому району|Бурейском районе
Завитинский|10621000|Завитинский район|Завитинского района|Завитинскому району|Завитинском районе
Зейский|10625000|Зейский район|Зейского района|Зейскому району|Зейском районе
Ивановский|10628000|Ивановский район|Ивановского района|Ивановскому району|Ивановском районе
Константиновский|10630000|Константиновский район|Константиновского района|Константиновскому району|Константиновском районе
Магдагачинский|10631000|Магдагачинский район|Магдагачинского района|Магдагачинскому району|Магдагачинском районе
Мазановский|10632000|Мазановский район|Мазановского района|Мазановскому району|Мазановском районе
Михайловский|10635000|Михайловский район|Михайловского района|Михайловскому району|Михайловском районе
Октябрьский|10638000|Октябрьский район|Октябрьского района|Октябрьскому району|Октябрьском районе
Ромненский|10640000|Ромненский район|Ромненского района|Ромненскому району|Ромненском районе
Свободненский|10642000|Свободненский район|Свободненского района|Свободненскому району|Свободненском районе
Селемджинский|10645000|Селемджинский район|Селемджинского района|Селемджинскому району|Селемджинском районе
Серышевский|10647000|Серышевский район|Серышевского района|Серышевскому району|Серышевском районе
Сковородинский|10649000|Сковородинский район|Сковородинского района|Сковородинскому району|Сковородинском районе
Тамбовский|10651000|Тамбовский район|Тамбовского района|Тамбовскому району|Тамбовском районе
Тындинский|10654000|Тындинский район|Тындинского района|Тындинскому району|Тындинском районе
Шимановский|10655000|Шимановский район|Шимановского района|Шимановскому району|Шимановском районе
"""  # noqa: E501
LETTER = [line.split("|") for line in AMUR_IN_2020.strip().splitlines()]

REFORMS = {  # the first day of the municipal okrug
    "2021-01-01": "Белогорский Бурейский Завитинский Ивановский Ромненский Тындинский",
    "2022-04-29": "Архаринский Серышевский Сковородинский Тамбовский Шимановский",
    "2023-05-30": "Благовещенский Зейский",
    "2024-01-01": "Магдагачинский Мазановский",
}
REFORMED = [(adjective, since) for since, listed in REFORMS.items() for adjective in listed.split()]


def found(text: str | int, region: str = AMUR, on: date | str = IN_2020) -> Territory:
    answer = find(text, region, on)
    assert isinstance(answer, Territory), answer
    return answer


def refused(text: str, region: str = AMUR, on: date | str = IN_2020) -> Unknown:
    answer = find(text, region, on)
    assert isinstance(answer, Unknown), answer
    return answer


def rows() -> list[dict[str, str]]:
    with (FOLDER / "territories.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def everyone() -> list[Territory]:
    return [row.territory for region in REGIONS for row in load().of(region).rows]


# ---- the letter of 2021


@pytest.mark.parametrize("row", LETTER, ids=lambda row: row[0])
def test_each_row_of_the_letter_is_the_territory_of_its_own_code(row: list[str]) -> None:
    spelling, *expected = row
    one = found(spelling)
    assert [one.code, one.name, one.genitive, one.dative, one.prepositional] == expected


def test_the_letter_and_the_table_hold_the_same_29_municipalities() -> None:
    assert sorted(row[1] for row in LETTER) == [one.code for one in of_region(AMUR, IN_2020)]
    assert len({row[1] for row in LETTER}) == 29


def test_participants_without_a_municipality_are_nobodys() -> None:
    assert refused("Участники, указавшие в населённом пункте - Амурская область").suggestions == ()


# ---- Белогорск and Белогорский never meet

CITY = """Белогорск|г. Белогорск|гор. Белогорск|город Белогорск|БЕЛОГОРСК|городской округ город Белогорск
городской округ – город Белогорск|г.о. Белогорск|МО г. Белогорск|Белогорск г.
муниципальное образование «Город Белогорск»"""
DISTRICT = """Белогорский|Белогорский район|Белогорский р-н|Белогорский р–н|район Белогорский|Белогорский м.р.
Белогорский муниципальный район|муниципальный р-н Белогорский|Белогорский МО|белогорский  РАЙОН"""


@pytest.mark.parametrize("text", CITY.replace("\n", "|").split("|"))
def test_spellings_of_the_city(text: str) -> None:
    assert found(text).id == "amur-belogorsk-city"


@pytest.mark.parametrize("text", DISTRICT.replace("\n", "|").split("|"))
def test_spellings_of_the_district(text: str) -> None:
    assert found(text).id == "amur-belogorsk-district"


@pytest.mark.parametrize(
    "text", ["город Белогорский", "Белогорск район", "Белогорский городской округ", "ЗАТО Белогорск", "пгт Белогорск"]
)
def test_a_type_word_that_contradicts_the_name_is_refused(text: str) -> None:
    assert {one.id for one in refused(text).suggestions} >= {"amur-belogorsk-city", "amur-belogorsk-district"}


def test_blagoveshchensky_is_the_district_and_blagoveshchensk_the_city() -> None:
    assert found("Благовещенский").kind == "district"
    assert found("Благовещенск").kind == "city"


def test_the_same_name_in_another_region_is_another_territory() -> None:
    assert found("Белогорский район", CRIMEA).code == "35607000"
    assert found("Белогорский район", AMUR).code == "10608000"


# ---- unknown and ambiguous


def test_a_typo_is_refused_with_suggestions_in_words() -> None:
    assert refused("Белогорскй").message == (
        "Неизвестное муниципальное образование «Белогорскй». "
        "Возможно, имелось в виду: Белогорский район (10608000) или г. Белогорск (10710000)."
    )


def test_at_most_three_are_suggested() -> None:
    assert 1 <= len(refused("Зенский").suggestions) <= 3


@pytest.mark.parametrize(
    "text", ["Хабаровск", "район", "муниципальный округ", "", "-", "10999999", "amur-nowhere", "35607000"]
)
def test_what_resembles_nobody_gets_advice_instead_of_a_suggestion(text: str) -> None:
    assert refused(text).message.endswith("Проверьте название или укажите код ОКТМО.")


def test_a_name_of_two_territories_is_ambiguous_until_the_type_is_said() -> None:
    answer = refused("Троицкий", CHELYABINSK)
    assert answer.ambiguous
    assert answer.message == (
        "Название «Троицкий» подходит нескольким: Троицкий район (75654000) или Троицкий городской округ (75752000). "
        "Укажите тип (город, район) или код ОКТМО."
    )
    assert found("Троицкий р-н", CHELYABINSK).code == "75654000"
    assert found("Троицкий г.о.", CHELYABINSK).code == "75752000"


# ---- codes and ids


@pytest.mark.parametrize("text", [10710000, "10710000", " 10 710 000 ", "amur-belogorsk-city"])
def test_codes_and_ids_are_exact(text: str | int) -> None:
    assert found(text).name == "г. Белогорск"


@pytest.mark.parametrize(
    ("value", "code"), [(10710000, "10710000"), (1605000, "01605000"), ("1605000", "01605000"), (" Зея ", "Зея")]
)
def test_a_code_has_eight_digits(value: str | int, code: str) -> None:
    assert normal_code(value) == code


def test_the_region_of_a_code() -> None:
    assert region_of(10710000) == AMUR
    assert region_of("1605000") == "01000000"


def test_the_region_itself_is_found_but_is_no_municipality() -> None:
    region = found("Амурская обл.")
    assert (region.id, region.code, region.genitive) == ("amur", AMUR, "Амурской области")
    assert region not in of_region(AMUR, IN_2020)


# ---- as people write them

BURYATIA, IRKUTSK = "81000000", "25000000"
WRITTEN = """
МКУ «Управление образования МО «Баргузинский район»|81603000
РУО Бичурского района|81609000
1. Джидинский район|81612000
12) Джидинский р-н|81612000
ЕРАВНИНСКИЙ РАЙОН|81615000
Администрация МО «Закаменский район»|81621000
АМО «Иволгинский район»|81622000
Кабанский муниц. район|81624000
Кабанский м. р-н|81624000
Кижингинский район*|81627000
Кижингинский район ¹|81627000
81630000000|81630000
Кяхтинский  район|81633000
Муйский р–н|81635000
Городской округ «город Улан-Удэ»|81701000
Комитет по образованию Администрации г. Улан-Удэ|81701000
Администрация города Северобайкальска|81720000
Тункинский район Республики Бурятия|81651000
Тункинского района (Республика Бурятия)|81651000
Республика Бурятия, Тункинский р-н|81651000
Республики Бурятии|81000000
Миасс|75742000
г. Миасс|75742000
Администрация города Миасса|75742000
город Озерск|75743000
г. Озёрск|75743000
Магнитогорск|75738000
Златоуст|75712000
Снежинск|75746000
Троицк|75752000
Троицкого муниципального района Челябинской области|75654000
Зима|25720000
Администрация города Зимы|25720000
Зиминское|25720000
Зиминское городское муниципальное образование|25720000
Зиминское районное муниципальное образование|25610000
Ангарск|25703000
Ангарский городской округ|25703000
Черемхово|25745000
Старый Оскол|14740000
Администрация Старого Оскола|14740000
г. Губкин|14730000
Борисоглебск|20710000
(Амурская область) Зейский район|10625000
г. Зея, Амурская обл.|10712000
"""
PEOPLE = [line.split("|") for line in WRITTEN.strip().splitlines()]


@pytest.mark.parametrize(("text", "code"), PEOPLE)
def test_a_name_is_found_as_people_write_it(text: str, code: str) -> None:
    assert found(text, region_of(code)).code == code


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Бичурский район Амурской области", BURYATIA),  # another region's
        ("Белогорский район (Республика Крым)", AMUR),
        ("Миасский район", CHELYABINSK),  # never was one
        ("Балаганское", IRKUTSK),  # a settlement's ending
        ("Администрация Зиминского сельского поселения", IRKUTSK),
        ("81630000101", BURYATIA),  # a settlement's code
        ("Амурский", AMUR),
        ("город Белогорского", AMUR),
        ("7", AMUR),
        ("Хор 1 Зея", AMUR),
        ("Побуо Зейский район", AMUR),
    ],
)
def test_what_only_resembles_a_name_is_nobodys(text: str, region: str) -> None:
    assert not refused(text, region).ambiguous


@pytest.mark.parametrize("text", ["Троицкого", "Администрация Чебаркульского округа и района", "Троицкий"])
def test_a_genitive_of_two_is_asked_or_refused(text: str) -> None:
    refused(text, CHELYABINSK)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Кемеровский", "32000000"), ("Кемеровский округ", "32000000"), ("МО Кемеровский", "32000000"),
        ("Зиминский", IRKUTSK), ("Зиминского", IRKUTSK), ("Троицкий округ", CHELYABINSK),
        ("Камышловский", "65000000"), ("Гусь-Хрустальный", "17000000"),
    ],
)  # fmt: skip
def test_a_name_of_two_is_asked_about(text: str, region: str) -> None:
    answer = refused(text, region)
    assert answer.ambiguous
    assert len(answer.suggestions) == 2


def genitive(name: str) -> str:
    return re.sub(r"(ий|ый)\b", "ого", name)


def ways(one: Territory, region: str) -> list[str]:
    """How people write a municipality; only what a form of a region or an office would really hold."""
    ways = [f"1. {one.name}", f"{one.name}*", f"{one.name} ({region})", f"{one.code}000", f"АМО «{one.name}»",
            unicodedata.normalize("NFD", one.full_name.upper())]  # fmt: skip
    if one.kind != "district":
        return ways
    adjective = one.name.removesuffix(" район")
    whose = genitive(adjective)
    return [*ways, f"Администрация {whose} района", f"РУО {whose} района", f"{whose} муниципального района", adjective,
            f"{adjective} муниц. район", f"{adjective} м. р-н", f"{adjective} р–н, {region}"]  # fmt: skip


def test_ways_of_writing_every_municipality_lead_to_it_and_to_nobody_else() -> None:
    answers = [
        (way, one, find(way, region, IN_2020))
        for region in ("10000000", "14000000", "25000000", "57000000", "75000000", "81000000", "93000000")
        for one in of_region(region, IN_2020)
        for way in ways(one, found(region, region).name)
    ]
    wrong = [(way, one.name) for way, one, answer in answers if isinstance(answer, Territory) and answer != one]
    right = [way for way, one, answer in answers if answer == one]
    assert wrong == []
    assert len(answers) > 2000
    assert len(right) >= 0.99 * len(answers), [way for way, one, answer in answers if answer != one]


def test_a_name_of_many_words_costs_no_more_than_a_name(tmp_path: Path) -> None:
    head = "id,region,since,until,code,kind,name,full_name,genitive,dative,prepositional,source"
    name = "Новый " * 60
    own(tmp_path, "territories.csv", head, f"long,13000000,,,13701000,city,{name},{name},,,,условные данные")
    answer = find(f"1. {name}", "13000000", IN_2020, load(tmp_path))
    assert isinstance(answer, Territory)


# ---- dates


@pytest.mark.parametrize(("adjective", "since"), REFORMED)
def test_a_reformed_district_is_called_by_its_date(adjective: str, since: str) -> None:
    before, after = found(adjective), found(adjective, on=since)
    assert (before.name, after.name) == (f"{adjective} район", f"{adjective} муниципальный округ")
    assert before.id == after.id
    stem = adjective.removesuffix("ий")
    assert after.genitive == f"{stem}ого муниципального округа"
    assert after.dative == f"{stem}ому муниципальному округу"
    assert after.prepositional == f"{stem}ом муниципальном округе"


def test_ivanovsky_on_both_sides_of_the_reform() -> None:
    assert found("amur-ivanovsk-district", on=date(2020, 12, 31)).name == "Ивановский район"
    assert found("amur-ivanovsk-district", on="2022-12-31").name == "Ивановский муниципальный округ"


@pytest.mark.parametrize(
    "text", ["Ивановский район", "Ивановский муниципальный округ", "Ивановский м.о.", "Ивановский"]
)
@pytest.mark.parametrize("on", ["2018-12-31", "2020-12-31", "2021-01-01", "2025-08-31"])
def test_a_table_of_several_years_may_keep_one_name(text: str, on: str) -> None:
    assert found(text, on=on).id == "amur-ivanovsk-district"


def test_districts_without_a_known_reform_stay_districts() -> None:
    kept = {one.name for one in of_region(AMUR, "2024-12-31") if one.kind == "district"}
    listed = "Константиновский Михайловский Октябрьский Свободненский Селемджинский"
    assert kept == {f"{adjective} район" for adjective in listed.split()}


@pytest.mark.parametrize("text", ["Углегорск", "ЗАТО Углегорск"])
def test_uglegorsk_until_the_renaming(text: str) -> None:
    assert found(text, on="2014-12-31").name == "ЗАТО Углегорск"
    assert found(text, on="2016-01-31").name == "ЗАТО Циолковский"
    assert [one.name for one in refused(text).suggestions] == ["ЗАТО Циолковский"]


@pytest.mark.parametrize("text", ["Циолковский", "г. Циолковский", "ЗАТО город Циолковский", "ЗАТО «Циолковский»"])
def test_tsiolkovsky_after_the_renaming(text: str) -> None:
    assert found(text).code == "10770000"


def test_tsiolkovsky_in_a_table_that_reaches_back_before_the_renaming() -> None:
    assert found("ЗАТО Циолковский", on="2014-12-31").name == "ЗАТО Углегорск"


# ---- spelling


def latin(text: str) -> str:
    return text.translate(str.maketrans("АВСЕНКМОРТХасеорху", "ABCEHKMOPTXaceopxy"))


@pytest.mark.parametrize(
    "text",
    [
        latin("г. Белогорск"),
        "г.\u00a0Белогорск",
        "  г .  Белогорск ",
        "г.\u200bБелогорск\ufeff",
        "«Белогорск»",
        "Бело\u00adгорск",
    ],
)
def test_invisible_and_foreign_letters_do_not_matter(text: str) -> None:
    assert found(text).id == "amur-belogorsk-city"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Воробьёвский р-н", "воробьевский  р–н"),
        ("Улан-Удэ", "Улан \u2011 Удэ"),
        (unicodedata.normalize("NFD", "Зейский"), "зейский"),
        ("пгт.Прогресс", "ПГТ. Прогресс"),
    ],
)
def test_two_spellings_are_one(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize("text", ["рабочий посёлок Прогресс", "рп Прогресс", "р.п. Прогресс", "п. Прогресс", "Прогресс",
                                  "рабочий поселок (поселок городского типа) Прогресс"])  # fmt: skip
def test_spellings_of_progress(text: str) -> None:
    assert found(text).name == "пгт Прогресс"


@given(st.sampled_from(LETTER), st.text("\u00a0 \t", max_size=3), st.booleans(), st.booleans(), st.booleans())
def test_no_way_of_typing_leads_to_another_territory(
    row: list[str], space: str, upper: bool, foreign: bool, decomposed: bool
) -> None:
    text = space + row[0].replace("г.", "г." + space) + space
    text = text.upper() if upper else text
    text = latin(text) if foreign else text
    assert found(unicodedata.normalize("NFD", text) if decomposed else text).code == row[1]


@given(st.text(max_size=30))
def test_any_text_gets_an_answer_and_is_parsed_once_and_for_all(text: str) -> None:
    assert parse(parse(text).bare).bare == parse(text).bare
    assert isinstance(find(text, AMUR, IN_2020), Territory | Unknown)


# ---- the table itself

BORDERS = sorted({"2013-12-31", "2019-04-16", *(row["since"] for row in rows() if row["since"])})


def test_spans_of_one_id_follow_each_other_without_overlap() -> None:
    spans = defaultdict(list)
    for row in rows():
        spans[row["id"]].append((row["since"], row["until"] or "9999"))
    for id, dated in spans.items():
        for (_, until), (since, _) in pairwise(sorted(dated)):
            assert until < since, id


@pytest.mark.parametrize("on", BORDERS)
def test_on_any_day_an_id_and_a_code_stand_once(on: str) -> None:
    on_that_day = [row for row in rows() if row["since"] <= on <= (row["until"] or "9999")]
    for column in ("id", "code"):
        assert [value for value, times in Counter(row[column] for row in on_that_day).items() if times > 1] == []


def test_a_code_never_passes_to_another_territory() -> None:
    owners = defaultdict(set)
    for one in everyone():
        owners[one.code].add(one.id)
    assert [code for code, ids in owners.items() if len(ids) > 1] == []


def test_cells_are_of_the_agreed_form() -> None:
    for row in rows():
        assert row["id"].isascii(), row
        assert row["id"] == row["id"].lower().strip(), row
        assert row["code"].isdecimal(), row
        assert len(row["code"]) == 8, row
        assert row["region"] == region_of(row["code"]), row
        assert row["kind"] in NOUNS, row
        assert row["source"], row
        assert all(date.fromisoformat(row[border]) for border in ("since", "until") if row[border])


def test_case_forms_are_all_there_or_none() -> None:
    for one in everyone():
        assert one.has_forms == any((one.genitive, one.dative, one.prepositional)), one


def test_forms_of_amur_differ_where_the_language_makes_them_differ() -> None:
    for one in (row.territory for row in load().of(AMUR).rows if row.territory.kind != "zato"):
        assert one.genitive != one.name
        assert one.genitive.split()[0] != one.dative.split()[0] or one.kind == "region"
        assert one.noun.genitive in one.genitive.split()
        assert one.noun.prepositional in one.prepositional.split()


def test_the_country_is_covered() -> None:
    municipal = {region: len(of_region(region, "2019-04-16")) for region in REGIONS}
    assert sum(municipal.values()) == 2622
    assert [one.name for one in regions(IN_2020) if not municipal[one.code]] == [
        "Донецкая Народная Республика", "Запорожская область", "Луганская Народная Республика", "Херсонская область",
    ]  # fmt: skip
    assert len(municipal) == 85 + 4
    assert municipal[AMUR] == 29


def test_every_territory_is_found_by_its_own_names() -> None:
    for region in REGIONS:
        for one in of_region(region, IN_2020):
            names = (one.name, one.full_name, one.id, one.code)
            assert {found(name, region).id for name in names} == {one.id}, one


def test_an_alias_belongs_to_a_territory_of_its_region() -> None:
    for region in REGIONS:
        told = load().of(region)
        assert {alias.id for alias in told.aliases} <= {row.territory.id for row in told.rows}


def test_nouns_for_running_text() -> None:
    assert found("Зея").noun.dative == "городу"
    assert found("Зейский").noun.plural == "районы"
    assert found("ЗАТО Циолковский").noun.instrumental == "ЗАТО"
    assert found("Амурская область").noun.prepositional == "области"
    assert found("buryatia", BURYATIA).noun.genitive == "республики"


# ---- a dataset's own rows


def own(folder: Path, name: str, *lines: str) -> None:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def test_a_dataset_adds_a_region_and_a_spelling(tmp_path: Path) -> None:
    own(tmp_path, "territories.csv",
        "id,region,since,until,code,kind,name,full_name,genitive,dative,prepositional,source",
        "north-lake-city,13000000,,,13701000,city,г. Озёрск,город Озёрск,,,,условные данные")  # fmt: skip
    own(tmp_path, "aliases.csv", "region,id,alias,since,until,note",
        "10000000,amur-zeya-city,Зейский гарнизон,,,пример")  # fmt: skip
    table = load(tmp_path)
    assert [one.name for one in of_region("13000000", IN_2020, table)] == ["г. Озёрск"]
    answer = find("Зейский гарнизон", AMUR, IN_2020, table)
    assert isinstance(answer, Territory)
    assert answer.name == "г. Зея"
    assert len(of_region(AMUR, IN_2020, table)) == 29


def test_rows_of_a_dataset_replace_the_shipped_ones_of_the_same_id(tmp_path: Path) -> None:
    head = "id,region,since,until,code,kind,name,full_name,genitive,dative,prepositional,source"
    own(tmp_path, "territories.csv", head,
        "udmurtia-yarsk-district,94000000,,2021-12-31,94652000,district,Ярский район,Ярский муниципальный район,,,,х",
        "udmurtia-yarsk-district,94000000,2022-01-01,,94552000,okrug,Ярский муниципальный округ,,,,,свой")  # fmt: skip
    table = load(tmp_path)
    before, after = (find("udmurtia-yarsk-district", "94000000", on, table) for on in ("2020-12-31", "2022-12-31"))
    assert isinstance(before, Territory)
    assert isinstance(after, Territory)
    assert (before.name, after.code) == ("Ярский район", "94552000")
    assert find("94652000", "94000000", "2022-12-31", table) == after


def test_owners_of_a_region_are_looked_up_once_for_all_its_spellings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Once for each spelling, a region of a thousand municipalities took a thousand times a thousand names."""
    rows = [f"г. Белогорск,Белогорск № {number}" for number in range(50)]
    (tmp_path / "aliases.csv").write_text("\n".join(["id,alias", *rows]) + "\n", encoding="utf-8")
    looked, owners = list[int](), table._owners
    monkeypatch.setattr(table, "_owners", lambda rows: looked.append(1) or owners(rows))
    own = load(tmp_path)
    looked.clear()
    assert len([alias for alias in own.of(AMUR).aliases if "№" in alias.alias]) == 50
    assert looked == [1]
