"""Scripts of requests for a served world: every route that the server has, found by asking it.

A parameter that nobody taught this page to fill is an error: then a route is not tried.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, get_args

import httpx
from law.questions import TEXTS
from law.realms import AGENCIES

from comity.analytics import MEASURES
from comity.api.export_formats import FORMATS
from comity.api.wire_drawing import Layout
from comity.api.wire_paths import Sort

Fill = Callable[[Random, "Known"], Any]
MOMENTS = [f"2025-03-{day:02d}T0{hour}:30:00Z" for day in (1, 2) for hour in range(4)]
SOURCE = "own"
SORTS, LAYOUTS = get_args(Sort), get_args(Layout)
# These take the role of the records office.
OF_THE_OFFICE = (
    "who_received", "correct_record", "seal_record", "unseal_record", "expunge_record",
)  # fmt: skip
NAMED = [{"property": "name", "value": TEXTS[0]}, {"property": "birth_date", "value": "1980-05-07"}]
PHONED = {"property": "phone_number", "value": TEXTS[2]}


@dataclass
class Known:
    """What a script may ask about: addresses, seen or not, and what earlier answers gave."""

    addresses: list[str]
    cursors: list[tuple[str, str]] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)
    found: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    sent: int = 0
    records: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    office: str = ""
    texts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Route:
    """One route as the server's own description has it."""

    name: str
    method: str
    path: str
    parameters: tuple[Mapping[str, Any], ...]
    body: tuple[tuple[str, bool], ...] = ()


def _address(rng: Random, known: Known) -> str:
    if known.found and rng.random() < 0.6:
        return rng.choice(known.found)
    return rng.choice([*known.addresses, "0" * 32])


def _linked(rng: Random, known: Known) -> str:
    """One that has links, if any is known: pages follow on pages."""
    return rng.choice(known.linked[:2]) if known.linked else _address(rng, known)


def _row(rng: Random, known: Known) -> dict[str, Any]:
    known.sent += 1
    row = {"NO": f"X{rng.randint(1, 4)}", "NAME": rng.choice(TEXTS[:2]), "BORN": "1980-05-07",
           "PHONE": rng.choice(("", TEXTS[2]))}  # fmt: skip
    return {"operation": rng.choice(("insert", "update", "delete")), "row": row}


