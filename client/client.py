"""The client: what a notebook asks a Comity server with; answers are frames and objects."""

import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import chain
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import quote

import pandas as pd

from comity.client import frames
from comity.client.display import Chart, Entity, Why, entity_of, why_of
from comity.client.errors import NoId, Unreachable
from comity.client.wire import Asker, Json, Wire, encoded

PAGE = 200
ID = re.compile(r"[0-9a-f]{32}")
Operation = Literal["insert", "update", "delete"]
Form = Literal["csv", "graphml", "json", "html-chart", "gexf", "anx", "svg", "pdf"]


def connect(
    url: str,
    token: str,
    purpose: str = "",
    justification: str = "",
    case: str = "",
    *,
    task_force: str = "",
    timeout: float = 120.0,
) -> "Client":
    """A client of the server at `url`; every question carries this purpose and justification."""
    return Client(Wire(url, Asker(token, purpose, justification, case, task_force), timeout))


class Client:
    """Questions to one server, as one viewer, for one purpose."""

    def __init__(
        self, wire: Wire, known_at: datetime | None = None, valid_at: datetime | None = None
    ) -> None:
        self._wire = wire
        self._times = {"known_at": _iso(known_at), "valid_at": _iso(valid_at)}

    def at(self, *, known_at: datetime | None = None, valid_at: datetime | None = None) -> "Client":
        """The same client asking as known, or as valid, at a time with its zone."""
        return Client(self._wire, known_at, valid_at)

    def standing(self) -> Json:
        """As whom this client asks, and how much shows."""
        return self._get("/v1/standing")

    def search(self, text: str, *, kind: str | None = None, limit: int = 20) -> pd.DataFrame:
        """Entities by name, however spelled, or by an identifier; best first."""
        answer = self._post("/v1/search", {"text": text, "kind": kind, "limit": limit})
        return frames.frame(answer["hits"], frames.HITS, answer)

    def entity(self, entity: str) -> Entity:
        """One entity with every visible value and its origin."""
        return entity_of(self._get(f"/v1/entities/{_id(entity)}"))

    def neighbours(self, entity: str, *, limit: int | None = None) -> pd.DataFrame:
        """What is linked to an entity, one row a link; `limit` counts entities."""
        found, pages = self._neighbours(entity, limit)
        rows = chain.from_iterable(map(frames.neighbour_rows, found))
        return frames.frame(rows, frames.NEIGHBOURS, *pages)

    def matches(self, entity: str) -> list[Why]:
        """How an entity came together, weakest joint first."""
        answer = self._get(f"/v1/entities/{_id(entity)}/matches")
        return [why_of(told, answer) for told in answer["matches"]]

    def why(self, first: str, second: str) -> Why:
        """Why two mentions are the same or not."""
        answer = self._get(f"/v1/why/{_id(first)}/{_id(second)}")
        return why_of(answer["why"], answer)

    def paths(
        self, source: str, target: str, *also: str, k: int | None = None, **how: Any
    ) -> pd.DataFrame:
        """All shortest paths, or the `k` shortest; one row a link of each hop.

        `also` are more targets; `how` is the rest of the question, such as `sort="strongest"`,
        `via`, `after` or `avoid={"kinds": ["location"]}`.
        """
        body = {"source": source, "target": target, "also": also, "k": k, **how}
        answer = self._post("/v1/paths", body)
        numbered = enumerate(answer["paths"], start=1)
        rows = chain.from_iterable(frames.path_rows(at, path) for at, path in numbered)
        return frames.frame(rows, frames.HOPS, answer)

    def reachable(self, source: str, *, hops: int = 2, **how: Any) -> pd.DataFrame:
        """Whom one reaches within some hops; `attrs["counts"]` says how many in each.

        `how` may be `limit` and `avoid`, as of paths.
        """
        answer = self._post("/v1/reachable", {"source": source, "hops": hops, **how})
        return frames.frame(
            answer["reached"], frames.REACHED, answer, beside=("counts", "not_passed")
        )

    def communities(self, *, limit: int = 20, members: int = 25, **how: Any) -> pd.DataFrame:
        """The largest communities, one row a member; `attrs["division"]` says how good they are.

        `how` may be `quality` (modularity or cpm), `resolution` and `seeds`.
        """
        answer = self._get("/v1/communities", limit=limit, members=members, **how)
        rows = chain.from_iterable(map(frames.community_rows, answer["communities"]))
        return frames.frame(rows, frames.COMMUNITIES, answer, beside=["division"])

    def community(self, entity: str, *, members: int = 25, **how: Any) -> pd.DataFrame:
        """The community that holds an entity, one row a member; `attrs["profile"]` is its profile.

        `how` is as of communities.
        """
        path = f"/v1/entities/{_id(entity)}/community"
        answer = self._get(path, members=members, **how)
        found = frames.frame(
            answer["profile"]["members"], frames.MEMBERS, answer, beside=["division"]
        )
        profile = answer["profile"].items()
        found.attrs["profile"] = {name: told for name, told in profile if name != "members"}
        return found

    def community_changes(
        self,
        *,
        known_at: datetime | None = None,
        valid_at: datetime | None = None,
        limit: int = 50,
        **how: Any,
    ) -> pd.DataFrame:
        """What became of communities since a time, one row a community of then or now.

        `attrs["before"]` and `attrs["after"]` say how good both divisions are.
        """
        then = {"before_known_at": _iso(known_at), "before_valid_at": _iso(valid_at)}
        answer = self._get("/v1/communities/changes", **then, limit=limit, **how)
        rows = map(frames.community_change_row, answer["changes"])
        return frames.frame(rows, frames.COMMUNITY_CHANGES, answer, beside=("before", "after"))

    def centrality(
        self,
        measure: str = "betweenness",
        *,
        limit: int = 20,
        include: Iterable[str] = (),
        include_reason: str = "",
        draws: int = 0,
    ) -> pd.DataFrame:
        """Who matters by one measure; `attrs["left_out"]` counts who was not ranked.

        `include` names those to rank after all (bystander, professional) for an `include_reason`,
        which stands in the audit. `draws` withholds a tenth of the links so often, to say how far
        ranks move.
        """
        asked = {"limit": limit, "include": list(include), "draws": draws}
        path = f"/v1/centrality/{quote(measure, safe='')}"
        answer = self._wire.get(path, {**asked, **self._times}, _reason(include_reason))
        columns = (*frames.RANKING, *(frames.MOVES if draws else ()))
        return frames.frame(answer["ranking"], columns, answer, beside=["left_out"])

    def key_players(
        self,
        aim: Literal["remove", "reach"] = "remove",
        *,
        k: int = 3,
        include: Iterable[str] = (),
        include_reason: str = "",
        **how: Any,
    ) -> pd.DataFrame:
        """The few who together hold a network together, or reach most of it.

        `attrs["value"]` says how well, `attrs["best"]` whether no other set does better. `how` may
        be `hops` and `through`, as of hidden links.
        """
        asked = {"aim": aim, "k": k, "include": list(include), **how, **self._times}
        answer = self._wire.get("/v1/key-players", asked, _reason(include_reason))
        told = ("value", "without", "best", "candidates", "left_out")
        return frames.frame(answer["players"], frames.NAMED, answer, beside=told)

    def what_if(
        self,
        without: Iterable[str] = (),
        *,
        merged: Iterable[str] = (),
        measures: Iterable[str] = ("betweenness", "pagerank"),
        limit: int = 20,
    ) -> pd.DataFrame:
        """Measures before and after some are left out, or taken as one; nothing is recorded.

        `attrs["effect"]` is what becomes of the whole, `attrs["changes"]` what was supposed.
        """
        body = {"without": list(without), "merged": list(merged), "measures": list(measures)}
        answer = self._post("/v1/what-if", {**body, "limit": limit})
        return frames.frame(
            answer["entities"], frames.CHANGED, answer, beside=("changes", "effect")
        )

    def hidden_links(self, *, limit: int = 20, **how: Any) -> pd.DataFrame:
        """Who may be linked though nobody has said so: guesses, one row each.

        `because` names those whom both know. `how` may be `through` (co_offending, shared_phone,
        shared_address, known) and `method`.
        """
        answer = self._get("/v1/hidden-links", limit=limit, **how)
        rows = map(frames.guess_row, answer["guesses"])
        return frames.frame(rows, frames.GUESSES, answer, beside=["method"])

    def contacts(self, entity: str = "", **how: Any) -> pd.DataFrame:
        """Who is in touch with whom most; needs a case, and events with an authority for it.

        `attrs["reciprocity"]` says how mutually, `attrs["common"]` who is in touch with `other`
        too. `how` may be `other`, `kind`, `best` and `limit`.
        """
        answer = self._get("/v1/events/contacts", entity=entity, **how)
        rows = map(frames.contact_row, answer["contacts"])
        told = ("refused", "reciprocity", "common")
        return frames.frame(rows, frames.CONTACTS, answer, beside=told)

    def pattern_of_life(self, entity: str = "", *, zone: str = "UTC", **how: Any) -> pd.DataFrame:
        """One row an entity, weekday (Monday is 0) and hour with events in it, as of contacts."""
        answer = self._get("/v1/events/pattern", entity=entity, zone=zone, **how)
        rows = chain.from_iterable(map(frames.pattern_rows, answer["patterns"]))
        return frames.frame(rows, frames.PATTERNS, answer, beside=("refused", "zone", "untimed"))

    def together(self, **how: Any) -> pd.DataFrame:
        """Who was seen together at several places; `attrs["meetings"]` are single meetings.

        `how` may be `window` (minutes), `metres`, `places` and `limit`.
        """
        answer = self._get("/v1/events/together", **how)
        rows = map(frames.travel_row, answer["travel"])
        return frames.frame(rows, frames.TRAVEL, answer, beside=("refused", "meetings", "count"))

    def payments(self, payer: str = "", **how: Any) -> pd.DataFrame:
        """Chains of payments, one row a payment; `how` may be `hours`, `tolerance` and `limit`."""
        answer = self._get("/v1/events/payments", entity=payer, **how)
        numbered = enumerate(answer["chains"], start=1)
        rows = chain.from_iterable(frames.chain_rows(at, each) for at, each in numbered)
        return frames.frame(rows, frames.PAYMENTS, answer, beside=("refused", "count"))

    def handsets(
        self, by: Literal["number", "imei", "imsi"] = "number", **how: Any
    ) -> pd.DataFrame:
        """Changes of handset or SIM, one row each."""
        answer = self._get("/v1/events/handsets", by=by, **how)
        rows = map(frames.handset_row, answer["changes"])
        return frames.frame(rows, frames.HANDSETS, answer, beside=("refused", "by", "count"))

    def chart(
        self, entities: str | Iterable[str] = (), *, hops: int = 1, limit: int = 200
    ) -> Chart:
        """A link chart around some entities, or around who matters most."""
        named = [entities] if isinstance(entities, str) else list(entities)
        body = {"entities": named, "hops": hops, "limit": limit}
        return Chart(self._wire.post_for_page("/v1/chart", body, self._times))

    def hand_over(
        self,
        entities: str | Iterable[str],
        recipient: str,
        reason: str,
        *,
        form: Form = "csv",
        hops: int = 0,
        approved: Mapping[str, str] | None = None,
        verified: Mapping[str, str] | None = None,
        only_free: bool = False,
    ) -> str:
        """A file of some entities for a recipient; refused where an owner forbids it.

        `approved` and `verified` are references by owner; `only_free` leaves out what may not go.
        """
        named = [entities] if isinstance(entities, str) else list(entities)
        body = {"entities": named, "hops": hops, "format": form, "recipient": recipient,
                "reason": reason, "approved": dict(approved or {}),
                "verified": dict(verified or {}), "only_free": only_free}  # fmt: skip
        return self._wire.post_for_page("/v1/exports", body, self._times)

    def judge(
        self,
        first: str,
        second: str,
        verdict: Literal["same", "different", "unsure"],
        reason: str,
        *,
        handling: str = "TLP:AMBER",
    ) -> str:
        """Say whether two mentions are one; returns the reference to withdraw it by."""
        body = {"first": first, "second": second, "verdict": verdict, "reason": reason}
        answer = self._wire.post("/v1/judgements", {**body, "handling": handling})
        return str(answer["ref"])

    def withdraw(self, ref: str, reason: str) -> None:
        """Take a judgement back; what it joined or parted is as before."""
        self._wire.delete(f"/v1/judgements/{_id(ref)}", reason)

    def send_records(
        self,
        source: str,
        rows: Iterable[Mapping[str, Any]],
        *,
        operation: Operation = "insert",
        table: str = "",
        key: str = "",
    ) -> Json:
        """Send rows of a source; returns what became of them once they are on disk.

        `table` names a file as the source would, where its mapping reads several shapes of file.

        A lost connection is tried once more under the same key, which can take nothing twice.
        """
        records = [{"operation": operation, "row": dict(row)} for row in rows]
        body = {"table": table, "records": records}
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        path = f"/v1/sources/{quote(source, safe='')}/records"
        try:
            return self._wire.post(path, body, headers=headers)
        except Unreachable:
            return self._wire.post(path, body, headers=headers)

    def close(self) -> None:
        """Let go of the connection."""
        self._wire.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self._wire.url!r})"

    def _neighbours(self, entity: str, limit: int | None) -> tuple[list[Json], list[Json]]:
        found: list[Json] = []
        pages: list[Json] = []
        while not pages or (pages[-1]["next_cursor"] and (limit is None or len(found) < limit)):
            asked = {
                "limit": PAGE if limit is None else min(PAGE, limit - len(found)),
                "cursor": pages[-1]["next_cursor"] if pages else None,
            }
            pages.append(self._get(f"/v1/entities/{_id(entity)}/neighbours", **asked))
            found += pages[-1]["neighbours"]
        return found, pages

    def _get(self, path: str, **query: object) -> Json:
        return self._wire.get(path, {**query, **self._times})

    def _post(self, path: str, body: Mapping[str, object]) -> Json:
        return self._wire.post(path, body, self._times)


def _id(text: str) -> str:
    if not ID.fullmatch(text):
        raise NoId(text)
    return text


def _reason(text: str) -> Mapping[str, str]:
    """Why those left out of rankings are asked for, as a header."""
    return {"Comity-Include-Reason": encoded(text)} if text else {}


def _iso(moment: datetime | None) -> str | None:
    if moment is not None and moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone; use datetime(..., tzinfo=UTC)")
    return None if moment is None else moment.isoformat()
