"""Events of one view as columns: who, whom, where, when and how much, from what shows alone.

Calls, sightings and payments by the million go to analytics this way; whether they may be
analysed is decided there, by the authority that stands beside each.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from comity.graph.columns import Codes, Ints, Mask, starts
from comity.graph.detail import Detail
from comity.graph.errors import CrowdedEvents
from comity.graph.words import BEGINNING, DAY, Micros

Objects = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]
KINDS = ("call", "payment", "sighting")
# What a first end plays in an event that has two sides; whatever else takes part is the first.
SECOND_SIDE = ("callee", "payee")
FIRST_SIDE = ("caller", "payer")
NOBODY = -1
MOST_PAIRS = 5_000_000  # a gigabyte of columns
_NOWHERE = -1


@dataclass(frozen=True, eq=False)
class EventColumns:
    """Events in the order of time, one row for each two who took part, or for each one alone.

    `who` and `whom` are rows of the view's network (-1 for nobody), `place` too. `starts` is
    BEGINNING where no time of day is known. `number`, `imei` and `imsi` are what the record
    says of the first side's telephone, and `whom_...` of the second's.
    """

    event: Objects
    kind: Objects
    starts: Ints
    seconds: Floats
    who: Ints
    whom: Ints
    place: Ints
    latitude: Floats
    longitude: Floats
    amount: Floats
    currency: Objects
    number: Objects
    imei: Objects
    imsi: Objects
    whom_number: Objects
    whom_imei: Objects
    whom_imsi: Objects
    authority: Objects
    case: Objects
    expires: Ints

    def only(self, kept: Mask | Ints) -> "EventColumns":
        """Some of the rows."""
        return replace(self, **{each.name: getattr(self, each.name)[kept] for each in fields(self)})


def event_columns(detail: Detail, kinds: Collection[str] = KINDS) -> EventColumns:
    """The events of some kinds that show, in an order that arrival cannot bend."""
    wanted = np.array([detail.snapshot.words.texts.find(kind) for kind in sorted(kinds)])
    is_event = np.append(np.isin(detail.kinds, wanted[wanted >= 0]), False)
    event, first, second = _sides(detail, is_event)
    place = _places(detail, is_event)
    said = _Said(detail)
    columns = EventColumns(
        event=detail.snapshot.mention_ids[event].astype("U32").astype(object),
        kind=said.texts[detail.kinds[event]],
        starts=_moments(said.text("started", event)),
        seconds=said.number("duration_seconds", event),
        who=_entities(detail, first),
        whom=_entities(detail, second),
        place=_entities(detail, place[event]),
        latitude=said.number("latitude", place[event]),
        longitude=said.number("longitude", place[event]),
        amount=said.number("amount", event),
        currency=said.text("currency", event),
        number=said.text("phone_number", first),
        imei=said.text("imei", first),
        imsi=said.text("imsi", first),
        whom_number=said.text("phone_number", second),
        whom_imei=said.text("imei", second),
        whom_imsi=said.text("imsi", second),
        authority=said.text("authority", event),
        case=said.text("authority_case", event),
        expires=_last_moments(said.text("authority_expires", event)),
    )
    rank = detail.snapshot.rank
    whose = [np.where(side < 0, -1, rank[side]) for side in (second, first)]
    return columns.only(np.lexsort((*whose, rank[event], columns.starts)))


def _sides(detail: Detail, is_event: Mask) -> tuple[Ints, Ints, Ints]:
    """Event, first and second side of every row, as mentions."""
    links, texts = detail.snapshot.links, detail.snapshot.words.texts
    rows = np.flatnonzero(detail.sight.shown_links)
    rows = rows[is_event[links["second"][rows]]]
    pairs = np.unique(
        np.stack([links["second"][rows], links["first"][rows], links["role"][rows]]), axis=1
    ).astype(np.int64)
    event, party, role = pairs
    later = np.isin(role, [texts.find(name) for name in SECOND_SIDE])
    alone = ~later & ~np.isin(role, [texts.find(name) for name in FIRST_SIDE])
    left, right = ~(later | alone), later
    two = _crossed(event[left], party[left], event[right], party[right])
    one = event[alone], party[alone], np.full(int(alone.sum()), NOBODY, dtype=np.int64)
    found = [np.concatenate(each) for each in zip(two, one, strict=True)]
    bare = np.setdiff1d(np.flatnonzero(is_event), found[0])
    nobody = np.full(len(bare), NOBODY, dtype=np.int64)
    event, first, second = (
        np.concatenate(each) for each in zip(found, (bare, nobody, nobody), strict=True)
    )
    return event, first, second


def _crossed(event: Ints, first: Ints, other: Ints, second: Ints) -> tuple[Ints, Ints, Ints]:
    """Every first side of an event with every second one; nobody where a side is not known."""
    both = np.union1d(event, other)
    left = _filled(np.searchsorted(both, event), first, len(both))
    right = _filled(np.searchsorted(both, other), second, len(both))
    at, mine, theirs = left[0], left[1], right[1]
    edge = np.searchsorted(right[0], np.arange(len(both) + 1))
    many = edge[at + 1] - edge[at]
    if (pairs := int(many.sum())) > MOST_PAIRS:
        raise CrowdedEvents(pairs, MOST_PAIRS)
    begin = np.repeat(edge[at] - (np.cumsum(many) - many), many)
    which = begin + np.arange(int(many.sum()))
    return both[np.repeat(at, many)], np.repeat(mine, many), theirs[which]


def _filled(at: Ints, party: Ints, size: int) -> tuple[Ints, Ints]:
    """Places and parties in order, with nobody at the places that have none."""
    missing = np.setdiff1d(np.arange(size), at)
    places = np.concatenate([at, missing])
    parties = np.concatenate([party, np.full(len(missing), NOBODY, dtype=np.int64)])
    order = np.argsort(places, kind="stable")
    return places[order], parties[order]


def _places(detail: Detail, is_event: Mask) -> Codes:
    """The place of each event mention, the first by address where records name several."""
    links, snapshot = detail.snapshot.links, detail.snapshot
    found = np.full(snapshot.size + 1, _NOWHERE, dtype=np.int64)
    rows = np.flatnonzero(detail.sight.shown_links)
    located = links["kind"][rows] == snapshot.words.texts.find("located_at")
    rows = rows[located & is_event[links["first"][rows]]]
    rows = rows[np.argsort(-snapshot.rank[links["second"][rows]], kind="stable")]
    found[links["first"][rows]] = links["second"][rows]
    return found.astype(np.int32)


def _entities(detail: Detail, mentions: Ints | Codes) -> Ints:
    padded = np.append(detail.entities.entity_of, NOBODY)
    return padded[mentions].astype(np.int64)


class _Said:
    """The values of mentions by property: of several the first by its text."""

    def __init__(self, detail: Detail) -> None:
        snapshot = detail.snapshot
        self.texts = np.array([*snapshot.words.texts.texts, ""], dtype=object)
        self._find, self._size = snapshot.words.texts.find, snapshot.size
        rows = np.flatnonzero(detail.sight.shown_claims)
        columns = [snapshot.claims[name][rows] for name in ("property", "mention", "value")]
        by_property, first = starts(columns[0], len(self.texts))
        self._first = first
        self._mention, self._value = columns[1][by_property], columns[2][by_property]

    def text(self, prop: str, mentions: Ints | Codes) -> Objects:
        """The value of each mention, an empty text where it has none or there is nobody."""
        found: Objects = self.texts[self._codes(prop)[mentions]]
        return found

    def number(self, prop: str, mentions: Ints | Codes) -> Floats:
        """The same as numbers, NaN where there is none."""
        codes, place = np.unique(self._codes(prop)[mentions], return_inverse=True)
        values = np.array([_number(self.texts[code]) for code in codes], dtype=np.float64)
        return values[place]

    def _codes(self, prop: str) -> Ints:
        """The text number of each mention's value; the last place is nobody's."""
        best = np.full(self._size + 1, -1, dtype=np.int64)
        code = self._find(prop)
        if code < 0:
            return best
        rows = slice(self._first[code], self._first[code + 1])
        mention, value = self._mention[rows], self._value[rows]
        codes = np.unique(value)
        ordered = codes[np.argsort(self.texts[codes].astype(str), kind="stable")]
        place = np.empty(len(self.texts), dtype=np.int64)
        place[ordered] = np.arange(len(ordered))
        backwards = np.argsort(-place[value], kind="stable")
        best[mention[backwards]] = value[backwards]
        return best


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _moments(texts: Objects) -> Ints:
    """Moments in UTC; BEGINNING where the text is a mere date, or none."""
    plain = texts.astype(str)
    return _read(plain, np.char.str_len(plain) > len("2024-01-01T"))


def _last_moments(texts: Objects) -> Ints:
    """The first moment after: a date holds until its day is over; BEGINNING where unreadable."""
    plain = texts.astype(str)
    lengths = np.char.str_len(plain)
    day = lengths == len("2024-01-01")
    found = _read(plain, day | (lengths > len("2024-01-01T")))
    return np.where(day & (found > BEGINNING), found + DAY, found)


def _read(plain: npt.NDArray[np.str_], wanted: Mask) -> Ints:
    found = np.full(len(plain), BEGINNING, dtype=np.int64)
    at = np.flatnonzero(wanted)
    distinct, place = np.unique(np.char.rstrip(plain[at], "Z"), return_inverse=True)
    moments = np.array([_moment(text) for text in distinct.tolist()], dtype=np.int64)
    found[at] = moments[place] if len(at) else found[at]
    return found


def _moment(text: str) -> Micros:
    try:
        return int(np.datetime64(text, "us").astype(np.int64))
    except ValueError:
        return BEGINNING
