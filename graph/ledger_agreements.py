"""Agreements in the ledger: their versions, their lives, and who signed them.

Of the versions of an agreement, the newest that was ever active is in force, so that a new text
can be offered and signed while the old one still holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, replace
from difflib import get_close_matches
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType
from typing import get_args

import apsw

from comity.graph.errors import AgreementRefused, UnknownRef
from comity.graph.ledger_chain import add_position, text_hash
from comity.graph.ledger_file import LedgerFile
from comity.graph.ledger_words import AgreementEvent, StoredAgreement
from comity.graph.vocabulary import vocabulary
from comity.sharing import Agreement, Signature, check_signature, parse_agreement
from comity.sharing.agreement import Status

_Version = tuple[str, int]
# What may follow on each state; an ended agreement is renewed by a new version.
_NEXT: Mapping[Status, tuple[Status, ...]] = MappingProxyType(
    {
        "draft": ("offered", "active", "ended"),
        "offered": ("draft", "signed", "active", "ended"),
        "signed": ("active", "ended"),
        "active": ("suspended", "ended"),
        "suspended": ("active", "ended"),
        "ended": (),
    }
)
_IN_FORCE_ONCE = ("active", "suspended", "ended")
_VERSIONS = "SELECT id, version, text FROM agreement ORDER BY id, version"
_STATUSES = "SELECT id, version, status FROM agreement_status ORDER BY position"
_SIGNATURES = """
SELECT id, version, text_hash, paper_hash, agency, key, signature FROM agreement_signature
ORDER BY position
"""


def put_agreement(ledger: LedgerFile, text: str, who: str) -> Agreement:
    """Keep an agreement's text; a changed text needs a higher version."""
    agreement = parse_agreement(text, "agreement")
    with ledger.write() as connection:
        last = connection.execute(
            "SELECT version, text FROM agreement WHERE id = ? ORDER BY version DESC LIMIT 1",
            (agreement.id,),
        ).get
        if last is None or last[0] < agreement.version:
            _check_names(ledger, agreement)
            check_redactions(agreement)
            _add_agreement(ledger, connection, agreement, text, who)
        elif last != (agreement.version, text):
            raise AgreementRefused(
                f"agreement {agreement.id!r} stands at version {last[0]}; "
                f"give the changed text version {last[0] + 1}"
            )
    return _newest(ledger, agreement.id).agreement


def set_agreement_status(
    ledger: LedgerFile, agreement: str, status: str, who: str, *, signed: bool = False
) -> Agreement:
    """Take an agreement to its next state; with `signed`, only what all signed becomes active.

    The newest version is offered, signed and activated; the one in force is suspended and ended,
    and turned on again while the newest one is not signed.
    """
    wanted = _known(status)
    with ledger.write() as connection:
        stored = _meant(_of(ledger, agreement), wanted)
        standing = stored.agreement
        if standing.status != wanted:
            _check_next(stored, wanted, signed=signed)
            _add_status(ledger, connection, standing, wanted, who)
    return replace(standing, status=wanted)


def add_signature(ledger: LedgerFile, signature: Signature, who: str) -> Agreement:
    """Keep a party's signature under an offered agreement; the last one makes it signed."""
    with ledger.write() as connection:
        stored = _newest(ledger, signature.agreement)
        _check_signature(stored, signature)
        _add_signature(ledger, connection, signature, who)
        if set(stored.agreement.parties) <= {*stored.signed_by(), signature.agency}:
            _add_status(ledger, connection, stored.agreement, "signed", who)
    return _newest(ledger, signature.agreement).agreement


def agreements(ledger: LedgerFile) -> list[Agreement]:
    """Of every agreement the version in force, or the newest if none ever was; by id."""
    found = agreement_versions(ledger)
    return [_in_force(list(versions)).agreement for _, versions in groupby(found, key=_id)]


def agreement_versions(ledger: LedgerFile) -> list[StoredAgreement]:
    """Every version of every agreement with its state and signatures, oldest first, by id."""
    signed: dict[_Version, list[Signature]] = defaultdict(list)
    for row in ledger.read(_SIGNATURES):
        signed[row[0], row[1]].append(Signature(*row))
    stood: dict[_Version, list[Status]] = defaultdict(list)
    for agreement, version, status in ledger.read(_STATUSES):
        stood[agreement, version].append(status)
    return [
        _stored((agreement, version), text, stood[agreement, version], signed[agreement, version])
        for agreement, version, text in ledger.read(_VERSIONS)
    ]


def agreement_events(ledger: LedgerFile) -> list[AgreementEvent]:
    """Everything that ever happened to agreements, oldest first; who and when."""
    rows = ledger.read(
        "SELECT e.id, e.version, e.status, e.who, p.at FROM ("
        "SELECT position, id, version, 'put' AS status, who FROM agreement "
        "UNION ALL SELECT position, id, version, status, who FROM agreement_status "
        "UNION ALL SELECT position, id, version, 'signed by ' || agency, who "
        "FROM agreement_signature) e "
        "JOIN position p ON p.position = e.position ORDER BY e.position"
    )
    return [AgreementEvent(*row) for row in rows]


def _of(ledger: LedgerFile, agreement: str) -> list[StoredAgreement]:
    found = [stored for stored in agreement_versions(ledger) if _id(stored) == agreement]
    if not found:
        raise UnknownRef("agreement", agreement, "list the agreements to find its id")
    return found


def _newest(ledger: LedgerFile, agreement: str) -> StoredAgreement:
    return _of(ledger, agreement)[-1]


