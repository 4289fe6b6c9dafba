"""Values -> findings -> addressed recommendations -> draft plan, and pairs for the exchange of practice."""

from careerstats.decisions.deciding import Decisions, Situation, decide

__all__ = ["Decisions", "Situation", "decide"]
