"""Whom rankings take in after all: victims, witnesses, officers and counsel, for a stated reason.

The reason is a text and may hold a name, so that it goes in a header, as a justification does.
"""

from typing import Annotated

from fastapi import Depends, Header, Query
from pydantic import Field

from comity.analytics.ranking import LEFT_OUT
from comity.api.asking import LONGEST_HEADER, decoded
from comity.api.errors import BadQuestion, ReasonNeeded
from comity.api.wire_questions import Body

SHORTEST = 3


class Included(Body):
    """Standings that are ranked after all, and why."""

    include: tuple[str, ...] = Field(default=(), max_length=2)
    include_reason: str = Field(default="", max_length=LONGEST_HEADER)

    def standings(self) -> tuple[str, ...]:
        """The standings; raises ReasonNeeded where nobody says why."""
        if not {*self.include} <= {*LEFT_OUT}:
            raise BadQuestion(f"include takes {' and '.join(LEFT_OUT)}")
        if self.include and len(self.include_reason) < SHORTEST:
            raise ReasonNeeded
        return self.include


def _included(
    include: Annotated[list[str] | None, Query(max_length=2)] = None,
    comity_include_reason: Annotated[
        str,
        Header(
            max_length=LONGEST_HEADER,
            description="Why bystanders or professionals are to be ranked; UTF-8, percent-encoded.",
            examples=["an officer is under inquiry"],
        ),
    ] = "",
) -> Included:
    return Included(include=tuple(include or ()), include_reason=decoded(comity_include_reason))


AlsoRanked = Annotated[Included, Depends(_included)]
NOBODY_MORE = Included()
