"""The smallest world that still tells: steps, then parts of records, taken away while it tells."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from law.core import Case, World, tried
from law.worlds import Step, content_of

from comity.graph.words import Record

Tells = Callable[[Case], bool]


def tells(case: Case) -> bool:
    """Whether something withheld shows in the answers about a world."""
    return bool(tried(case).tells)


def shrunk(case: Case, told: Tells = tells, most: int = 400) -> Case:
    """A case from which nothing can be taken without its no longer telling."""
    found, tries = True, 0
    while found and tries < most:
        found = False
        for world in _smaller(case.world):
            tries += 1
            if _still(replace(case, world=world), told):
                case, found = replace(case, world=world), True
                break
            if tries >= most:
                break
    return case


def drawn(case: Case) -> str:
    """A small world on paper: its agreements, then a line a step and a line a fact."""
    lines = [f"viewer: {case.realm.viewer}"]
    lines += [f"agreement: {document}" for document in case.realm.documents]
    lines += [f"allowed: {label.canonical()}" for label in sorted(case.allowed.labels)]
    for step in case.world:
        lines += [f"{step.at:%d %H:%M} {step.agency} {_what(step)}", *_facts(step)]
    return "\n".join(lines)


def _still(case: Case, told: Tells) -> bool:
    """A world that can no longer be recorded, or whose twins differ in sight, tells nothing."""
    try:
        return told(case)
    except Exception:  # noqa: BLE001 - any failure means that this piece is needed
        return False


def _smaller(world: World) -> Iterator[World]:
    size = len(world) // 2
    while size:
        for start in range(0, len(world), size):
            yield world[:start] + world[start + size :]
        size //= 2
    for place, step in enumerate(world):
        for record in _less(step.record):
            yield [*world[:place], replace(step, record=record), *world[place + 1 :]]


def _less(record: Record | None) -> Iterator[Record]:
    if record is None:
        return
    for name in ("mentions", "links", "claims"):
        parts = getattr(record, name)
        for place in range(len(parts)):
            less = replace(record, **{name: parts[:place] + parts[place + 1 :]})
            yield replace(less, content=content_of(less))


def _what(step: Step) -> str:
    if step.record is not None:
        return f"{step.record.operation} {step.record.id}"
    if step.judgement is not None:
        said = step.judgement
        return f"judges {said.first} {said.verdict} {said.second} {said.label.canonical()}"
    return f"{step.status or 'withdraws or purges'} {step.withdraws}{step.purges}"


def _facts(step: Step) -> Iterator[str]:
    if step.record is None:
        return
    for mention in step.record.mentions:
        yield f"    {mention.key} is a {mention.kind} {mention.label.canonical()}"
    for claim in step.record.claims:
        yield f"    {claim.mention} {claim.property} {claim.value} {claim.label.canonical()}"
    for link in step.record.links:
        yield f"    {link.first} {link.kind}/{link.role} {link.second} {link.label.canonical()}"
