"""Every indicator broken down by every axis that is sensitive: no bundle for the public tells of it."""

import json
from pathlib import Path

import pytest
from helpers.small_groups import PLACES, REGION, codes, name_of

from careerstats import catalogue as catalogues
from careerstats.bundles import cut
from careerstats.catalogue import Catalogue
from careerstats.catalogue.sensitivity import _STEMS, breakdown_is_sensitive
from careerstats.contracts.bundle import text_of
from careerstats.disclosure.attacking import sensitive_parts
from careerstats.pipeline.monitoring import analyse
from careerstats.pipeline.publishing import for_audience

PERIOD, SHOWN_AS = "2024/25", "приметные"
AXES = [*(f"{stem.capitalize()}=да" for stem in _STEMS), *(f"категория={SHOWN_AS}, {stem}" for stem in _STEMS)]
QUICK = {"Овз=да", "категория=приметные, сирот"}


def variables(catalogue: Catalogue) -> list[str]:
    """Quantities that may be counted by an axis."""
    editions = [one.edition(PERIOD) for one in catalogue.indicators.values()]
    used = {id for edition in editions if edition and edition.formula in ("share", "rate") for id in edition.variables}
    return [id for id in sorted(used) if not catalogue.variables[id].by]


def written(folder: Path, axis: str, catalogue: Catalogue) -> Path:
    """Four municipalities: of each quantity all; where there is an ``axis``, three of it and the others."""
    home, places, quantities = folder / "data" / "raw" / "axes", codes(4), variables(catalogue)
    (home / "tables").mkdir(parents=True)
    listed = [
        f"{code},{REGION},,,{code},district,{name_of(code)} район,{name_of(code)} район,,,,условные" for code in places
    ]
    (home / "territories.csv").write_text("\n".join([PLACES.rstrip(), *listed, ""]), encoding="utf-8")
    parts = ["", *_both(axis)] if axis else [""]
    columns = {f"{id} {at}": (id, part) for at, part in enumerate(parts) for id in quantities}
    about = [f'      "{head}": {{variable: {id}, breakdown: "{part}"}}' for head, (id, part) in columns.items()]
    editions = {id: one.edition(PERIOD) for id, one in catalogue.indicators.items()}
    wanted = [f'"{id}"' for id, edition in editions.items() if edition and set(edition.variables) <= set(quantities)]
    (home / "dataset.yaml").write_text(
        f'title: Условные данные\nregion: "{REGION}"\nperiod: "{PERIOD}"\nsynthetic: true\n'
        f"indicators: [{', '.join(wanted)}]\nprogramme: {{short: М, genitive: м, prepositional: м, full: м}}\n"
        "tables:\n  - file: tables/t.csv\n    source: условные данные\n    territory: МО\n    columns:\n"
        + "\n".join(about).replace(', breakdown: ""', ""),
        encoding="utf-8",
    )
    whole = [1000 + 7 * at for at in range(len(quantities))]
    numbers = [*whole, *([3] * len(whole)), *(number - 3 for number in whole)][: len(columns)]
    rows = [";".join([f"{name_of(code)} район", *map(str, numbers)]) for code in places]
    (home / "tables" / "t.csv").write_text("\n".join([";".join(["МО", *columns]), *rows, ""]), encoding="utf-8")
    return folder


def _both(axis: str) -> tuple[str, str]:
    name, _, category = axis.partition("=")
    return axis, f"{name}={category}, прочие" if breakdown_is_sensitive(name) else f"{name}=не {category}"


def told(project: Path) -> dict[tuple[str, str], str]:
    everything = analyse(project, "axes")
    return {key: text_of(bundle) for key, bundle in cut(for_audience(everything, "public").results).items()}


@pytest.mark.parametrize("axis", [pytest.param(one, marks=() if one in QUICK else pytest.mark.slow) for one in AXES])
def test_the_public_reads_the_same_with_the_axis_and_without(axis: str, tmp_path: Path) -> None:
    catalogue = catalogues.load()
    with_it, without = (written(tmp_path / str(at), by, catalogue) for at, by in enumerate((axis, "")))
    counts = analyse(with_it, "axes").results.intake.counts
    assert set(counts.loc[counts["breakdown"] == axis, "variable"]) == set(variables(catalogue)), "the institute has it"
    bundles = told(with_it)
    assert bundles == told(without)
    assert not [key for key, text in bundles.items() if sensitive_parts(json.loads(text)) or SHOWN_AS in text]
