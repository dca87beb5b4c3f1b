"""Questions about communications, movement and money, for a case and under an authority."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from fastapi import Depends, Query

from comity.analytics import (
    Events,
    co_location,
    co_travel,
    common_contacts,
    events_under_authority,
    handset_changes,
    pattern_of_life,
    payment_chains,
    reciprocity,
    top_contacts,
)
from comity.api.asked import Asked
from comity.api.asking import ask_at
from comity.api.errors import BadQuestion
from comity.api.naming import held, named
from comity.api.questions import Question
from comity.api.wire import IdOut
from comity.api.wire_events import (
    By,
    ChainOut,
    CommonContactOut,
    ContactOut,
    ContactsAnswer,
    EventKind,
    HandsetOut,
    HandsetsAnswer,
    HourOut,
    MeetingOut,
    PatternAnswer,
    PatternOut,
    PaymentOut,
    PaymentsAnswer,
    ReciprocityOut,
    SeenOut,
    TogetherAnswer,
    TravelOut,
)
from comity.graph.events import KINDS
from comity.graph.network import Network

AskedAt = Annotated[Asked, Depends(ask_at)]
Someone = Annotated[str, Query(pattern=r"^([0-9a-f]{32})?$")]
Many = Annotated[int, Query(ge=1, le=1000)]
Row = Mapping[Hashable, Any]


def contacts(
    asked: AskedAt,
    kind: EventKind = "call",
    entity: Someone = "",
    other: Someone = "",
    best: Annotated[int, Query(ge=1, le=100)] = 10,
    limit: Many = 100,
) -> ContactsAnswer:
    """Who is in touch with whom most, how mutually, and who is in touch with both of two."""
    events, network = _events(asked, (kind,)), asked.view.network()
    one, two = (each and held(asked, each) for each in (entity, other))
    if two and (not one or one == two):
        raise BadQuestion("common contacts are of two: name both, as entity and other")
    top, mutual = _of(top_contacts(events, best), one), _of(reciprocity(events), one)
    shown = top.head(limit)
    mutual = mutual[mutual["entity"].isin(set(shown["entity"]))]
    both = common_contacts(events, one, two).head(limit) if two else pd.DataFrame()
    return ContactsAnswer(
        standing=asked.standing(),
        refused=events.refused,
        contacts=tuple(_contact(network, row) for row in _rows(shown)),
        reciprocity=tuple(ReciprocityOut(**_known(network, row)) for row in _rows(mutual)),
        common=tuple(CommonContactOut(**_known(network, row)) for row in _rows(both)),
    )


def pattern(
    asked: AskedAt,
    zone: Annotated[str, Query(max_length=64, examples=["Europe/Brussels"])] = "UTC",
    entity: Someone = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> PatternAnswer:
    """Pattern of life: in which hours of which weekdays somebody's events fall."""
    _check_zone(zone)
    events, network = _events(asked, KINDS), asked.view.network()
    one = entity and held(asked, entity)
    frame = pattern_of_life(events, zone)
    few = _of(frame, one)
    whole = few.groupby("entity")["events"].sum().reset_index()
    most = whole.sort_values(["events", "entity"], ascending=[False, True]).head(limit)
    return PatternAnswer(
        standing=asked.standing(),
        refused=events.refused,
        zone=zone,
        untimed=frame.attrs["untimed"],
        patterns=tuple(_pattern(network, few, row) for row in _rows(most)),
    )


def together(
    asked: AskedAt,
    window: Annotated[float, Query(ge=0, le=1440, description="minutes apart at most")] = 10,
    metres: Annotated[float, Query(ge=0, le=50_000)] = 0,
    places: Annotated[int, Query(ge=1, le=100, description="for travel, how many at least")] = 2,
    limit: Many = 50,
) -> TogetherAnswer:
    """Who was seen together, at the same place within some minutes, and at how many places."""
    events, network = _events(asked, ("sighting",)), asked.view.network()
    within = timedelta(minutes=window)
    travel = co_travel(events, within, metres, least_places=places)
    met = co_location(events, within, metres, limit=limit)
    return TogetherAnswer(
        standing=asked.standing(),
        refused=events.refused,
        travel=tuple(_travel(network, row) for row in _rows(travel.head(limit))),
        meetings=tuple(_meeting(network, row) for row in _rows(met)),
        count=met.attrs["meetings"],
    )


