"""What the name of a column says about its contents, in several languages."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml

from comity.resolve.text import fold

_PARTS = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+|\d+")
# Words around a name that say nothing of what is in the column.
_TRIMMINGS = frozenset(
    ["raw", "clean", "cleaned", "std", "standardised", "standardized", "norm", "orig", "original",
     "text", "txt", "value", "col", "column", "field", "l", "r", "left", "right", "a", "b", "the",
     "current", "primary", "main"]
)  # fmt: skip
# Somebody else than whom the record is about.
_OTHERS = frozenset(
    ["mother", "mothers", "father", "fathers", "spouse", "spouses", "partner", "parent", "guardian",
     "emergency", "kin", "officer", "officers", "doctor", "physician", "gp", "school", "employer",
     "employers", "contact", "child", "witness", "attorney", "counsel", "judge", "user", "file",
     "filed", "created", "updated", "mutter", "vater", "madre", "padre", "mere", "pere"]
)  # fmt: skip
EXACT, PART = 2, 1


@cache
def spellings() -> Mapping[str, str]:
    """What each spelling of a column's name stands for."""
    text = resources.files(__package__).joinpath("data/column_names.yaml").read_text("utf-8")
    return {
        word: meaning for meaning, words in yaml.safe_load(text).items() for word in words.split()
    }


def named(header: str) -> tuple[str, int]:
    """What a header stands for and how exactly; "" and 0 for one that tells nothing."""
    known = spellings()
    words = _words(header)
    whole = "".join(words)
    if whole in known:
        return known[whole], EXACT
    words = [word for word in words if word not in _TRIMMINGS and not word.isdigit()]
    if "".join(words) in known:
        return known["".join(words)], EXACT
    if _OTHERS.intersection(words):
        return "unused", EXACT
    for start in range(1, len(words)):
        tail = "".join(words[start:])
        if tail in known and known[tail] not in ("unused", "label"):
            return known[tail], PART
    return "", 0


def _words(header: str) -> list[str]:
    """`PatientFirst_Name2` as patient, first, name, 2."""
    plain = " ".join(_PARTS.findall(header)) if header.isascii() else header
    return fold([plain])[0].split()
