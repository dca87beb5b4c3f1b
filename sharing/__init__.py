"""Who may know what: labels, handling codes, grades, agreements, decision. Knows no store."""

from comity.sharing.agreement import Agreement, Clause, parse_agreement, read_agreement
from comity.sharing.clearance import Clearance, Permit, Viewer
from comity.sharing.decision import decide
from comity.sharing.document import read_document
from comity.sharing.errors import DocumentError, SharingError
from comity.sharing.grades import check_grade
from comity.sharing.handling import check_handling, within_ceiling
from comity.sharing.labels import Label

__all__ = [
    "Agreement",
    "Clause",
    "Clearance",
    "DocumentError",
    "Label",
    "Permit",
    "SharingError",
    "Viewer",
    "check_grade",
    "check_handling",
    "decide",
    "parse_agreement",
    "read_agreement",
    "read_document",
    "within_ceiling",
]
