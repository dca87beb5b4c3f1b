"""Answers as pandas frames whose columns and types never change, empty or not.

Text is held as objects, `None` where nothing is said: what pandas would guess of a column depends
on its release and on whether anything is said in this answer.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

Row = Mapping[str, Any]

HITS = ("entity", "kind", "name", "score", "property", "value")
FACTS = (
    *("property", "value", "raw", "agency", "source", "record", "grade", "handling"),
    *("valid_from", "valid_to", "recorded", "agreement", "clause", "ref"),
)
MENTIONS = ("mention", "agency", "source", "record")
POSSIBLE = ("entity", "name", "score")
LINKS = ("link", "role", "agency", "source", "record", "grade", "handling")
LINK_ENDS = (*LINKS, "valid_from", "valid_to", "agreement", "clause", "ref")
NEIGHBOURS = ("entity", "kind", "name", *LINK_ENDS)
HOPS = (
    *("path", "hop", "source_entity", "source_name", "target_entity", "target_name"),
    *LINK_ENDS,
    *("at", "cost", "chance"),
)
COMMUNITIES = ("community", "size", "entity", "kind", "name")
RANKING = ("rank", "entity", "kind", "name", "score")
MOVES = ("rank_low", "rank_high", "first")
NAMED = ("entity", "kind", "name")
REACHED = (*NAMED, "hops", "paths")
MEMBERS = (*NAMED, "standing", "inside", "outside")
COMMUNITY_CHANGES = ("change", "before_size", "after_size", "shared", "before", "after")
CHANGED = (*NAMED, "measure", "before", "after", "rank_before", "rank_after")
GUESSES = ("entity", "name", "other", "other_name", "score", "because")
CONTACTS = (
    *("entity", "name", "contact", "contact_name", "rank", "events", "outgoing", "incoming"),
    *("since", "until"),
)
PATTERNS = (*NAMED, "weekday", "hour", "events", "share")
TRAVEL = ("entity", "name", "other", "other_name", "meetings", "places", "expected", "p")
PAYMENTS = (
    *("chain", "payment", "entity", "name", "payee", "payee_name", "at", "amount", "currency"),
)
HANDSETS = ("value", "changed", "before", "after", "last_before", "first_after", "entities")
COMPARISONS = ("name", "level", "left", "right", "weight")

FLOATS = frozenset({"score", "cost", "chance", "share", "expected", "p", "weight"})
INTEGERS = frozenset(
    {
        *("path", "hop", "hops", "paths", "chain", "rank", "rank_low", "rank_high", "community"),
        *("size", "before_size", "after_size", "shared", "inside", "outside"),
        *("events", "outgoing", "incoming", "weekday", "hour", "meetings", "places"),
    }
)


def frame(
    rows: Iterable[Row], columns: tuple[str, ...], *answers: Row, beside: Iterable[str] = ()
) -> pd.DataFrame:
    """Rows under fixed columns, from one answer or from several pages.

    `attrs["standing"]` says as whom and when it was asked, `attrs["markings"]` how each answer
    is marked, and what stands `beside` the rows in the last answer is under its own name.
    """
    kept = list(rows)
    made = pd.DataFrame({name: _column(name, kept) for name in columns}, columns=columns)
    made.attrs["standing"] = dict(answers[-1]["standing"])
    made.attrs["markings"] = [answer["marking"] for answer in answers if answer.get("marking")]
    made.attrs.update({name: answers[-1][name] for name in beside})
    return made


def _column(name: str, rows: Iterable[Row]) -> "pd.Series[Any]":
    values = [row.get(name) for row in rows]
    if name in FLOATS:
        return pd.Series(values, dtype="float64")
    return pd.Series(values, dtype="int64" if name in INTEGERS else "object")


def fact_row(fact: Row) -> Row:
    """One value of an entity with its origin, flat."""
    return {**fact, **_origin(fact), **_valid(fact)}


def link_row(link: Row) -> Row:
    """One link with its origin, flat; `link` is its kind."""
    told = {"link": link["kind"], "role": link["role"], "ref": link["ref"]}
    return {**told, **_origin(link), **_valid(link)}


def neighbour_rows(neighbour: Row) -> list[Row]:
    """One row a link."""
    named = _named(neighbour)
    return [{**link_row(link), **named} for link in neighbour["links"]]


def path_rows(number: int, path: Row) -> list[Row]:
    """One row a link of each hop, in the order of the path."""
    names = {entity["entity"]: entity["name"] for entity in path["entities"]}
    return [
        {
            **link_row(link),
            "path": number,
            "hop": at,
            "source_entity": hop["source"],
            "source_name": names[hop["source"]],
            "target_entity": hop["target"],
            "target_name": names[hop["target"]],
            "at": hop["at"],
            "cost": path["cost"],
            "chance": path["chance"],
        }
        for at, hop in enumerate(path["hops"], start=1)
        for link in hop["links"]
    ]


def community_rows(community: Row) -> list[Row]:
    """One row a member."""
    told = {"community": community["community"], "size": community["size"]}
    return [{**told, **_named(member)} for member in community["members"]]


def community_change_row(change: Row) -> Row:
    """What became of one community; `before` and `after` are ids of its best linked members."""
    told = dict(change)
    for when in ("before", "after"):
        found = change[when] or {"size": 0, "members": []}
        told[f"{when}_size"] = found["size"]
        told[when] = [member["entity"] for member in found["members"]]
    return told


def guess_row(guess: Row) -> Row:
    """One guess, flat."""
    because = [each["entity"] for each in guess["because"]]
    return {**_two(guess["one"], "other", guess["other"]), "score": guess["score"],
            "because": because}  # fmt: skip


def contact_row(contact: Row) -> Row:
    """One contact of an entity, flat."""
    return {**contact, **_two(contact["who"], "contact", contact["contact"])}


def pattern_rows(pattern: Row) -> list[Row]:
    """One row an hour."""
    return [{**hour, **_named(pattern)} for hour in pattern["hours"]]


def travel_row(travel: Row) -> Row:
    """Two who were seen together, flat."""
    return {**travel, **_two(travel["one"], "other", travel["other"])}


def chain_rows(number: int, chain: Row) -> list[Row]:
    """One row a payment, in order."""
    return [
        {**each, **_two(each["payer"], "payee", each["payee"]), "chain": number,
         "payment": each["id"]}
        for each in chain["payments"]
    ]  # fmt: skip


def handset_row(change: Row) -> Row:
    """One change, with the telephones it is of."""
    return {**change, "entities": [each["entity"] for each in change["of"]]}


def mention_row(mention: Row) -> Row:
    """One mention with its record."""
    return {**mention, "mention": mention["id"]}


def _two(one: Row, other_as: str, other: Row) -> Row:
    return {
        "entity": one["entity"],
        "name": one["name"],
        other_as: other["entity"],
        f"{other_as}_name": other["name"],
    }


def _named(entity: Row) -> Row:
    return {name: entity[name] for name in ("entity", "kind", "name")}


def _origin(fact: Row) -> Row:
    origin = fact["origin"]
    permit = origin["permit"]
    return {**origin, "agreement": permit["agreement"], "clause": permit["clause"]}


def _valid(fact: Row) -> Row:
    return {"valid_from": fact["valid"]["start"], "valid_to": fact["valid"]["end"]}