FILLS: Mapping[str, Fill] = {
    "id": _address,
    "first": _address,
    "second": _address,
    "source": _address,
    "target": _address,
    "entity": lambda rng, known: rng.choice([*known.addresses[:3], ""]),
    "entities": lambda rng, known: rng.sample(known.addresses, min(2, len(known.addresses))),
    "held": lambda rng, known: [
        {"entity": address, "x": 10.0 * at, "y": 5.5}
        for at, address in enumerate(rng.sample(known.addresses, min(2, len(known.addresses))))
    ],
    "layout": lambda rng, _: rng.choice(LAYOUTS),
    "agreement": lambda rng, _: rng.choice(("pact-0", "pact-1", "nowhere")),
    "ref": lambda rng, known: rng.choice([*known.refs, "0" * 32]),
    "kind": lambda rng, _: rng.choice(("person", "phone", "incident", "call", "nothing")),
    "limit": lambda rng, _: rng.choice((1, 1, 2, 50)),
    "members": lambda rng, _: rng.choice((1, 25)),
    "hops": lambda rng, _: rng.randint(0, 3),
    "k": lambda rng, _: rng.choice((None, 1, 3)),
    "also": lambda rng, known: rng.choice(([], known.addresses[:2])),
    "sort": lambda rng, _: rng.choice((None, *SORTS)),
    "avoid": lambda rng, known: rng.choice(
        ({"kinds": ["phone"]}, {"entities": known.addresses[:1]}, {"neighbours_above": 3})
    ),
    "via": lambda rng, known: rng.choice((None, _address(rng, known))),
    "via_kind": lambda rng, _: rng.choice((None, "phone")),
    "after": lambda rng, _: rng.choice((None, "2024-01-01T00:00:00Z", "soon")),
    "before": lambda rng, _: rng.choice((None, "2026-01-01T00:00:00Z")),
    "directed": lambda rng, _: rng.random() < 0.3,
    "half_life_years": lambda rng, _: rng.choice((None, 2.0)),
    "quality": lambda rng, _: rng.choice(("modularity", "cpm", "charm")),
    "resolution": lambda rng, _: rng.choice((0.5, 1.0)),
    "seeds": lambda rng, _: rng.choice((1, 2)),
    "before_known_at": lambda rng, _: rng.choice(MOMENTS),
    "before_valid_at": lambda rng, _: "2022-01-01T00:00:00Z",
    "aim": lambda rng, _: rng.choice(("remove", "reach")),
    "other": lambda rng, known: rng.choice([*known.addresses[:3], ""]),
    "best": lambda rng, _: rng.choice((1, 10)),
    "zone": lambda rng, _: rng.choice(("Europe/Brussels", "America")),
    "window": lambda rng, _: rng.choice((0, 90)),
    "metres": lambda rng, _: rng.choice((0, 500)),
    "places": lambda rng, _: rng.choice((1, 2)),
    "tolerance": lambda rng, _: rng.choice((0, 0.2)),
    "by": lambda rng, _: rng.choice(("number", "imei", "charm")),
    "comity-include-reason": lambda rng, _: rng.choice(("", "an officer is under inquiry")),
    "card": lambda rng, _: rng.choice(("trial", "trial", "nowhere")),
    "version": lambda rng, _: rng.choice((1, 1, 2)),
    "attribute": lambda rng, _: rng.choice(("sex", "rank")),
    "measure": lambda rng, _: rng.choice([*sorted(MEASURES), "charm"]),
    "measures": lambda rng, _: rng.choice((["core"], ["degree", "charm"])),
    "without": lambda rng, known: rng.sample(known.addresses, min(1, len(known.addresses))),
    "merged": lambda rng, known: rng.choice(([], known.addresses[:2])),
    "through": lambda rng, _: rng.choice(("co_offending", "shared_phone", "known", "charm")),
    "method": lambda rng, _: rng.choice(("model", "adamic_adar_index", "charm")),
    "include": lambda rng, _: rng.choice((["bystander"], ["professional"], ["nobody"])),
    "text": lambda rng, _: rng.choice(TEXTS),
    "since": lambda rng, _: rng.choice(MOMENTS),
    "until": lambda rng, _: rng.choice(MOMENTS),
    "pointer": lambda rng, known: rng.choice(["", *known.addresses[:1]]),
    "draws": lambda rng, _: rng.choice((0, 3)),
    "past": lambda rng, _: rng.choice((0, 1)),
    "known_at": lambda rng, _: rng.choice([*MOMENTS, "yesterday"]),
    "valid_at": lambda rng, _: rng.choice(("2022-01-01T00:00:00Z", "2025-06-01T00:00:00Z")),
    "cursor": lambda rng, _: "not-a-cursor",
    "format": lambda rng, _: rng.choice(sorted(FORMATS)),
    "recipient": lambda rng, _: rng.choice(("beta", "gamma", "a prosecutor")),
    "approved": lambda rng, _: dict.fromkeys(rng.sample(AGENCIES, 2), "memo 7"),
    "verified": lambda rng, _: {rng.choice(AGENCIES): "call of today"},
    "only_free": lambda rng, _: rng.random() < 0.7,
    "verdict": lambda rng, _: rng.choice(("same", "same", "different", "unsure", "justified")),
    "reason": lambda rng, _: "seen by the officer",
    "handling": lambda rng, _: rng.choice(("TLP:AMBER", "TLP:MAUVE")),
    "table": lambda rng, _: "",
    "records": lambda rng, known: [_row(rng, known) for _ in range(rng.randint(1, 2))],
    "idempotency-key": lambda rng, known: f"key {known.sent}",
    "comity-purpose": lambda rng, _: rng.choice(("investigation", "licensing")),
    "comity-justification": lambda rng, _: "a test",
    "comity-emergency": lambda rng, known: rng.choice([*known.refs, "0" * 32]),
    "values": lambda rng, _: rng.choice((NAMED, [PHONED])),
    "case": lambda rng, _: "C-1",
    "days": lambda rng, _: rng.choice((1, 3_000)),
    "hours": lambda rng, _: rng.choice((1, 90)),
    "address": lambda rng, _: "12 Oak Avenue",
    "city": lambda rng, _: "Springfield",
    "postcode": lambda rng, _: "62701",
    "latitude": lambda rng, _: 41.0,
    "longitude": lambda rng, _: -87.0,
    "radius": lambda rng, _: 300.0,
    "to": lambda rng, _: rng.choice(("beta", "nowhere")),
    "outcome": lambda rng, _: rng.choice(("granted", "refused")),
    "title": lambda rng, _: rng.choice(("one", "two")),
    "shared": lambda rng, _: rng.sample(AGENCIES, 2),
    "comment": lambda rng, _: "saved",
    "number": lambda rng, _: rng.choice((1, 2)),
    "spots": lambda rng, known: [
        {"entity": _address(rng, known), "x": 1.0 * at, "y": 2.0} for at in range(3)
    ],
    "notes": lambda rng, known: [{"entity": _address(rng, known), "text": "a note"}],
    "groups": lambda rng, known: [
        {"name": "crew", "members": [_address(rng, known) for _ in range(2)], "inside": inside}
        for inside in (None, rng.choice((None, 0, 1)))
    ],
    "boxes": lambda rng, _: [{"text": "a box", "x": 1.0 * rng.randrange(3), "y": 2.0}],
    "ticks": lambda rng, _: rng.choice((0, 2)),
    "strength": lambda rng, _: rng.choice(("confirmed", "tentative", "charm")),
    "grade": lambda rng, _: rng.choice(("", "ADMIRALTY:B2", "Z9")),
    "role": lambda rng, _: rng.choice(("", "user", "charm")),
    "minutes": lambda rng, _: rng.choice((1, 60, 99_999)),
    "record": lambda rng, known: rng.choice((f"X{rng.randint(1, 4)}", *known.records, "nothing")),
    "order": lambda rng, _: "court order 26-1",
    "spared": lambda rng, _: rng.choice(([], rng.sample(AGENCIES, 2))),
    "comity-task-force": lambda rng, _: "",
    "comity-case": lambda rng, _: "C-1",
    "key": lambda rng, _: "no-such-key",
    "name": lambda rng, _: rng.choice(("ann", "nobody")),
    "password": lambda rng, _: "a wrong password",
    "code": lambda rng, _: "000000",
}
# What a body means by a word that others mean otherwise.
BODIES: Mapping[tuple[str, str], Fill] = {
    ("draw_link", "kind"): lambda rng, _: rng.choice(("uses", "associate_of", "charm")),
    **{
        (f"{verb}_draft", "text"): lambda rng, known: rng.choice(("parties: [", *known.texts))
        for verb in ("check", "compare", "simulate")
    },
    ("correct_record", "values"): lambda rng, _: rng.choice(({"BORN": "1981-05-07"}, {"B": "1"})),
    **{
        (name, "source"): lambda rng, known: rng.choice((SOURCE, SOURCE, *known.sources, "nowhere"))
        for name in OF_THE_OFFICE
    },
}
# A path's word of another kind than the others of its name.
PATHS: Mapping[str, Fill] = {
    "/v1/entities/{id}/neighbours": _linked,
    "/v1/sources/{id}/records": lambda rng, _: rng.choice(
        (SOURCE, SOURCE, "beta", "delta", "gamma", "nowhere")
    ),
}

