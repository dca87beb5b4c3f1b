"""Work between agencies: targets and planned actions that meet, and requests. Knows no door."""

from comity.casework.actions import Place
from comity.casework.chart_sheets import Look, Sheet, Spot, Word
from comity.casework.charts import Charts, Kept, Sending, label_of_chart
from comity.casework.drawn import Drawings, Drawn, DrawnEntity, DrawnLink, Said, entity_key
from comity.casework.errors import (
    AnsweredAlready,
    CaseworkError,
    NoObligation,
    NotDrawable,
    NotRegistrable,
    NotYours,
    OtherWords,
)
from comity.casework.pointers import Pointer
from comity.casework.registry import Registry, Term, ref_of
from comity.casework.requests import Requests, Wish, unanswered
from comity.casework.targets import Target

__all__ = [
    "AnsweredAlready",
    "CaseworkError",
    "Charts",
    "Drawings",
    "Drawn",
    "DrawnEntity",
    "DrawnLink",
    "Kept",
    "Look",
    "NoObligation",
    "NotDrawable",
    "NotRegistrable",
    "NotYours",
    "OtherWords",
    "Place",
    "Pointer",
    "Registry",
    "Requests",
    "Said",
    "Sending",
    "Sheet",
    "Spot",
    "Target",
    "Term",
    "Wish",
    "Word",
    "entity_key",
    "label_of_chart",
    "ref_of",
    "unanswered",
]