def payments(
    asked: AskedAt,
    entity: Someone = "",
    hours: Annotated[float, Query(ge=0.01, le=8760, description="until passed on, at most")] = 72,
    tolerance: Annotated[float, Query(ge=0, lt=1, description="how amounts may differ")] = 0.1,
    limit: Many = 50,
) -> PaymentsAnswer:
    """Chains of payments: money passed on later, soon, and in about that amount."""
    events, network = _events(asked, ("payment",)), asked.view.network()
    payer = held(asked, entity) if entity else None
    frame = payment_chains(events, timedelta(hours=hours), tolerance, payer=payer)
    shown = frame[frame["chain"] < limit]
    chains = [
        ChainOut(payments=tuple(_payment(network, row) for row in _rows(chain)))
        for _, chain in shown.groupby("chain")
    ]
    return PaymentsAnswer(
        standing=asked.standing(),
        refused=events.refused,
        count=int(frame["chain"].nunique()),
        chains=tuple(chains),
    )


def handsets(asked: AskedAt, by: By = "number", limit: Many = 50) -> HandsetsAnswer:
    """Changes of handset or SIM: a number in another handset, a handset with another SIM."""
    events = _events(asked, ("call",))
    frame = handset_changes(events, by)
    return HandsetsAnswer(
        standing=asked.standing(),
        refused=events.refused,
        by=by,
        count=len(frame),
        changes=tuple(_handset(events, by, row) for row in _rows(frame.head(limit))),
    )


def _events(asked: Asked, kinds: Collection[str]) -> Events:
    today = asked.view_today
    return events_under_authority(asked.view, asked.now(), kinds=kinds, today=today)


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):  # OSError: a folder, as "America" is
        raise BadQuestion("zone: name one such as Europe/Brussels or UTC") from None


def _of(frame: pd.DataFrame, entity: str) -> pd.DataFrame:
    """The rows of one entity, or all where none is named."""
    return frame[frame["entity"] == entity] if entity else frame


def _rows(frame: pd.DataFrame) -> Sequence[Row]:
    return frame.to_dict("records")


def _known(network: Network, row: Row) -> dict[str, Any]:
    """A row of an entity with its kind, by the words of the wire."""
    told = {str(name): value for name, value in row.items()}
    return told | named(network, row["entity"]).model_dump()


def _contact(network: Network, row: Row) -> ContactOut:
    counts = {name: row[name] for name in ("rank", "events", "outgoing", "incoming")}
    return ContactOut(
        who=named(network, row["entity"]),
        contact=named(network, row["contact"]),
        since=_moment(row["first"]),
        until=_moment(row["last"]),
        **counts,
    )


def _pattern(network: Network, frame: pd.DataFrame, row: Row) -> PatternOut:
    hours = frame.loc[frame["entity"] == row["entity"], ["weekday", "hour", "events", "share"]]
    told = tuple(map(HourOut.model_validate, _rows(hours)))
    return PatternOut(**_known(network, row), hours=told)


def _travel(network: Network, row: Row) -> TravelOut:
    counts = {name: row[name] for name in ("meetings", "places", "expected", "p")}
    one, other = (named(network, row[name]) for name in ("entity", "other"))
    return TravelOut(one=one, other=other, **counts)


def _meeting(network: Network, row: Row) -> MeetingOut:
    return MeetingOut(
        one=named(network, row["entity"]),
        other=named(network, row["other"]),
        one_seen=SeenOut(id=row["seen"], at=_moment(row["at"])),
        other_seen=SeenOut(id=row["other_seen"], at=_moment(row["other_at"])),
    )


def _payment(network: Network, row: Row) -> PaymentOut:
    return PaymentOut(
        id=row["payment"],
        payer=named(network, row["payer"]),
        payee=named(network, row["payee"]),
        at=_moment(row["at"]),
        amount=row["amount"],
        currency=row["currency"],
    )


def _handset(events: Events, by: By, row: Row) -> HandsetOut:
    others = [part for part in ("number", "imei", "imsi") if part != by]
    return HandsetOut(
        value=row[by],
        changed=row["changed"],
        before={part: row[f"{part}_before"] for part in others},
        after={part: row[f"{part}_after"] for part in others},
        last_before=_moment(row["last_before"]),
        first_after=_moment(row["first_after"]),
        of=tuple(IdOut(entity=entity) for entity in _telephones(events, by, row[by])),
    )


def _telephones(events: Events, by: By, value: str) -> list[str]:
    """The entities of whose telephones the records say a number, IMEI or IMSI."""
    columns = events.columns
    sides = (
        (columns.who, getattr(columns, by)),
        (columns.whom, getattr(columns, f"whom_{by}")),
    )
    rows = np.concatenate([who[(said == value) & (who >= 0)] for who, said in sides])
    found: list[str] = events.ids[np.unique(rows)].tolist()
    return found


def _moment(moment: pd.Timestamp) -> str | None:
    return None if pd.isna(moment) else f"{moment.isoformat()}Z"


QUESTIONS = (
    Question("GET", "/v1/events/contacts", contacts),
    Question("GET", "/v1/events/pattern", pattern),
    Question("GET", "/v1/events/together", together),
    Question("GET", "/v1/events/payments", payments),
    Question("GET", "/v1/events/handsets", handsets),
)
