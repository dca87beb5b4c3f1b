"""An agreement in words: the same document, as people read and sign it."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from comity.sharing.agreement import Agreement, Clause, Duty, Party, TaskForce

_DUTIES = {
    "update": "keeps what it shares up to date within {within}",
    "answer": "answers a request within {within}",
    "validate": "confirms what is to be relied on within {within}",
    "notify": "tells the others of what concerns them within {within}",
}
_GIVES = {
    "facts": "share",
    "pointer": "share that they hold, and no more than whom to ask of,",
    "link_disclosure": "share that two entities are one, and no more, where this follows from",
}
_ONWARD = {
    "free": "may pass it on",
    "ask": "asks the owner before passing it on",
    "never": "does not pass it on",
}
_EVIDENCE = {
    "free": "may use it in court",
    "ask": "asks the owner before using it in court",
    "never": "does not use it in court",
}
_USE = "Owners learn which agency and role saw what of theirs, when, for what and by which clause"
_DECONFLICT = (
    "Targets and planned actions that parties register are compared; where two meet, each desk is "
    "told the other's agency, desk and a reference, when, and nothing else."
)
_LEARNT = {"use": f"{_USE}.", "question": f"{_USE}; who asked, for which case and why, too."}


def agreement_text(agreement: Agreement) -> str:
    """The whole agreement as Markdown, every condition in a sentence of its own."""
    return "\n".join(_lines(agreement)) + "\n"


def clause_text(clause: Clause) -> str:
    """One clause as sentences."""
    return " ".join(_clause(clause))


def _lines(agreement: Agreement) -> Iterator[str]:
    yield f"# {agreement.title}"
    yield ""
    kind = "binding" if agreement.binding else "not binding"
    yield f"{agreement.id}, version {agreement.version}, {agreement.status}, {kind}."
    yield f"In force from {_day(agreement.starts)} until the day before {_day(agreement.ends)}."
    if agreement.objectives:
        # In one line, whatever stands in it: a heading of its own would read like a clause.
        yield f"Objectives: {' '.join(agreement.objectives.split())}"
    yield f"Purposes: {_and(agreement.purposes)}."
    yield from _section("Parties", map(_party, agreement.desks))
    yield from _section("Task forces", map(_task_force, agreement.task_forces))
    yield from _section(
        "What is shared", (f"{c.number}. {clause_text(c)}" for c in agreement.clauses)
    )
    yield from _section("Duties", map(_duty, agreement.duties))
    yield from _section("What owners learn", iter([_LEARNT[agreement.owners_learn]]))
    yield from _section("Deconfliction", iter([_DECONFLICT] if agreement.deconflict else []))
    yield from _section("Duration", _duration(agreement))
    yield ""
    yield "What no clause permits stays with its owner."


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    told = list(lines)
    if told:
        yield from ("", f"## {title}")
        yield from (f"- {line}" for line in told)


def _party(party: Party) -> str:
    said = [party.desk and f"desk: {party.desk}", party.contact and f"contact: {party.contact}"]
    said.append(party.signatory and f"signs: {party.signatory}")
    told = "; ".join(part for part in said if part)
    return f"{party.agency} ({told})" if told else party.agency


def _task_force(force: TaskForce) -> str:
    return (
        f"{force.id}: {_and(force.members)}, led by {force.lead}, "
        f"until the day before {_day(force.ends)}"
    )


def _clause(clause: Clause) -> Iterator[str]:
    codes = " and ".join(clause.ceilings)
    yield (
        f"{_and(clause.owners)} {_GIVES[clause.gives]} {_and(clause.data_classes)} up to {codes} "
        f"with {_and(clause.receivers)}."
    )
    if clause.redact:
        yield f"Without {_and(clause.redact)}."
    if clause.purposes:
        yield f"Only for {_or(clause.purposes)}."
    if clause.roles:
        yield f"Only with the role {_or(clause.roles)}."
    if clause.training:
        yield f"Only after training in {_and(clause.training)}."
    if clause.areas:
        yield f"Only what concerns {_or(clause.areas)}."
    if clause.case_member:
        yield "Only for members of the case they ask for."
    if clause.emergency:
        yield "Only in an emergency; the owners are told at once."
    yield f"Who receives it {_ONWARD[clause.onward]} and {_EVIDENCE[clause.evidence]}."
    if clause.verify_first:
        yield "Before anybody acts on it, its owner is asked whether it still holds."


def _duty(duty: Duty) -> str:
    said = _DUTIES[duty.kind].format(within=span(duty.within))
    return f"{duty.number}. Each of {_and(duty.who)} {said}."


def _duration(agreement: Agreement) -> Iterator[str]:
    if agreement.review:
        yield f"It is reviewed by {_day(agreement.review)}."
    if agreement.notice:
        yield f"Whoever will not renew it says so {span(agreement.notice)} before its end."
    hidden = "At its end what was shared under it is hidden"
    purged = f"{hidden}; whoever took or was handed files purges them, and says so"
    yield f"{hidden}." if agreement.at_end == "hide" else f"{purged}."


def span(length: timedelta) -> str:
    """A length of time in hours, or in days where it comes to whole ones."""
    hours = int(length.total_seconds()) // 3600
    count, unit = (hours // 24, "day") if hours % 24 == 0 else (hours, "hour")
    return f"{count} {unit}" + ("" if count == 1 else "s")


def _day(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


def _and(names: Sequence[str]) -> str:
    return _joined(names, "and")


def _or(names: Sequence[str]) -> str:
    return _joined(names, "or")


def _joined(names: Sequence[str], word: str) -> str:
    *others, last = names
    return f"{', '.join(others)} {word} {last}" if others else last
