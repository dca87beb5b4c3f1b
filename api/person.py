"""A person who signs in, and the rules of CJIS on accounts; it knows no file and no clock."""

from dataclasses import dataclass, field, replace

from comity.api.settings_people import PeopleSettings
from comity.graph.words import DAY, Micros

MINUTE: Micros = 60_000_000
ACTIVE, LOCKED, DISABLED, IDLE = "active", "locked", "disabled", "idle"


@dataclass(frozen=True, slots=True)
class Training:
    """A course that was passed, and until when that counts."""

    course: str
    until: Micros


@dataclass(frozen=True, slots=True)
class Person:
    """One account: who it is, what they may ask for, and how they prove it.

    `seen` is the last sign-in, or when the account was made or enabled. Sessions begun before
    `anew` are void. `step` is the clock's step of the last one-time code. A `subject` is who the
    person is to the agency's identity provider; then there is no password here.
    """

    name: str
    agency: str
    role: str
    purposes: tuple[str, ...]
    seen: Micros
    password: str = field(default="", repr=False)
    provisional: bool = True
    totp: str = field(default="", repr=False)
    step: int = 0
    subject: str = ""
    training: tuple[Training, ...] = ()
    cases: tuple[str, ...] = ()
    task_forces: tuple[str, ...] = ()
    failures: tuple[Micros, ...] = ()
    locked: Micros | None = None
    disabled: Micros | None = None
    anew: Micros = 0

    def trained(self, at: Micros) -> tuple[str, ...]:
        """The courses that count at that moment."""
        return tuple(each.course for each in self.training if at < each.until)


def state(person: Person, at: Micros, rules: PeopleSettings) -> str:
    """Whether somebody may sign in, or why not."""
    if person.disabled is not None:
        return DISABLED
    if person.locked is not None and _still_locked(person.locked, at, rules):
        return LOCKED
    return IDLE if at - person.seen >= rules.idle_days * DAY else ACTIVE


def tried(person: Person, at: Micros, rules: PeopleSettings) -> Person:
    """Somebody tries to sign in: it counts as a failure until it has succeeded.

    Counted afterwards, a hundred guesses at once would each find the account open.
    """
    if state(person, at, rules) == LOCKED:
        return person
    window = rules.failure_minutes * MINUTE
    recent = (*(then for then in person.failures if at - then < window), at)
    locked = at if len(recent) >= rules.failures else None
    return replace(person, failures=recent, locked=locked)


def forgiven(person: Person) -> Person:
    """As somebody who has not failed."""
    return replace(person, failures=(), locked=None)


def signed_in(person: Person, at: Micros, step: int) -> Person:
    """As somebody who has just signed in with the code of a step."""
    return replace(forgiven(person), seen=at, step=step)


def with_password(person: Person, kept: str, at: Micros, *, provisional: bool) -> Person:
    """With another password; whoever signed in with the former has to do so again."""
    return replace(person, password=kept, provisional=provisional, anew=at)


def enabled(person: Person, at: Micros) -> Person:
    """May sign in again, with ninety days before them."""
    return replace(forgiven(person), disabled=None, seen=at)


def disabled(person: Person, at: Micros) -> Person:
    """May not sign in any more, and what they signed in to is over."""
    return replace(person, disabled=at, anew=at)


def with_training(person: Person, course: str, until: Micros | None) -> Person:
    """With a course passed until then; None takes it away."""
    others = tuple(each for each in person.training if each.course != course)
    added = () if until is None else (Training(course, until),)
    return replace(person, training=(*others, *added))


def with_totp(person: Person, secret: str, at: Micros) -> Person:
    """With another second factor; whoever signed in with the former has to do so again."""
    return replace(person, totp=secret, step=0, anew=at)


def with_role(person: Person, role: str, purposes: tuple[str, ...]) -> Person:
    """In another role, for other purposes."""
    return replace(person, role=role, purposes=purposes)


def with_case(person: Person, case: str, *, withdraw: bool) -> Person:
    """A member of a case, or no more."""
    return replace(person, cases=_with(person.cases, case, withdraw=withdraw))


def with_task_force(person: Person, force: str, *, withdraw: bool) -> Person:
    """One who may act for a task force, or no more."""
    return replace(person, task_forces=_with(person.task_forces, force, withdraw=withdraw))


def _with(names: tuple[str, ...], name: str, *, withdraw: bool) -> tuple[str, ...]:
    others = tuple(each for each in names if each != name)
    return others if withdraw else (*others, name)


def _still_locked(locked: Micros, at: Micros, rules: PeopleSettings) -> bool:
    return rules.lock_minutes == 0 or at < locked + rules.lock_minutes * MINUTE
