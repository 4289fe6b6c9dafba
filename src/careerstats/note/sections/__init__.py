"""A note -> blocks: one function per section, in the order in which a notebook calls them."""

from careerstats.note import part
from careerstats.note.sections.acts import decisions_register
from careerstats.note.sections.appendices import calculations, method, origin
from careerstats.note.sections.comparison import comparison
from careerstats.note.sections.completeness import completeness, signature
from careerstats.note.sections.cycle import cycle, cycle_goals, cycle_title, cycle_work
from careerstats.note.sections.decisions import problems, recommendations
from careerstats.note.sections.diagnosis import profminimum, self_diagnosis
from careerstats.note.sections.exchange import exchange, region_exchange
from careerstats.note.sections.execution import effect, execution, execution_table
from careerstats.note.sections.front import conclusions, general, title
from careerstats.note.sections.general_information import general_information
from careerstats.note.sections.goals import goals
from careerstats.note.sections.indicators import indicators
from careerstats.note.sections.network import network
from careerstats.note.sections.pictures import pictures
from careerstats.note.sections.plan import plan, plan_table
from careerstats.note.sections.preferences import preferences
from careerstats.note.sections.printed_diagnosis import printed_diagnosis
from careerstats.note.sections.quality import (
    protocol_changes,
    protocol_completeness,
    protocol_corrections,
    protocol_problems,
    protocol_summary,
    protocol_title,
    reminder,
)
from careerstats.note.sections.region_end import region_completeness, region_problems
from careerstats.note.sections.region_front import organisation, region_conclusions, region_general
from careerstats.note.sections.region_groups import concentration, groups
from careerstats.note.sections.region_stages import stages
from careerstats.note.sections.region_table import region_table
from careerstats.note.sections.school_sheet import sheet_comparison, sheet_missing, sheet_table, sheet_title
from careerstats.note.sections.schools import schools
from careerstats.note.sections.titles import own_title
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
    "comparison",
    "completeness",
    "concentration",
    "conclusions",
    "cycle",
    "cycle_goals",
    "cycle_title",
    "cycle_work",
    "decisions_register",
    "effect",
    "exchange",
    "execution",
    "execution_table",
    "general",
    "general_information",
    "goals",
    "groups",
    "indicators",
    "method",
    "network",
    "organisation",
    "origin",
    "own_title",
    "pictures",
    "plan",
    "plan_table",
    "preferences",
    "printed_diagnosis",
    "problems",
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
    "recommendations",
    "region_completeness",
    "region_conclusions",
    "region_exchange",
    "region_general",
    "region_problems",
    "region_table",
    "reminder",
    "schools",
    "self_diagnosis",
    "sheet_comparison",
    "sheet_missing",
    "sheet_table",
    "sheet_title",
    "signature",
    "stages",
    "title",
]

for (
    _name
) in __all__:  # what a notebook calls knows of which note it is and can be changed; sections call each other bare
    globals()[_name] = part.of_note(globals()[_name])
