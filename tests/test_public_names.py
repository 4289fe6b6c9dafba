"""What ``import careerstats`` offers: exactly these names, each from its room, nothing heavy before it is asked for."""

import subprocess
import sys

import pytest

import careerstats as cs

NAMES = [
    "__version__", "association", "design_effects", "funnel_limits", "indicator", "load", "open_note",
    "proportion_interval", "rank_intervals", "share", "share_groups", "trend",
]  # fmt: skip
HEAVY = ["numpy", "pandas", "scipy", "statsmodels", "matplotlib", "yaml", "IPython"]


def test_the_names_are_these() -> None:
    assert sorted(cs.__all__) == sorted(dir(cs)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_name_leads_somewhere_and_says_what_it_is(name: str) -> None:
    found = getattr(cs, name)
    assert isinstance(found, str) or (callable(found) and found.__doc__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="В cs нет «shares»"):
        _ = cs.shares


def test_star_import_gives_all_of_them() -> None:
    names: dict[str, object] = {}
    exec("from careerstats import *", names)
    assert set(NAMES) - {"__version__"} <= set(names)


def test_the_import_alone_brings_nothing_heavy() -> None:
    command = f"import sys, careerstats; sys.exit(any(name in sys.modules for name in {HEAVY}))"
    subprocess.run([sys.executable, "-c", command], check=True, timeout=60)


def test_load_gives_four_tables() -> None:
    from helpers.regions import ROOT, amur

    tables = cs.load("amur-2020", ROOT)
    assert (len(tables.values), len(tables.counts)) == (len(amur().values), 139)
    assert set(tables.findings["code"]) == set(amur().results.decisions)
    assert list(tables.problems.columns) == [
        "file",
        "sheet",
        "cell",
        "territory",
        "severity",
        "code",
        "message",
        "what_to_do",
    ]
    registered = tables.values[tables.values["indicator"] == "bvb_registered"]
    shares = cs.share(registered["numerator"], registered["denominator"])
    assert shares.equals(registered["value"])
