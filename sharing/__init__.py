"""Who may know what: labels, handling codes, grades, agreements, decision. Knows no store."""

from comity.sharing.agreement import Agreement, Clause, Duty, Party, TaskForce
from comity.sharing.agreement_document import agreement_schema, parse_agreement, read_agreement
from comity.sharing.agreement_text import agreement_text, clause_text
from comity.sharing.clearance import Clearance, Viewer
from comity.sharing.comparison import audience, changes_between, effects
from comity.sharing.conflicts import conflicts
from comity.sharing.decision import decide, sealed_label
from comity.sharing.document import read_document
from comity.sharing.errors import DocumentError, SharingError, UnknownCode
from comity.sharing.grades import check_grade, trust
from comity.sharing.handling import check_handling, shows, translated, within_ceiling
from comity.sharing.label_table import LabelTable
from comity.sharing.labels import Label, Marking, combined
from comity.sharing.marking import marking_line, marking_of, marking_received
from comity.sharing.onward import Obstacle, Release, members_of, obstacles, what_may_go
from comity.sharing.permits import Grant, Permit
from comity.sharing.rulebook import Rulebook
from comity.sharing.signing import Signature, check_signature, new_key, public_key, sign
from comity.sharing.terms import Terms, terms_of

__all__ = [
    "Agreement",
    "Clause",
    "Clearance",
    "DocumentError",
    "Duty",
    "Grant",
    "Label",
    "LabelTable",
    "Marking",
    "Obstacle",
    "Party",
    "Permit",
    "Release",
    "Rulebook",
    "SharingError",
    "Signature",
    "TaskForce",
    "Terms",
    "UnknownCode",
    "Viewer",
    "agreement_schema",
    "agreement_text",
    "audience",
    "changes_between",
    "check_grade",
    "check_handling",
    "check_signature",
    "clause_text",
    "combined",
    "conflicts",
    "decide",
    "effects",
    "marking_line",
    "marking_of",
    "marking_received",
    "members_of",
    "new_key",
    "obstacles",
    "parse_agreement",
    "public_key",
    "read_agreement",
    "read_document",
    "sealed_label",
    "shows",
    "sign",
    "terms_of",
    "translated",
    "trust",
    "what_may_go",
    "within_ceiling",
]
