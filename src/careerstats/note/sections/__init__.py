"""A note -> blocks: one function per section, in the order in which a notebook calls them."""

from careerstats.note.sections.appendices import calculations, method, origin
from careerstats.note.sections.comparison import comparison
from careerstats.note.sections.completeness import completeness, signature
from careerstats.note.sections.decisions import exchange, plan, problems, recommendations
from careerstats.note.sections.diagnosis import profminimum, self_diagnosis
from careerstats.note.sections.front import conclusions, general, title
from careerstats.note.sections.goals import goals
from careerstats.note.sections.indicators import indicators
from careerstats.note.sections.preferences import preferences
from careerstats.note.sections.quality import (
    protocol_completeness,
    protocol_problems,
    protocol_summary,
    protocol_title,
)
from careerstats.note.sections.quality_more import protocol_changes, protocol_corrections, reminder
from careerstats.note.sections.region_end import region_completeness, region_exchange, region_problems
from careerstats.note.sections.region_front import organisation, region_conclusions, region_general
from careerstats.note.sections.region_groups import concentration, groups
from careerstats.note.sections.region_stages import stages
from careerstats.note.sections.region_table import region_table
from careerstats.note.sections.schools import schools

__all__ = [
    "calculations",
    "comparison",
    "completeness",
    "concentration",
    "conclusions",
    "exchange",
    "general",
    "goals",
    "groups",
    "indicators",
    "method",
    "organisation",
    "origin",
    "plan",
    "preferences",
    "problems",
    "profminimum",
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
    "signature",
    "stages",
    "title",
]
