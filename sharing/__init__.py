"""Who may know what: labels, handling codes, grades, agreements, decision. Knows no store."""

from comity.sharing.agreement import Agreement, Clause, parse_agreement, read_agreement
from comity.sharing.clearance import Clearance, Permit, Viewer
from comity.sharing.decision import decide
from comity.sharing.document import read_document
from comity.sharing.errors import DocumentError, SharingError, UnknownCode
from comity.sharing.grades import check_grade, trust
from comity.sharing.handling import check_handling, shows, translated, within_ceiling
from comity.sharing.labels import Label, Marking, combined

__all__ = [
    "Agreement",
    "Clause",
    "Clearance",
    "DocumentError",
    "Label",
    "Marking",
    "Permit",
    "SharingError",
    "UnknownCode",
    "Viewer",
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
