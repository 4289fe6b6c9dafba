"""The region: measures and causes summed over all plans, who may copy whom, and its headlines; numbers recomputed."""

from functools import cache

from helpers.regions import ROOT

from careerstats.bundles import Results
from careerstats.bundles.region import headlines_of, region_recommendations, synthesis_of, synthesis_of_place
from careerstats.catalogue.causes import load_causes
from careerstats.contracts.decisions import Cause
from careerstats.contracts.headlines import Synthesis
from careerstats.decisions.synthesis import counted
from careerstats.pipeline.monitoring import analyse
from careerstats.pipeline.publishing import for_audience

SCHEDULE = "График профессиональных проб и экскурсий"


@cache
def results(name: str = "demo") -> Results:
    return analyse(ROOT, name).results


def names(codes: tuple[str, ...]) -> set[str]:
    known = {one.code: one.name for one in results().intake.territories}
    return {known[code].removeprefix("г. ").split()[0] for code in codes}


def said() -> Synthesis:
    found = synthesis_of(results())
    assert found is not None
    return found


def test_five_of_six_did_not_carry_the_schedule_out_for_one_reason() -> None:
    first = said().measures[0]
    assert (first.text, first.indicator, len(first.done), len(first.others)) == (SCHEDULE, "trial", 5, 5)
    assert set(first.failed) == set(first.others)
    (reason,) = first.causes
    assert reason.titles == ("мест у колледжа нет", "нет договора")
    assert names(reason.codes) == {"Образцовск", "Примерск", "Кудыкинский", "Китежский", "Лукоморский"}
    assert round(first.mean_done or 0, 1) == 25.7
    assert round(first.mean_others or 0, 1) == 4.6


def test_the_region_moved_from_31_to_40_per_cent_and_its_municipalities_add_up() -> None:
    first = headlines_of(results(), said())[0]
    row = results().rows[results().intake.region.code]["trial"]
    assert (first.number, first.indicator) == (1, "trial"), "what several said of one measure comes first"
    assert [round(100 * k / n, 1) for k, n in (row.own, row.before)] == [40.3, 31.1]
    change = first.change
    assert change is not None
    assert change.people < 0, "a rise"
    assert sum(part.people for part in change.parts) + change.moved == change.people
    assert sum(part.now[0] for part in change.parts) == row.own.numerator


def test_headlines_of_the_region_are_the_sums_of_those_of_municipalities() -> None:
    for name in ("demo", "amur-2020"):
        own = results(name).decisions
        for headline in headlines_of(results(name), synthesis_of(results(name))):
            same = [
                one
                for code in headline.places
                for one in own[code].headlines
                if (one.indicator, one.is_problem) == (headline.indicator, headline.is_problem)
            ]
            assert len(same) == len(headline.places)
            assert headline.people == sum(one.people for one in same)
            assert headline.weight.value == sum(one.weight.value for one in same)


def test_whoever_did_not_is_sent_to_who_did_and_grew() -> None:
    copying, first = said().copying, said().measures[0]
    assert {code for one in copying for code in one.learners} == set(first.failed)
    assert {one.source for one in copying} <= set(first.done)


def test_the_ministry_gets_the_places_and_the_day() -> None:
    told = {one.id: one for one in region_recommendations(results(), (), said(), headlines_of(results(), said()))}
    places = told["r-no-places:no_places"]
    assert (places.to, places.date, places.foremost) == ("ministry", "2025-09-15", 1)
    assert names(places.places) == {"Образцовск", "Примерск", "Кудыкинский", "Китежский"}
    assert names(told["r-no-contract:no_contract"].places) == {"Лукоморский"}, "its cause is another: no contract"
    assert not any(name in places.text for name in names(places.places)), "whom it is for the note tells, not the text"


def test_general_recommendations_stand_in_the_region_alone() -> None:
    general = {entry.text for entry in results().register.region}
    own = {one.text for decisions in results().decisions.values() for one in decisions.recommendations}
    assert not general & own


def test_the_public_hears_of_no_cause_and_no_plan() -> None:
    assert synthesis_of(for_audience(analyse(ROOT, "demo"), "public").results) is None


def test_words_of_no_list_are_counted_by_themselves_and_themes_together() -> None:
    def cause(code: str, kind: str, text: str) -> Cause:
        return Cause(code=code, period="2022", indicator="trial", kind=kind, text=text)

    stated = [
        cause("1", "no_places", "нет мест"),
        cause("2", "no_contract", "нет договора"),
        cause("2", "", "карантин"),
        cause("3", "", "карантин"),
        cause("3", "no_places", "мест нет"),
    ]
    college, words = counted(stated, load_causes().kinds)
    assert (college.kinds, college.codes) == (("no_places", "no_contract"), ("1", "2", "3"))
    assert (words.kinds, words.codes) == ((), ("2", "3"))
    assert [quote.text for quote in words.quotes] == ["карантин", "карантин"]


def test_whoever_the_region_speaks_of_finds_it_in_the_own_note() -> None:
    region = said()
    ranked = headlines_of(results(), region)
    asked = region_recommendations(results(), (), region, ranked)
    answered: dict[str, list[str]] = {}
    for territory in results().intake.territories:
        own = synthesis_of_place(region, territory.code, asked, ranked) or Synthesis()
        answered[territory.code] = [answer.text for answer in own.answers]
        copying = [one for one in region.copying if territory.code in (one.source, *one.learners)]
        assert list(own.copying) == copying
        assert {kind for one in own.causes for kind in one.kinds} == {
            kind for one in region.causes if territory.code in one.codes for kind in one.kinds
        }
        assert {quote.code for one in own.causes for quote in one.quotes} <= {territory.code}
        assert {code for one in own.causes for code in one.lacking} <= {territory.code}
    assert any(answered.values()), "what is asked for a stated cause is told to whoever stated it"
    for order in asked:
        concerned = order.places if order.cause else ()
        assert {code for code, texts in answered.items() if order.text in texts} <= set(concerned)
    assert synthesis_of_place(None, "02602000", (), ()) is None
