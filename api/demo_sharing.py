"""The sharing story of the demo: an agreement is suspended, and what two agencies lose with it.

Every step is a question or a deed that anybody could ask or do; the audit then proves who saw
what before.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from comity.api.asked import Asked
from comity.api.audit_keys import audit_key
from comity.api.checkpoints import prove_kept_row, sign_checkpoint
from comity.api.cli_asking import Ask
from comity.api.deeds import deed
from comity.api.errors import InstallationError, Nothing
from comity.api.installation import Installation
from comity.api.routes_audit import disclosures
from comity.api.routes_communities import list_communities
from comity.api.routes_network import draw
from comity.api.routes_paths import paths
from comity.api.routes_reading import entity, neighbours
from comity.api.sessions import DemoViewer, read_demo_viewers
from comity.api.wire import NeighbourOut
from comity.api.wire_paths import PathsBody
from comity.api.wire_questions import ChartBody
from comity.graph.audit_words import AuditFilter
from comity.graph.identity import mention_id

AGREEMENT, CASE = "regional-mou", "C-2026-017"
VIEWERS = ("r.alvarez", "h.olsen")
OTHER_STORY = "this demo's story is not the one that is told here; make the demo anew"
TELLER = "comity demo sharing"


@dataclass(frozen=True, slots=True)
class Sight:
    """What one viewer is told of the case; `None` where there is nothing for them."""

    records: tuple[str, ...]
    joined: int | None
    chart: int | None
    hops: int | None
    community: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One viewer's case before, while the agreement is suspended, and after."""

    viewer: str
    agency: str
    before: Sight
    suspended: Sight
    again: Sight


@dataclass(frozen=True, slots=True)
class _Case:
    """The person the case is about, by an address in the viewer's own records, and an end."""

    viewer: DemoViewer
    person: str
    target: str


def sharing_story(folder: Path, out: Path, say: Callable[[str], None]) -> dict[str, Any]:
    """Run the story on a demo's folder, leave the charts and the proof in `out`; what was told."""
    data = folder / "data"
    out.mkdir(parents=True, exist_ok=True)
    with Installation.open(data) as installation:
        cases = list(_cases(installation, folder))
        before = [_sight(installation, case, out, "before") for case in cases]
        _set(installation, "suspended")
        say(f"{AGREEMENT} is suspended")
        try:
            suspended = [_sight(installation, case, out, "suspended") for case in cases]
            proof = _proof(installation, cases[0], out)
        finally:
            _set(installation, "active")
        say(f"{AGREEMENT} is active again")
        again = [_sight(installation, case, out, "again") for case in cases]
    told = [
        Told(case.viewer.name, case.viewer.agency, *sights)
        for case, *sights in zip(cases, before, suspended, again, strict=True)
    ]
    return {"agreement": AGREEMENT, "viewers": [asdict(one) for one in told], "proof": proof}


def _cases(installation: Installation, folder: Path) -> Iterator[_Case]:
    """For each viewer the broker as their own records know him, and who is reached by others'."""
    if installation.settings.demo is None:
        raise InstallationError(f"{folder} is no demo; make one with comity demo --no-serve")
    listed = read_demo_viewers(folder / "files" / "viewers.yaml")
    stories = json.loads((folder / "files" / "stories.json").read_text("utf-8"))
    broker = [mention_id(installation.id_key, key) for key in stories["network"]["broker"]]
    for name in VIEWERS:
        viewer = listed[name]
        ask = _ask(installation, viewer)
        person = ask(entity, id=_own(ask, broker, viewer.agency)).entity
        own = next(each.id for each in person.mentions if each.agency == viewer.agency)
        yield _Case(viewer, own, _lent(ask, own))


def _own(ask: Ask, addresses: list[str], agency: str) -> str:
    """The address of the broker in an agency's own records."""
    for address in addresses:
        found = ask.asked.view.mention(address)
        if found is not None and found.agency == agency:
            return address
    raise InstallationError(OTHER_STORY)


def _lent(ask: Ask, person: str) -> str:
    """A neighbour who is linked to the person by nothing but what the agreement lets show."""
    found: tuple[NeighbourOut, ...] = ask(neighbours, id=person, limit=500).neighbours
    for each in found:
        if {link.origin.permit.agreement for link in each.links} == {AGREEMENT}:
            return each.entity
    raise InstallationError(OTHER_STORY)


def _sight(installation: Installation, case: _Case, out: Path, when: str) -> Sight:
    """Ask everything of the case once, and keep the chart."""
    ask = _ask(installation, case.viewer)
    person = ask(entity, id=case.person).entity
    page = ask(draw, body=ChartBody(entities=(case.person,), hops=2, limit=120))
    (out / f"{case.viewer.agency}-{when}.html").write_bytes(page.body)
    return Sight(
        records=tuple(sorted(f"{each.agency} {each.record}" for each in person.mentions)),
        joined=len(person.mentions),
        chart=len(page.shown),
        hops=_hops(ask, case),
        community=_community(ask, person.id),
    )


def _hops(ask: Ask, case: _Case) -> int | None:
    try:
        found = ask(paths, body=PathsBody(source=case.person, target=case.target)).paths
    except Nothing:
        return None
    return len(found[0].hops) if found else None


def _community(ask: Ask, person: str) -> tuple[str, ...]:
    """Who is in the person's community, by address: its size alone may grow with fewer facts."""
    found = ask(list_communities, limit=1000, members=1000).communities
    members = (sorted(each.entity for each in one.members) for one in found)
    return next((tuple(one) for one in members if person in one), ())


def _proof(installation: Installation, case: _Case, out: Path) -> Mapping[str, Any]:
    """Who saw the other agency's records before, read by that agency, and proved to anyone."""
    owner = read_demo_viewers(installation.folder / "viewers.yaml")[VIEWERS[1]]
    seen = _ask(installation, owner)(disclosures, limit=1000).disclosures
    rows = installation.audit.rows(AuditFilter(principal=case.viewer.name, action="entity"))
    sign_checkpoint(installation)
    proof = prove_kept_row(installation.folder, rows[-1].id)
    (out / "row.proof").write_text(str(proof), "utf-8")
    key = audit_key(installation.folder, installation.settings.agency).public
    signed = proof.check([key])
    return {
        "row": proof.row,
        "of": signed.checkpoint.size,
        "key": str(key),
        "owner": owner.agency,
        "disclosures": [each.model_dump(mode="json") for each in seen],
    }


def _ask(installation: Installation, viewer: DemoViewer) -> Ask:
    return Ask(installation, Asked(installation, replace(viewer.viewer(), case=CASE)))


def _set(installation: Installation, status: str) -> None:
    told = {"agreement": AGREEMENT, "status": status}
    with deed(installation, "set_agreement_status", TELLER, **told) as who:
        installation.ledger.set_agreement_status(AGREEMENT, status, who)