def _in_force(versions: Iterable[StoredAgreement]) -> StoredAgreement:
    *others, newest = versions
    once = (stored for stored in reversed([*others, newest]) if stored.was_active)
    return next(once, newest)


def _id(stored: StoredAgreement) -> str:
    return stored.agreement.id


def _known(status: str) -> Status:
    for known in get_args(Status):
        if status == known:
            return known  # type: ignore[no-any-return]
    raise AgreementRefused(f"no status {status!r}; allowed: {', '.join(get_args(Status))}")


def _meant(versions: list[StoredAgreement], wanted: Status) -> StoredAgreement:
    """The version that a wish for a state is about."""
    newest, standing = versions[-1], _in_force(versions)
    unsigned = newest.agreement.status in ("draft", "offered")
    turned_on = wanted == "active" and standing.agreement.status == "suspended" and unsigned
    return standing if turned_on or wanted in ("suspended", "ended") else newest


def _check_signature(stored: StoredAgreement, signature: Signature) -> None:
    agreement = stored.agreement
    check_signature(signature, agreement, stored.text)
    if agreement.status != "offered":
        raise AgreementRefused(
            f"agreement {agreement.id!r} version {agreement.version} is {agreement.status}; "
            "parties sign what is offered"
        )
    if signature.agency in stored.signed_by():
        raise AgreementRefused(f"{signature.agency} has signed {agreement.id!r} already")


def _check_names(ledger: LedgerFile, agreement: Agreement) -> None:
    """Refuse a task force by the name of an agency, whose facts its clauses would open."""
    versions = [stored.agreement for stored in agreement_versions(ledger)]
    others = [one for one in versions if one.id != agreement.id]
    known = {force.id for one in versions if one.id == agreement.id for force in one.task_forces}
    forces = {force.id for one in others for force in one.task_forces}
    taken = forces | {party for one in others for party in one.parties}
    owners = {label.owner for _, label in ledger.labels()} - known
    wanted = {force.id for force in agreement.task_forces}
    for name in sorted(wanted & (taken | owners) | forces & {*agreement.parties}):
        raise AgreementRefused(
            f"{name!r} would be a task force and an agency, or two task forces; "
            "give the task force a name of its own"
        )


def check_redactions(agreement: Agreement) -> None:
    """Refuse a redaction of what no record can have: a typo would show what it should not."""
    known = sorted(frozenset[str]().union(*vocabulary().kinds.values()))
    for clause in agreement.clauses:
        for prop in clause.redact:
            if prop not in known:
                near = get_close_matches(prop, known, 1)
                way = f"did you mean {near[0]!r}?" if near else f"allowed: {', '.join(known)}"
                raise AgreementRefused(
                    f"clause {clause.number} redacts {prop!r}, which is no property; {way}"
                )


def _check_next(stored: StoredAgreement, wanted: Status, *, signed: bool) -> None:
    agreement = stored.agreement
    name, allowed = (
        f"agreement {agreement.id!r} version {agreement.version}",
        _NEXT[agreement.status],
    )
    if wanted not in allowed:
        way = f"it can become {', '.join(allowed)}" if allowed else "renew it by a new version"
        raise AgreementRefused(f"{name} is {agreement.status} and cannot become {wanted}; {way}")
    missing = sorted(set(agreement.parties) - set(stored.signed_by()))
    needed = wanted == "signed" or (wanted == "active" and signed and not stored.was_active)
    if needed and missing:
        raise AgreementRefused(f"{name} is not signed by {', '.join(missing)}")


def _add_agreement(
    ledger: LedgerFile, connection: apsw.Connection, agreement: Agreement, text: str, who: str
) -> None:
    words = {"agreement": agreement.id, "version": agreement.version, "who": who}
    body = words | {"text": text_hash(text)}
    position, _ = add_position(connection, ledger.clock(), "agreement", body)
    connection.execute(
        "INSERT INTO agreement VALUES (?, ?, ?, ?, ?)",
        (position, agreement.id, agreement.version, text, who),
    )


def _add_status(
    ledger: LedgerFile, connection: apsw.Connection, agreement: Agreement, status: Status, who: str
) -> None:
    row = (agreement.id, agreement.version, status, who)
    body = dict(zip(("agreement", "version", "status", "who"), row, strict=True))
    position, _ = add_position(connection, ledger.clock(), "status", body)
    connection.execute("INSERT INTO agreement_status VALUES (?, ?, ?, ?, ?)", (position, *row))


def _add_signature(
    ledger: LedgerFile, connection: apsw.Connection, signature: Signature, who: str
) -> None:
    row = (*astuple(signature), who)
    position, _ = add_position(connection, ledger.clock(), "signature", {"row": row})
    connection.execute(
        f"INSERT INTO agreement_signature VALUES ({', '.join('?' * (len(row) + 1))})",
        (position, *row),
    )


def _stored(
    which: _Version, text: str, stood: Sequence[Status], signed: Iterable[Signature]
) -> StoredAgreement:
    """A version with what became of it, in the order in which it did."""
    read = _understood(text, f"agreement {which[0]} version {which[1]}")
    return StoredAgreement(
        agreement=replace(read, status=stood[-1]) if stood else read,
        text=text,
        signatures=tuple(signed),
        was_active="active" in stood or read.status in _IN_FORCE_ONCE,
    )


# Every question asks for the agreements, and reading one's YAML takes 15 ms.
_understood = lru_cache(maxsize=1_000)(parse_agreement)
