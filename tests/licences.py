"""The licences of the packages that a user of the wheel gets, as their own metadata has them.

`python tests/licences.py` prints the table of docs/decisions/0016-licences.md.
"""

import re
import tomllib
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution, metadata
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
# What a package's own words say where its metadata is empty or a licence's whole text.
_READ_IN_THE_PACKAGE = {
    "apsw": "any OSI-approved",
    "networkit": "MIT",
    "scipy": "BSD-3-Clause",
    "ptyprocess": "ISC",
}
_SPELLED = {
    "Apache 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD",
    "BSD 3-Clause License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "ISC license": "ISC",
    "MIT License": "MIT",
}
PERMISSIVE = frozenset(
    ["0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT",
     "MIT-0", "PSF-2.0", "Python-2.0", "Zlib", "any OSI-approved"]
)  # fmt: skip


def needed() -> dict[str, str]:
    """Every package that installing the wheel without extras brings, with its licence."""
    project = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    found: dict[str, str] = {}
    waiting = [_name(line) for line in project["dependencies"]]
    while waiting:
        name = waiting.pop()
        try:
            asked = distribution(name).requires or []
        except PackageNotFoundError:  # of another system or Python version
            continue
        found[name] = licence_of(name, metadata(name))
        names = {_name(line) for line in asked if "extra ==" not in line}
        waiting += sorted(names - found.keys())
    return dict(sorted(found.items()))


def licence_of(name: str, told: PackageMetadata) -> str:
    """A package's licence in one spelling."""
    if name in _READ_IN_THE_PACKAGE:
        return _READ_IN_THE_PACKAGE[name]
    classifiers = told.get_all("Classifier") or []
    named = [line.split(" :: ")[-1] for line in classifiers if line.startswith("License ::")]
    words = told.get("License-Expression") or told.get("License") or next(iter(named), "")
    first = words.strip().partition("\n")[0]
    return _SPELLED.get(first, first)


def permissive(licence: str) -> bool:
    """Whether every licence of an expression is permissive, or leaves a choice that is."""
    return all(PERMISSIVE & set(part.split(" OR ")) for part in licence.split(" AND "))


def table() -> str:
    """The licences with the packages under each."""
    by_licence: dict[str, list[str]] = {}
    for name, licence in needed().items():
        by_licence.setdefault(licence, []).append(name)
    lines = [f"| {licence} | {', '.join(names)} |" for licence, names in sorted(by_licence.items())]
    return "\n".join(["| licence | packages |", "|---|---|", *lines])


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None
    return re.sub(r"[-_.]+", "-", found[0]).lower()


if __name__ == "__main__":
    print(table())
