"""Grades: how reliable the source and the information are, by schemes kept as data."""

import re
from functools import cache
from importlib import resources

import yaml

from comity.sharing.errors import UnknownCode

UNGRADED = ""


@cache
def grading_schemes() -> dict[str, dict[str, str]]:
    """Every grading scheme: the pattern its codes follow and an example."""
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
