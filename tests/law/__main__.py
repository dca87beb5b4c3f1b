"""Run the campaign of the law: `make law`, or `python -m law [--json] [--only WORDS]...`.

It can be stopped and goes on where it was, as long as the code is the same. The exit code is 1
if a figure falls short.
"""

import argparse
import json
import sys
from dataclasses import fields
from typing import Any

from law.figures import FIGURES, Figure
from law.goals import Sizes


def main() -> int:
    """Measure one figure after the other, and say each at once."""
    asked = _arguments()
    sizes = Sizes(**{each.name: getattr(asked, each.name) for each in fields(Sizes)})
    chosen = [figure for figure in FIGURES if _is_wanted(figure, asked.only)]
    told = []
    for figure in chosen:
        told.append(_told(figure, sizes))
        print(_line(told[-1]), file=sys.stderr if asked.json else sys.stdout, flush=True)
    if asked.json:
        print(json.dumps({"figures": told}, indent=1))
    return int(not all(each["met"] for each in told))


def _is_wanted(figure: Figure, only: list[str]) -> bool:
    return not only or any(words.casefold() in figure.name.casefold() for words in only)


def _told(figure: Figure, sizes: Sizes) -> dict[str, Any]:
    value = figure.measure(sizes)
    goal = figure.goal
    return {"name": figure.name, "measured": value, "goal": str(goal), "unit": goal.unit,
            "met": goal.is_met(value)}  # fmt: skip


def _line(told: dict[str, Any]) -> str:
    value = f"{told['measured']:,.3g}" if told["measured"] % 1 else f"{told['measured']:,.0f}"
    short = "" if told["met"] else "  FALLS SHORT"
    return f"{told['name']}: {value} {told['unit']}".strip() + f", {told['goal']}{short}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m law", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of lines")
    parser.add_argument("--only", action="append", default=[], help="figures with these words")
    for each in fields(Sizes):
        parser.add_argument(f"--{each.name}", type=int, default=each.default)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
