"""A note -> blocks: one function per section, in the order in which a notebook calls them."""

from typing import TYPE_CHECKING

from careerstats import asking
from careerstats.note import part
from careerstats.note.sections.acts import decisions_register
from careerstats.note.sections.appendices import calculations, origin
from careerstats.note.sections.completeness import completeness, signature
from careerstats.note.sections.cycle import cycle, cycle_goals, cycle_main, cycle_title, cycle_work
from careerstats.note.sections.decisions import recommendations
from careerstats.note.sections.details import details
from careerstats.note.sections.diagnosis import profminimum, self_diagnosis
from careerstats.note.sections.exchange import exchange, region_exchange
from careerstats.note.sections.execution import effect, execution
from careerstats.note.sections.first_page import conclusions, decide, matter, picture, summary
from careerstats.note.sections.front import own_title, title
from careerstats.note.sections.general_information import general_information
from careerstats.note.sections.goals import goals
from careerstats.note.sections.method import method
from careerstats.note.sections.network import network
from careerstats.note.sections.pictures import pictures
from careerstats.note.sections.plan import plan
from careerstats.note.sections.preferences import preferences
from careerstats.note.sections.printed_diagnosis import printed_diagnosis, printed_main
from careerstats.note.sections.public_note import plain_picture, plain_table, plainly, public_title, reading
from careerstats.note.sections.quality import (
    protocol_changes,
    protocol_completeness,
    protocol_corrections,
    protocol_problems,
    protocol_summary,
    protocol_title,
    reminder,
)
from careerstats.note.sections.region_end import region_causes, region_completeness
from careerstats.note.sections.region_front import (
    organisation,
    region_conclusions,
    region_decide,
    region_matter,
    region_picture,
    region_summary,
)
from careerstats.note.sections.region_groups import concentration, groups
from careerstats.note.sections.region_stages import stages
from careerstats.note.sections.region_table import region_table
from careerstats.note.sections.school_main import sheet_main, sheet_title
from careerstats.note.sections.school_sheet import sheet_comparison, sheet_missing, sheet_table
from careerstats.note.sections.schools import schools
from careerstats.note.sections.weekly import (
    progress_figure,
    progress_remarks,
    progress_still,
    progress_summary,
    progress_tables,
    progress_title,
)

__all__ = [
    "calculations",
    "completeness",
    "concentration",
    "conclusions",
    "cycle",
    "cycle_goals",
    "cycle_main",
    "cycle_title",
    "cycle_work",
    "decide",
    "decisions_register",
    "details",
    "effect",
    "exchange",
    "execution",
    "general_information",
    "goals",
    "groups",
    "matter",
    "method",
    "network",
    "organisation",
    "origin",
    "own_title",
    "picture",
    "pictures",
    "plain_picture",
    "plain_table",
    "plainly",
    "plan",
    "preferences",
    "printed_diagnosis",
    "printed_main",
    "profminimum",
    "progress_figure",
    "progress_remarks",
    "progress_still",
    "progress_summary",
    "progress_tables",
    "progress_title",
    "protocol_changes",
    "protocol_completeness",
    "protocol_corrections",
    "protocol_problems",
    "protocol_summary",
    "protocol_title",
    "public_title",
    "reading",
    "recommendations",
    "region_causes",
    "region_completeness",
    "region_conclusions",
    "region_decide",
    "region_exchange",
    "region_matter",
    "region_picture",
    "region_summary",
    "region_table",
    "reminder",
    "schools",
    "self_diagnosis",
    "sheet_comparison",
    "sheet_main",
    "sheet_missing",
    "sheet_table",
    "sheet_title",
    "signature",
    "stages",
    "summary",
    "title",
]

# What a notebook calls knows of which note it is and can be changed; sections call each other bare.
for _name in __all__:
    globals()[_name] = part.of_note(globals()[_name])

FORMER = {
    "comparison": "summary (показатели) и details (все муниципальные образования)",
    "indicators": "summary",
    "general": "general_information",
    "problems": "conclusions",
    "plan_table": "plan",
    "execution_table": "execution",
    "region_general": "region_summary",
    "region_problems": "region_conclusions",
}
"""Name of a section that there was → where to look for what it said."""

asking.hide_modules(globals(), __all__)

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        raise asking.unknown("sections", name, __all__, FORMER)
