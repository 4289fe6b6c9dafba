"""Results -> what the region alone can see: measures and causes summed over all plans, its headlines."""

from msgspec.structs import replace

from careerstats.audiences import PUBLIC
from careerstats.bundles.execution import effects
from careerstats.bundles.numbers import Results
from careerstats.catalogue.causes import FILE, load_causes
from careerstats.contracts.headlines import Headline, Synthesis
from careerstats.decisions.evidence import stated_causes
from careerstats.decisions.lacking import lacking_schools
from careerstats.decisions.regional import region_headlines
from careerstats.decisions.synthesis import Said, synthesis


def synthesis_of(results: Results) -> Synthesis | None:
    """Nothing for the public, and where nobody said anything."""
    if results.audience == PUBLIC:
        return None
    region, period, registers = results.intake.region.code, results.dataset.period, results.intake.registers
    known = effects(results).get(region)
    return synthesis(
        Said(
            measures=[measure for measure in registers.plans.measures if measure.period == period],
            causes=stated_causes(results.dataset, results.intake),
            kinds=load_causes(results.dataset.file(FILE)).kinds,
            effects=known.tested if known else (),
            sizes=results.sizes,
            lacking=lacking_schools(results.dataset, results.catalogue, results.intake),
        )
    )


def of_place(said: Synthesis | None, code: str) -> Synthesis | None:
    """What concerns one municipality: causes it named itself, measures it may copy or others may copy from it."""
    if said is None:
        return None
    causes = tuple(
        replace(
            count,
            codes=(code,),
            quotes=tuple(quote for quote in count.quotes if quote.code == code),
            lacking={code: count.lacking[code]} if code in count.lacking else {},
        )
        for count in said.causes
        if code in count.codes
    )
    copying = tuple(copy for copy in said.copying if code == copy.source or code in copy.learners)
    return Synthesis(causes=causes, copying=copying) if causes or copying else None


def headlines_of(results: Results) -> tuple[Headline, ...]:
    """Those of the region: of all municipalities together."""
    ranked = {code: own.headlines for code, own in results.decisions.items()}
    return region_headlines(ranked, results.rows, results.intake.region.code, synthesis_of(results))
