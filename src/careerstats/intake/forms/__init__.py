"""Forms of collection: a description -> workbooks to send out; returned files -> counts or problems with their cell."""

from careerstats.intake.forms.collecting import Answered, Collected, Way, gather, hold, read_returns
from careerstats.intake.forms.description import Form, Question, in_force, load_forms

__all__ = [
    "Answered", "Collected", "Form", "Question", "Way", "gather", "hold", "in_force", "load_forms",
    "read_returns",
]  # fmt: skip
