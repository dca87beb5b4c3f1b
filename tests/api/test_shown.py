"""What an answer showed is read off it, however deep it lies and however it is declared."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from comity.api.shown import shown_in
from comity.api.wire import Wire


class Thing(Wire):
    entity: str


class Held(Wire):
    sort: Literal["one", "two"]
    name: str | None
    counts: tuple[int, ...]
    maybe: Thing | None
    first: str
    many: tuple[Thing, ...]
    noted: Annotated[Thing, Field(description="told apart")]
    by_name: Mapping[str, tuple[Thing, ...]]
    anything: object


def test_every_address_is_told_wherever_it_lies() -> None:
    held = Held(
        sort="one", name=None, counts=(1, 2), maybe=Thing(entity="maybe"), first="first",
        many=(Thing(entity="many"), Thing(entity="more")), noted=Thing(entity="noted"),
        by_name={"name": (Thing(entity="named"),)}, anything=(Thing(entity="any"),),
    )  # fmt: skip
    assert set(shown_in(held)) == {"first", "maybe", "many", "more", "noted", "named", "any"}
