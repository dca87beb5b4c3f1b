"""What is left out of a hand-over leaves no trace in it, and owners learn of what is theirs.

Leaks are planted here too: each must be caught by what catches nothing without it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from law.core import Case, World, case_of, shelf
from law.moments import END
from law.questions import TERMS
from law.realms import Allowed
from law.recording import ID_KEY, recorded
from law.twins import twin_of

from comity.api.export import Format, Parcel
from comity.api.export_formats import FORMATS
from comity.graph import audit_handed
from comity.graph.audit import AuditRow, Disclosed
from comity.graph.audit_handed import HandedOver, handed_over, rows_of
from comity.graph.identity import mention_id
from comity.graph.view import View
from comity.sharing import Label, Marking, Release, decide, onward, what_may_go

Patch = pytest.MonkeyPatch
SEEDS = range(7_000, 7_014)
RELEASE = Release("a prosecutor")
# In so many of the worlds something is left out and something goes.
COUNTED = 0.5
UNMARKED = Marking((), (), (), "free", "free")
# JSON first: it begins so where nothing goes. The chart as a page tells whose view it is.
FILES: tuple[Format, ...] = ("json", "csv", "graphml", "gexf", "anx", "svg", "pdf")
NOTHING = '{"heading": {"recipient": "a prosecutor"},\n"entities": [\n\n],\n"links": [\n\n]}\n'


def contents(view: View, case: Case) -> str:
    """What files of every entity of a view say, but for their headings."""
    held = (view.entity(mention_id(ID_KEY, key)) for key in case.keys)
    entities = tuple(sorted({entity.id for entity in held if entity is not None}))
    parcel = Parcel(view, entities, UNMARKED, {"recipient": "a prosecutor"})
    return "".join(part for form in FILES for part in FORMATS[form](parcel))


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    """Some worlds."""
    return [case_of(seed) for seed in SEEDS]


def told(case: Case, world: World, look: Callable[[View], View] = lambda view: view) -> str:
    """What is handed over of a view of a world."""
    with (
        shelf(case.realm) as (folder, empty),
        recorded(world, folder / "world", empty, realm=case.realm) as there,
    ):
        return contents(look(there.desk.open(case.realm.viewer)), case)


def left(case: Case) -> str:
    """What is handed over where the rest is left out."""
    return told(case, case.world, lambda view: view.going_to(RELEASE, TERMS))


def twin(case: Case) -> str:
    """What is handed over of the world in which the rest was never recorded."""
    return told(case, twin_of(case.world, free_of(case)))


def free_of(case: Case) -> Allowed:
    """The labels that may go, decided by the product as it is."""
    with (
        shelf(case.realm) as (folder, empty),
        recorded([], folder / "world", empty, realm=case.realm) as there,
    ):
        clearance = decide(case.realm.viewer, case.realm.labels, there.ledger.agreements(), END)
    going = what_may_go(clearance, TERMS, RELEASE)
    redacted = {
        (label, prop) for prop, by in going.apart.items() for label in going.permits.keys() - by
    }
    return Allowed(frozenset(going.permits), frozenset(redacted))


def test_what_may_not_go_leaves_no_trace_in_what_does(cases: list[Case]) -> None:
    counted = 0
    for case in cases:
        ours = left(case)
        assert ours == twin(case), case.seed
        counted += not ours.startswith(NOTHING) and ours != told(case, case.world)
    assert counted >= COUNTED * len(cases)


def one_owner_is_not_checked(patch: Patch) -> None:
    """A file without what forbids holds what the owner of some of it forbids."""
    narrow = onward._missing

    def missing(label: Label, *more: object) -> Iterator[str]:
        yield from () if label.owner in ("beta", "delta") else narrow(label, *more)  # type: ignore[arg-type]

    patch.setattr(onward, "_missing", missing)


def merged_by_what_stays(patch: Patch) -> None:
    """Facts that may not go are taken out of the file, and who is who still rests on them."""
    patch.setattr(View, "going_to", lambda self, *_: _Filtered(self))


class _Filtered:
    def __init__(self, view: View) -> None:
        self._view = view

    def __getattr__(self, name: str) -> object:
        return getattr(self._view, name)

    def entity(self, address: str) -> object:
        found = self._view.entity(address)
        if found is None:
            return None
        kept = tuple(f for f in found.facts if not f.origin.permit.clause)
        return replace(found, facts=kept)


@pytest.mark.parametrize("plant", [one_owner_is_not_checked, merged_by_what_stays])
def test_a_hand_over_that_leaks_is_caught(
    cases: list[Case], monkeypatch: pytest.MonkeyPatch, plant: Callable[[Patch], None]
) -> None:
    twins = [twin(case) for case in cases[:6]]
    plant(monkeypatch)
    assert [left(case) for case in cases[:6]] != twins


ROW = AuditRow(
    *(1, "ann", "alpha", "analyst", "investigation", "", "a test", "disseminate", "{}", None, None),
    *("digest", ("pact", "river"), ("id",), "answered"),
)
DISCLOSED = tuple(
    Disclosed(Label(owner, "open", code).canonical(), agreement, 1, "1", refs)
    for owner, code, agreement, refs in (
        ("alpha", "TLP:GREEN", "", ("a1",)),
        ("beta", "TLP:GREEN", "pact", ("b1", "b2")),
        ("beta", "TLP:AMBER", "pact", ("b3",)),
        ("gamma", "TLP:GREEN", "river", ("c1",)),
    )
)
HANDED = HandedOver("a prosecutor", "a trial", "csv", {"beta": "memo 7"}, {"gamma": "a call"})
TO_EACH = {
    "alpha": HandedOver("a prosecutor", "a trial", "csv"),
    "beta": HandedOver("a prosecutor", "a trial", "csv", {"beta": "memo 7"}),
    "gamma": HandedOver("a prosecutor", "a trial", "csv", {}, {"gamma": "a call"}),
}


def fault(rows: list[AuditRow]) -> str:
    """What is wrong with the rows of one hand-over."""
    asked, *owners = rows
    if asked.disclosed or asked.shown:
        return "the asker's row shows what owners are told"
    if sorted(each for row in owners for each in row.disclosed) != sorted(DISCLOSED):
        return "what went is not what is told"
    for row in owners:
        told = {each.owner for each in row.disclosed}
        if len(told) != 1:
            return "an owner's row holds another's records"
        if handed_over(row) != TO_EACH[told.pop()]:
            return "an owner is told what concerns another"
        if {*row.agreements} != {each.agreement for each in row.disclosed} - {""}:
            return "an owner is told of another's agreement"
    return ""


def test_there_is_a_row_for_each_owner_with_its_own_records_and_nothing_else() -> None:
    rows = rows_of(replace(ROW, disclosed=DISCLOSED), HANDED)
    assert fault(rows) == ""
    assert len(rows) == 4


def to_the_next_owner(patch: Patch) -> None:
    """Each owner's row is written with the records of the next."""
    narrow, next_of = audit_handed._to_owner, {"alpha": "beta", "beta": "gamma", "gamma": "alpha"}

    def wrong(row: AuditRow, owner: str, handed: HandedOver) -> AuditRow:
        theirs = narrow(row, next_of[owner], handed)
        return replace(narrow(row, owner, handed), disclosed=theirs.disclosed)

    patch.setattr(audit_handed, "_to_owner", wrong)


def everything_to_everybody(patch: Patch) -> None:
    narrow = audit_handed._to_owner
    patch.setattr(
        audit_handed,
        "_to_owner",
        lambda row, owner, handed: replace(narrow(row, owner, handed), disclosed=row.disclosed),
    )


def approvals_of_everybody(patch: Patch) -> None:
    patch.setattr(HandedOver, "to", lambda self, _: self)


@pytest.mark.parametrize(
    "plant", [to_the_next_owner, everything_to_everybody, approvals_of_everybody]
)
def test_rows_that_tell_owners_of_others_are_caught(
    monkeypatch: pytest.MonkeyPatch, plant: Callable[[Patch], None]
) -> None:
    plant(monkeypatch)
    assert fault(rows_of(replace(ROW, disclosed=DISCLOSED), HANDED)) != ""
