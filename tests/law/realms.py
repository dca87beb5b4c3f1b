"""Random realms: the agencies of a world, their agreements with what becomes of them, the labels.

`PLAIN` is the realm of the small worlds written by hand: three agencies, one agreement.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

import yaml
from law.cedar_oracle import POINT, SEE, TIE, Oracle
from law.moments import END

from comity.graph.words import Claim
from comity.sharing import Label, Viewer

AGENCIES = ("alpha", "beta", "delta", "gamma")
VIEWER = Viewer("a.viewer", "alpha", "analyst", "investigation", "a test")
CLASSES = ("closed", "juvenile", "open")
CODES = ("TLP:GREEN", "TLP:GREEN", "TLP:AMBER", "TLP:RED", "EUROPOL:H1", "EUROPOL:H3",
         "NIEM:GREEN", "NIEM:YELLOW", "UK:C")  # fmt: skip
CAVEATS = ((), (), (), (), ("not-for:alpha",), ("not-for:beta",), ("originator-only",))
AREAS = ("", "", "", "north")
REDACTED = ("birth_date", "family_name", "phone_number")
CEILINGS = (["TLP:AMBER", "EUROPOL:H1"], ["TLP:GREEN", "NIEM:GREEN", "UK:C"], ["TLP:RED"],
            ["EUROPOL:H3", "NIEM:YELLOW"], ["TLP:AMBER", "NIEM:RED", "UK:P"])  # fmt: skip
# What becomes of an agreement while a world goes on, and how it stands in the end.
LIVES = ((), (), (), (), ("suspended",), ("suspended", "active"), ("ended",))
Document = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """An agreement gets another status, `hours` after a world began."""

    hours: float
    agreement: str
    status: str


@dataclass(frozen=True)
class Allowed:
    """The labels that may be known of, and properties that are redacted of facts under some."""

    labels: frozenset[Label]
    redacted: frozenset[tuple[Label, str]] = frozenset()

    def __contains__(self, label: Label) -> bool:
        return label in self.labels

    def shows(self, claim: Claim) -> bool:
        """Whether a claim may be known of."""
        told = claim.label, claim.property
        return claim.label in self.labels and told not in self.redacted


@dataclass(frozen=True)
class Realm:
    """Who shares what with whom; `changes` are what becomes of the agreements, in order."""

    labels: tuple[Label, ...]
    documents: tuple[Document, ...]
    viewer: Viewer = VIEWER
    changes: tuple[Change, ...] = ()

    @property
    def agencies(self) -> tuple[str, ...]:
        """The owners of the labels."""
        return tuple(sorted({label.owner for label in self.labels}))

    @property
    def texts(self) -> tuple[str, ...]:
        """The agreements as they are written."""
        return tuple(yaml.safe_dump(document) for document in self.documents)

    def allowed(self) -> Allowed:
        """What the viewer may see when all is over, by an engine that is not ours."""
        labels = self._permitted(SEE)
        redacted = (
            (label, prop)
            for prop in REDACTED
            for label in labels - (self._permitted(SEE, prop) if self._redacts(prop) else labels)
        )
        return Allowed(labels, frozenset(redacted))

    def told(self) -> Allowed:
        """The same with what he may know a pointer to, or that entities are one by it."""
        seen = self.allowed()
        return Allowed(seen.labels | self._permitted(POINT) | self._permitted(TIE), seen.redacted)

    def _redacts(self, prop: str) -> bool:
        return any(prop in s.get("redact", []) for d in self.documents for s in d["shares"])

    def _permitted(self, act: str, prop: str = "") -> frozenset[Label]:
        status = {change.agreement: change.status for change in self.changes}
        standing = [
            {**document, "status": status.get(document["agreement"], document["status"])}
            for document in self.documents
        ]
        told = Oracle(standing).ask([self.viewer], self.labels, END, act, prop)[0]
        pairs = zip(self.labels, told, strict=True)
        return frozenset(label for label, answer in pairs if answer.allowed)


def _plain() -> Realm:
    kinds = (("open", "TLP:GREEN", ()), ("open", "TLP:RED", ()), ("closed", "TLP:GREEN", ()),
             ("open", "TLP:AMBER", ("not-for:alpha",)))  # fmt: skip
    owners = ("alpha", "beta", "gamma")
    share = {"clause": "1", "from": ["beta", "gamma"], "to": ["alpha"], "data_classes": ["open"],
             "handling_ceiling": "TLP:AMBER"}  # fmt: skip
    document = {
        "agreement": "between-three", "version": 1, "title": "What the three share",
        "status": "active", "parties": list(owners), "purposes": ["investigation"],
        "starts": date(2020, 1, 1), "ends": date(2040, 1, 1), "shares": [share],
    }  # fmt: skip
    return Realm(tuple(Label(owner, *kind) for owner in owners for kind in kinds), (document,))


PLAIN = _plain()


def random_realm(seed: int) -> Realm:
    """Two to four agencies, one to three agreements between them, and a dozen labels."""
    rng = Random(f"realm {seed}")
    owners = ("alpha", *rng.sample(AGENCIES[1:], rng.randint(1, 3)))
    documents = tuple(_document(rng, owners, number) for number in range(rng.randint(1, 3)))
    training, case = rng.choice((((), ""), (("cjis",), ""), (("cjis",), "C-1")))
    # Drawn apart: most have a case, for which alone communications are analysed.
    case = case or Random(f"case {seed}").choice(("", "C-1", "C-1"))
    viewer = replace(VIEWER, training=training, case=case, cases=(case,) if case else ())
    labels = {_label(rng, owner) for owner in owners for _ in range(rng.randint(3, 6))}
    # So that agencies mostly share something: a label that most clauses reach.
    labels |= {Label(owner, "open", "TLP:GREEN") for owner in owners}
    return Realm(tuple(sorted(labels)), documents, viewer, tuple(_changes(rng, documents)))


def wider_realm(seed: int) -> Realm:
    """The realm of a seed, some of whose clauses give less than facts, or not all of them."""
    rng, realm = Random(f"wider {seed}"), random_realm(seed)
    documents = tuple(
        {
            **document,
            "shares": [
                *(_giving_less(rng, share) for share in document["shares"]),
                {**document["shares"][0], **_BEYOND, "gives": rng.choice(LESS)},
            ],
        }
        for document in realm.documents
    )
    return replace(realm, documents=documents)


LESS = ("pointer", "link_disclosure")
# A clause that reaches what the others do not.
_BEYOND = {"clause": "9.1", "data_classes": list(dict.fromkeys(CLASSES)),
           "handling_ceiling": ["TLP:RED", "EUROPOL:H3", "NIEM:YELLOW", "UK:C"]}  # fmt: skip


def _giving_less(rng: Random, share: Document) -> Document:
    gives = rng.choice(("facts", "facts", "facts", *LESS))
    if gives != "facts":
        return share | {"gives": gives}
    return share | {"redact": rng.sample(REDACTED, rng.randint(0, 2))}


def _label(rng: Random, owner: str) -> Label:
    drawn = (rng.choice(CLASSES), rng.choice(CODES), rng.choice(CAVEATS), rng.choice(AREAS))
    return Label(owner, *drawn)


def _document(rng: Random, owners: tuple[str, ...], number: int) -> Document:
    others = rng.sample(owners[1:], rng.randint(1, len(owners) - 1))
    purposes = ["investigation", "licensing"] if rng.random() < 0.5 else ["investigation"]
    ends = END.date() + timedelta(days=rng.choice((-3, 1, 400, 400, 400)))
    return {
        "agreement": f"pact-{number}",
        "version": 1,
        "title": "Pact",
        "status": rng.choice(("active",) * 9 + ("draft",)),
        "parties": ["alpha", *others],
        "purposes": purposes,
        "starts": date(2020, 1, 1),
        "ends": ends,
        "shares": [_share(rng, others, place) for place in range(rng.randint(1, 3))],
    }


def _share(rng: Random, others: list[str], place: int) -> Document:
    share: Document = {
        "clause": f"{place + 1}.1",
        "from": ["*"] if rng.random() < 0.4 else rng.sample(others, rng.randint(1, len(others))),
        "to": ["*"] if rng.random() < 0.3 else ["alpha"],
        "data_classes": ["open", *rng.sample(("closed", "juvenile"), rng.randint(0, 1))],
        "handling_ceiling": rng.choice(CEILINGS),
    }
    conditions = {"training": ["cjis"], "case_member": True, "areas": ["north"],
                  "roles": ["clerk"], "purposes": ["investigation"]}  # fmt: skip
    return share | {name: said for name, said in conditions.items() if rng.random() < 0.05}


def _changes(rng: Random, documents: tuple[Document, ...]) -> list[Change]:
    found = []
    for document in documents:
        for status in rng.choice(LIVES) if document["status"] == "active" else ():
            hours = rng.randint(0, 12) + 0.3 + len(found) / 100
            found.append((hours, document["agreement"], status))
    first = sorted(hours for hours, _, _ in found)
    # An agreement's own changes keep their order, whenever they come.
    return [Change(at, *change[1:]) for at, change in zip(first, found, strict=True)]
