"""The shapes of exports on the wire; no logic."""

from typing import Annotated

from pydantic import Field, StringConstraints

from comity.api.export import Format
from comity.api.wire_questions import Body, Id

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=400)]
Refs = Annotated[dict[Words, Words], Field(max_length=50)]


class ExportBody(Body):
    """What goes, as what file, to whom and why; and who allowed it, by owner.

    `only_free` leaves out what may not go, as if it had never been recorded, where otherwise
    nothing goes.
    """

    entities: tuple[Id, ...] = Field(min_length=1, max_length=500)
    hops: int = Field(default=0, ge=0, le=2, description="how far around them")
    format: Format = "csv"
    recipient: Words = Field(examples=["county prosecutor"])
    reason: Words = Field(examples=["charging decision in case 26-118"])
    approved: Refs = Field(
        default_factory=dict, description="an approval by owner", examples=[{"harbor-so": "memo 7"}]
    )
    verified: Refs = Field(
        default_factory=dict,
        description="a verification by owner",
        examples=[{"harbor-so": "call of 2 March, 9:40"}],
    )
    only_free: bool = False
