"""Side files of a dataset (decisions, measures, the cycle, practices …) -> records, and what is wrong with each."""

# ruff: noqa: RUF009 (the defaults of Registers are fields)

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import TypeVar

from careerstats.contracts.audience import public_fields
from careerstats.contracts.cycle import Act
from careerstats.contracts.decisions import Addressee, Cause
from careerstats.contracts.facts import Public
from careerstats.contracts.network import JointEvent, Partner, Practice
from careerstats.intake.registers.addressees import read_addressees
from careerstats.intake.registers.causes import read_causes
from careerstats.intake.registers.cycle import CycleFile, read_cycle
from careerstats.intake.registers.decisions import read_decisions
from careerstats.intake.registers.general import General, read_general
from careerstats.intake.registers.lines import Context
from careerstats.intake.registers.measures import Plans, read_plans
from careerstats.intake.registers.printed import Printed, read_printed
from careerstats.intake.registers.records import read_joint, read_partners, read_practices
from careerstats.intake.registers.snapshots import Snapshots, read_snapshots
from careerstats.intake.registers.tiles import read_tiles
from careerstats.model import Problem

Records = TypeVar("Records")


def _read_by(reader: Callable[[Context], tuple[Records, list[Problem]]], empty: Callable[[], Records]) -> Records:
    """A register with its reader: context → records, problems."""
    return field(default_factory=empty, metadata={"reader": reader})


@dataclass(frozen=True)
class Registers:
    """What each file told; empty where the dataset has none. One that is not ``Public`` no public note is made from."""

    addressees: Public[list[Addressee]] = _read_by(read_addressees, list)
    causes: list[Cause] = _read_by(read_causes, list)
    acts: tuple[Act, ...] = _read_by(read_decisions, tuple)
    cycle: Public[CycleFile] = _read_by(read_cycle, CycleFile)
    practices: Public[list[Practice]] = _read_by(read_practices, list)
    partners: Public[list[Partner]] = _read_by(read_partners, list)
    joint: Public[list[JointEvent]] = _read_by(read_joint, list)
    general: Public[list[General]] = _read_by(read_general, list)
    printed: Public[Printed] = _read_by(read_printed, Printed)
    snapshots: Snapshots = _read_by(read_snapshots, Snapshots)
    plans: Plans = _read_by(read_plans, Plans)
    tiles: Public[dict[str, tuple[int, int]]] = _read_by(read_tiles, dict)

    def for_public(self) -> "Registers":
        """Without the internal ones."""
        return Registers(**{name: getattr(self, name) for name in public_fields(Registers)})


def read_registers(context: Context) -> tuple[Registers, list[Problem]]:
    """Every register of the dataset; one bad file stops no other."""
    records, problems = {}, []
    for register in fields(Registers):
        records[register.name], wrong = register.metadata["reader"](context)
        problems += wrong
    return Registers(**records), problems
