"""Answers as pandas frames whose columns never change, empty or not."""

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
)
COMMUNITIES = ("community", "size", "entity", "kind", "name")
RANKING = ("rank", "entity", "kind", "name", "score")
MOVES = ("rank_low", "rank_high", "first")
COMPARISONS = ("name", "level", "left", "right", "weight")


def frame(rows: Iterable[Row], columns: tuple[str, ...], *answers: Row) -> pd.DataFrame:
    """Rows under fixed columns, from one answer or from several pages.

    `attrs["standing"]` says as whom and when it was asked, `attrs["markings"]` how each answer
    is marked.
    """
    made = pd.DataFrame([[row.get(name) for name in columns] for row in rows], columns=columns)
    made.attrs["standing"] = dict(answers[-1]["standing"])
    made.attrs["markings"] = [answer["marking"] for answer in answers if answer.get("marking")]
    return made


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
        }
        for at, hop in enumerate(path["hops"], start=1)
        for link in hop["links"]
    ]


def community_rows(community: Row) -> list[Row]:
    """One row a member."""
    told = {"community": community["community"], "size": community["size"]}
    return [{**told, **_named(member)} for member in community["members"]]


def mention_row(mention: Row) -> Row:
    """One mention with its record."""
    return {**mention, "mention": mention["id"]}


def _named(entity: Row) -> Row:
    return {name: entity[name] for name in ("entity", "kind", "name")}


def _origin(fact: Row) -> Row:
    origin = fact["origin"]
    permit = origin["permit"]
    return {**origin, "agreement": permit["agreement"], "clause": permit["clause"]}


def _valid(fact: Row) -> Row:
    return {"valid_from": fact["valid"]["start"], "valid_to": fact["valid"]["end"]}
