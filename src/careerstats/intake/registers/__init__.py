"""Side files of a dataset (decisions, measures, the cycle, practices …) -> records, and what is wrong with each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from careerstats.contracts.cycle import Act
from careerstats.contracts.network import JointEvent, Partner, Practice
from careerstats.intake.registers.addressees import Addressee, read_addressees
from careerstats.intake.registers.causes import Cause, read_causes
from careerstats.intake.registers.cycle import read_cycle
from careerstats.intake.registers.cycles import CycleFile
from careerstats.intake.registers.decisions import read_decisions
from careerstats.intake.registers.general import read_general
from careerstats.intake.registers.general_checks import General
from careerstats.intake.registers.joint import read_joint
from careerstats.intake.registers.lines import Context
from careerstats.intake.registers.measures import Plans, read_plans
from careerstats.intake.registers.partners import read_partners
from careerstats.intake.registers.practices import read_practices
from careerstats.intake.registers.printed import Printed, read_printed
from careerstats.intake.registers.snapshots import Snapshots, read_snapshots
from careerstats.intake.registers.tiles import read_tiles
from careerstats.model import Problem


@dataclass(frozen=True)
class Registers:
    """What each file told; empty where the dataset has none."""

    addressees: list[Addressee] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)
    acts: tuple[Act, ...] = ()
    cycle: CycleFile = field(default_factory=CycleFile)
    practices: list[Practice] = field(default_factory=list)
    partners: list[Partner] = field(default_factory=list)
    joint: list[JointEvent] = field(default_factory=list)
    general: list[General] = field(default_factory=list)
    printed: Printed = field(default_factory=Printed)
    snapshots: Snapshots = field(default_factory=Snapshots)
    plans: Plans = field(default_factory=Plans)
    tiles: dict[str, tuple[int, int]] = field(default_factory=dict)


READERS: dict[str, Callable[[Context], tuple[Any, list[Problem]]]] = {
    "addressees": read_addressees,
    "causes": read_causes,
    "acts": read_decisions,
    "cycle": read_cycle,
    "practices": read_practices,
    "partners": read_partners,
    "joint": read_joint,
    "general": read_general,
    "printed": read_printed,
    "snapshots": read_snapshots,
    "plans": read_plans,
    "tiles": read_tiles,
}
"""Field of ``Registers`` → its reader: context → (records, problems)."""


def read_registers(context: Context) -> tuple[Registers, list[Problem]]:
    """Every register of the dataset; one bad file stops no other."""
    found, problems = {}, []
    for name, reader in READERS.items():
        found[name], wrong = reader(context)
        problems += wrong
    return Registers(**found), problems
