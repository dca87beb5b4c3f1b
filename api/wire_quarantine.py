"""The shapes of rows set aside on the wire; no logic."""

from pydantic import Field

from comity.api.wire import Answer, Wire


class WaitingRowOut(Wire):
    """A row that was not taken in: where it stands, and why; never its text.

    `load` counts the loads of its source. `record` and `reason` are empty where the source's
    mapping says by a column whose a row is: they may quote what is another's.
    """

    source: str = Field(examples=["harbor-jail"])
    load: int = Field(examples=[12])
    file: str = Field(examples=["harbor_bookings.csv"])
    row: int = Field(examples=[2])
    record: str = Field(examples=["B-20931"])
    column: str = Field(examples=["DOB"])
    reason: str = Field(examples=["'31/31/1980' is not a date as MM/DD/YYYY"])
    state: str = Field(examples=["waiting"])


class QuarantineAnswer(Answer):
    """One page of the rows that wait; send `next` back as `past`, null ends it."""

    waiting: int = Field(examples=[1], description="how many wait in all")
    rows: tuple[WaitingRowOut, ...]
    next: int | None = Field(examples=[None])
