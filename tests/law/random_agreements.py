"""Random agreements, viewers and labels, in which each rule of the decision comes to bear."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from comity.sharing import Label, Viewer

AGENCIES = ("city", "court", "jail", "state")
FORCE = "force"
CLASSES = ("booking", "incident", "juvenile", "officer_safety")
PURPOSES = ("investigation", "licensing")
ROLES = ("analyst", "clerk")
TRAINING = ("cjis", "warrants")
AREAS = ("north", "south")
CASES = ("C-1", "C-2")
GIVES = ("facts", "pointer", "link_disclosure")
REDACTED = ("birth_date", "phone_number")
CODES = ("TLP:GREEN", "TLP:AMBER", "TLP:RED", "NIEM:GREEN", "NIEM:YELLOW", "EUROPOL:H1")
CAVEATS = (
    "not-for:city",
    "not-for:court",
    "not-for:force",
    "originator-only",
    "a caveat nobody taught us",
)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
Document = dict[str, Any]


@dataclass(frozen=True)
class RandomWorld:
    """Agreements as documents, with viewers and labels to decide on."""

    documents: list[Document]
    viewers: list[Viewer]
    labels: list[Label]


def random_world(seed: int, *, viewers: int = 5, labels: int = 16) -> RandomWorld:
    """The world of a seed; the same on every machine."""
    random = Random(seed)
    return RandomWorld(
        [_document(random, number) for number in range(random.randint(1, 4))],
        [_viewer(random) for _ in range(viewers)],
        sorted({_label(random) for _ in range(labels)}),
    )


def _document(random: Random, number: int) -> Document:
    starts = NOW.date() + timedelta(days=random.choice([-400] * 6 + [0, 1]))
    parties = _some(random, AGENCIES, least=3)
    document: Document = {
        "agreement": f"pact {number}",
        "version": random.randint(1, 3),
        "title": "Pact",
        "status": random.choice(["active"] * 9 + ["draft", "suspended", "ended"]),
        "parties": [_party(random, agency) for agency in parties],
        "purposes": _some(random, PURPOSES),
        "starts": starts,
        "ends": starts + timedelta(days=random.choice([1, 399, 400, 401, 900, 900])),
    }
    if random.random() < 0.3:
        document["officer_safety"] = random.random() < 0.5
    if random.random() < 0.5:
        document["task_forces"] = [_force(random, parties)]
    known = [*parties, *(force["id"] for force in document.get("task_forces", []))]
    document["shares"] = [
        _share(random, known, document["purposes"], place) for place in range(random.randint(1, 4))
    ]
    return document


def _share(random: Random, known: list[str], purposes: list[str], place: int) -> Document:
    share: Document = {
        "clause": f"{place}.1",
        "from": _some(random, known) if random.random() < 0.7 else ["*"],
        "to": _some(random, known) if random.random() < 0.7 else ["*"],
        "data_classes": _some(random, CLASSES, least=2),
        "handling_ceiling": _some(random, CODES, least=3),
    }
    conditions: Document = {
        "purposes": _some(random, purposes),
        "roles": _some(random, ROLES),
        "training": _some(random, TRAINING),
        "areas": _some(random, AREAS),
        "case_member": True,
        "emergency": True,
    }
    share |= {name: said for name, said in conditions.items() if random.random() < 0.15}
    share["gives"] = random.choice(["facts", *GIVES])
    if share["gives"] == "facts" and random.random() < 0.4:
        share["redact"] = _some(random, REDACTED)
    return share


def _force(random: Random, parties: list[str]) -> Document:
    members = _some(random, parties)
    ends: date = NOW.date() + timedelta(days=random.choice([-1, 0, 1, 100]))
    return {"id": FORCE, "lead": members[0], "members": members, "ends": ends}


def _viewer(random: Random) -> Viewer:
    return Viewer(
        "ann",
        random.choice(AGENCIES),
        random.choice(ROLES),
        random.choice(PURPOSES),
        "case work",
        case=random.choice(["", *CASES]),
        training=tuple(random.sample(TRAINING, random.randint(0, 2))),
        cases=tuple(random.sample(CASES, random.randint(0, 2))),
        task_force=random.choice(["", FORCE]),
        emergency=random.random() < 0.2,
    )


def _label(random: Random) -> Label:
    return Label(
        random.choice([*AGENCIES, FORCE]),
        random.choice(CLASSES),
        random.choice([*CODES, "TLP:MAUVE"]),
        tuple(random.sample(CAVEATS, random.choice([0, 0, 0, 1, 2]))),
        random.choice(["", *AREAS]),
    )


def _party(random: Random, agency: str) -> str | Document:
    return agency if random.random() < 0.5 else {"agency": agency, "desk": "records"}


def _some(random: Random, names: tuple[str, ...] | list[str], least: int = 1) -> list[str]:
    return random.sample(list(names), random.randint(least, len(names)))
