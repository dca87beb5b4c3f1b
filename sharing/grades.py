"""Grades: how reliable the source and the information are, by schemes kept as data."""

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

from comity.sharing.errors import UnknownCode

UNGRADED = ""
# The words common to all schemes, the most trusted first; what cannot be judged comes last.
TRUST = ("reliable", "usually", "doubtful", "unreliable", "unknown")


@cache
def grading_schemes() -> dict[str, dict[str, Any]]:
    """Every grading scheme: the pattern its codes follow, an example, what each letter says."""
    text = resources.files(__package__).joinpath("data/grades.yaml").read_text("utf-8")
    return {str(name): dict(scheme) for name, scheme in yaml.safe_load(text).items()}


def check_grade(grade: str) -> str:
    """Return a grade such as `4x4:B2` (or the empty one) unchanged, or raise UnknownCode."""
    if grade == UNGRADED:
        return grade
    scheme, _, code = grade.partition(":")
    rule = grading_schemes().get(scheme)
    if rule is None or not re.fullmatch(rule["pattern"], code):
        examples = [f"{name}:{rule['example']}" for name, rule in grading_schemes().items()]
        raise UnknownCode("grade", grade, examples)
    return grade


def trust(grade: str) -> tuple[str, str]:
    """What a grade says of source and information, in the words common to all schemes."""
    if grade == UNGRADED:
        return "unknown", "unknown"
    scheme, _, code = check_grade(grade).partition(":")
    rule = grading_schemes()[scheme]
    return rule["source"][code[0]], rule["information"][code[1]]