# Routes that the server keeps to itself.
UNDESCRIBED = (
    Route("/", "GET", "/", ()),
    Route("/healthz", "GET", "/healthz", ()),
    Route("/workspace", "GET", "/workspace", ()),
    Route("/workspace/main.js", "GET", "/workspace/main.js", ()),
    Route(
        "sign_in", "POST", "/v1/sign-in", (), (("name", True), ("password", True), ("code", False))
    ),
    Route("sign_out", "POST", "/v1/sign-out", ()),
)


def routes_of(client: httpx.Client) -> list[Route]:
    """Every route that the server describes, and those that it keeps to itself."""
    told = client.get("/openapi.json").json()
    described = [
        _described(told, path, method, operation)
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    ]
    return [*described, *UNDESCRIBED]


_FOUND: list[Route] = []


def _routes_once(client: httpx.Client) -> list[Route]:
    """The same, found once: every server of a process describes the same, and takes long to."""
    if not _FOUND:
        _FOUND.extend(routes_of(client))
    return _FOUND


def _described(told: Any, path: str, method: str, operation: Any) -> Route:
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    body = told["components"]["schemas"][schema["$ref"].split("/")[-1]] if schema else {}
    needed = set(body.get("required", ()))
    fields = tuple((name, name in needed) for name in body.get("properties", ()))
    parameters = tuple(operation.get("parameters", ()))
    return Route(operation["operationId"], method.upper(), path, parameters, fields)


