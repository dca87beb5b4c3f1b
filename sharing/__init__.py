"""Who may know what: labels, handling codes, grades, agreements, decision. Knows no store."""

from comity.sharing.agreement import Agreement, Clause, Duty, Party, TaskForce
from comity.sharing.agreement_document import agreement_schema, parse_agreement, read_agreement
from comity.sharing.clearance import Clearance, Viewer
from comity.sharing.decision import decide
from comity.sharing.document import read_document
from comity.sharing.errors import DocumentError, SharingError, UnknownCode
from comity.sharing.grades import check_grade, trust
from comity.sharing.handling import check_handling, shows, translated, within_ceiling
from comity.sharing.label_table import LabelTable
from comity.sharing.labels import Label, Marking, combined
from comity.sharing.permits import Permit
from comity.sharing.rulebook import Rulebook

__all__ = [
    "Agreement",
    "Clause",
    "Clearance",
    "DocumentError",
    "Duty",
    "Label",
    "LabelTable",
    "Marking",
    "Party",
    "Permit",
    "Rulebook",
    "SharingError",
    "TaskForce",
    "UnknownCode",
    "Viewer",
    "agreement_schema",
    "check_grade",
    "check_handling",
    "combined",
    "decide",
    "parse_agreement",
    "read_agreement",
    "read_document",
    "shows",
    "translated",
    "trust",
    "within_ceiling",
]
