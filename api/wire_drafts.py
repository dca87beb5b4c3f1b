"""The shapes of agreements that nobody has signed yet: checked, compared, simulated; no logic."""

from typing import Annotated

from pydantic import Field, StringConstraints

from comity.api.wire import Answer, Wire
from comity.api.wire_questions import Body

# Some ten times the longest that people write; reading the worst YAML of it takes half a second.
LONGEST_DRAFT = 30_000
DRAFT = """\
agreement: regional-mou
version: 2
title: Regional memorandum of understanding
status: draft
parties: [harbor-so, riverton-pd]
purposes: [investigation]
starts: 2026-01-01
ends: 2028-01-01
shares:
  - {clause: "1.1", from: [harbor-so], to: [riverton-pd], data_classes: [booking],
     handling_ceiling: "TLP:AMBER"}
"""


TOLD = {
    "id": "regional-mou", "version": 2, "title": "Regional memorandum of understanding",
    "status": "draft", "parties": ["harbor-so", "riverton-pd"], "purposes": ["investigation"],
    "starts": "2026-01-01", "ends": "2028-01-01", "clauses": [],
}  # fmt: skip


class DraftBody(Body):
    """An agreement's text as YAML."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_DRAFT)] = Field(
        examples=[DRAFT]
    )


class DraftProblemOut(Wire):
    """Why a text would be refused, and in which line; 0 where no line alone is at fault."""

    line: int = Field(examples=[7])
    problem: str = Field(examples=["unknown key 'purpose'; did you mean 'purposes'?"])


class DraftClauseOut(Wire):
    """One clause in words."""

    clause: str = Field(examples=["1.2"])
    text: str = Field(examples=["harbor-so share booking up to TLP:AMBER with riverton-pd."])


class DraftOut(Wire):
    """What a text says."""

    id: str = Field(examples=["regional-mou"])
    version: int = Field(examples=[2])
    title: str = Field(examples=["Regional memorandum of understanding"])
    status: str = Field(examples=["draft"])
    parties: tuple[str, ...] = Field(examples=[["harbor-so", "riverton-pd"]])
    purposes: tuple[str, ...] = Field(examples=[["investigation"]])
    starts: str = Field(examples=["2026-01-01"])
    ends: str = Field(examples=["2028-01-01"])
    clauses: tuple[DraftClauseOut, ...]


class CheckedAnswer(Answer):
    """What a text says, or why it would be refused; one of the two is null. Nothing is kept."""

    problem: DraftProblemOut | None = Field(examples=[None])
    draft: DraftOut | None = Field(examples=[TOLD])


class ChangeOut(Wire):
    """One thing that two texts say differently; an empty side says nothing of it."""

    where: str = Field(examples=["clause 1.2"])
    before: str = Field(examples=["up to TLP:GREEN"])
    after: str = Field(examples=["up to TLP:AMBER"])


class ComparedAnswer(Answer):
    """A text beside its namesake in force, whose version is `before`: null where there is none."""

    agreement: str = Field(examples=["regional-mou"])
    version: int = Field(examples=[2])
    before: int | None = Field(examples=[1])
    changes: tuple[ChangeOut, ...]


class EffectOut(Wire):
    """Facts that would become `visible` or `hidden`, for whom; `facts` counts one's own alone."""

    agency: str = Field(examples=["riverton-pd"])
    purpose: str = Field(examples=["investigation"])
    role: str = Field(examples=["any"])
    owner: str = Field(examples=["harbor-so"])
    data_class: str = Field(examples=["booking"])
    handling: str = Field(examples=["TLP:AMBER"])
    becomes: str = Field(examples=["visible"])
    facts: int | None = Field(examples=[412])


class SimulatedAnswer(Answer):
    """What would become visible or hidden if a text took the place of its namesake."""

    agreement: str = Field(examples=["regional-mou"])
    version: int = Field(examples=[2])
    effects: tuple[EffectOut, ...]