def request_for(route: Route, rng: Random, known: Known) -> dict[str, Any]:
    """One request to a route, as httpx takes it; optional parts are there every other time."""
    parts: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
    for parameter in route.parameters:
        name = parameter["name"]
        of_events = name == "comity-case" and "/events/" in route.path
        likely = 0.8 if name == "limit" or of_events else 0.35
        if parameter.get("required") or rng.random() < likely:
            fill = PATHS.get(route.path) if parameter["in"] == "path" else None
            parts[parameter["in"]][name] = (fill or FILLS[name.lower()])(rng, known)
    asked: dict[str, Any] = {"params": parts["query"], "headers": _texts(parts["header"])}
    if route.body:
        chosen = [name for name, needed in route.body if needed or rng.random() < 0.5]
        asked["json"] = {name: _fill(route, name)(rng, known) for name in chosen}
    if route.name in OF_THE_OFFICE:
        asked["headers"]["Authorization"] = f"Bearer {known.office}"
    if route.name == "neighbours" and known.cursors and rng.random() < 0.7:
        entity, cursor = rng.choice(known.cursors)
        parts["path"]["id"], parts["query"]["cursor"] = entity, cursor
    return {"method": route.method, "url": route.path.format(**parts["path"]), **asked}


def _fill(route: Route, name: str) -> Fill:
    return BODIES.get((route.name, name)) or FILLS[name]


def script(
    client: httpx.Client, seed: int, known: Known, steps: int, only: Collection[str] = ()
) -> Iterator[tuple[str, httpx.Response]]:
    """So many requests in a row, each route coming up in turn; later ones build on answers.

    `only` names the routes to ask; none means all. A script of some stays the same when others
    come.
    """
    rng = Random(seed)
    routes = sorted(_routes_once(client), key=lambda route: (route.name, route.path))
    routes = [route for route in routes if not only or route.name in only]
    # Pages follow on pages: these come up more often.
    routes += [route for route in routes if route.name == "neighbours"] * 2
    rng.shuffle(routes)
    # What is found first is asked about later.
    routes.sort(key=lambda route: route.name not in ("search", "centrality"))
    for step in range(steps):
        route = routes[step % len(routes)]
        answer = client.request(**request_for(route, rng, known))
        _learn(route, answer, known)
        yield f"{route.name} {answer.request.url.path}", answer


def _learn(route: Route, answer: httpx.Response, known: Known) -> None:
    if not (answer.is_success and answer.headers.get("content-type") == "application/json"):
        return
    told = answer.json()
    if told.get("next_cursor"):
        known.cursors.append((answer.request.url.path.split("/")[3], told["next_cursor"]))
    known.found += [hit["entity"] for hit in told.get("hits", ())]
    known.found += [each["entity"] for each in told.get("neighbours", ())]
    if route.name == "centrality":
        known.linked += [each["entity"] for each in told["ranking"]]
    if route.name in ("judge", "draw_link", "draw_entity", "save_chart"):
        known.refs.append(told["ref"])
    known.refs += [told[made]["ref"] for made in ("target", "action", "request") if made in told]


def _texts(headers: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value).replace(" ", "%20") for name, value in headers.items()}
