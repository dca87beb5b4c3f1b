"""Commands for the people who sign in."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import typer

from comity.api import person as changes
from comity.api.codes import address, new_secret
from comity.api.deeds import By, deed
from comity.api.errors import AccountError
from comity.api.folders import DEFAULT, Folder
from comity.api.installation import Installation
from comity.api.passwords import Passwords, new_password
from comity.api.person import Person, state
from comity.api.printing import AsJson, say, show, show_json, tell
from comity.graph.view import micros
from comity.graph.words import Micros
from comity.graph.written import written

user = typer.Typer(
    help="People who sign in: who they are, what they may, and whether they still do."
)
Name = Annotated[str, typer.Argument(help="Whose account.")]
Withdraw = Annotated[bool, typer.Option("--withdraw", help="Take it away again.")]


@user.command()
def add(
    name: Annotated[str, typer.Argument(help="The name to sign in with.")],
    role: Annotated[str, typer.Option(help="analyst, investigator, auditor, administrator, …")],
    purpose: Annotated[list[str], typer.Option(help="A purpose they may ask for.")],
    agency: Annotated[str, typer.Option(help="Their agency; the installation's, without.")] = "",
    subject: Annotated[
        str, typer.Option(help="Who they are to the identity provider; then no password is made.")
    ] = "",
    by: By = "",
    folder: Folder = DEFAULT,
    as_json: AsJson = False,
) -> None:
    """Add somebody; their first password and second factor are shown only now."""
    with Installation.open(folder) as installation:
        now, of = micros(installation.clock()), agency or installation.settings.agency
        what = {"name": name, "agency": of, "role": role, "purposes": purpose}
        made = Person(name, of, role, tuple(purpose), now, subject=subject)
        proofs: dict[str, str] = {}
        if not subject:
            made, proofs = _with_proofs(made, now)
        with deed(installation, "add_user", by, **what):
            installation.people.add(made)
    _told(name, proofs, as_json=as_json)


@user.command("list")
def list_users(folder: Folder = DEFAULT, as_json: AsJson = False) -> None:
    """List everybody, those who may not sign in too; never a secret."""
    with Installation.open(folder) as installation:
        now, rules = micros(installation.clock()), installation.settings.people
        rows = [
            {
                "name": each.name,
                "agency": each.agency,
                "role": each.role,
                "purposes": list(each.purposes),
                "state": state(each, now, rules),
                "signs in by": _way(each),
                "training": [f"{one.course} until {_last_day(one.until)}" for one in each.training],
                "cases": list(each.cases),
                "task forces": list(each.task_forces),
                "seen": written(each.seen),
            }
            for each in installation.people.everybody()
        ]
    heads = ("name", "agency", "role", "purposes", "state", "signs in by", "training", "cases")
    show(rows, (*heads, "task forces", "seen"), as_json=as_json)


@user.command()
def disable(name: Name, by: By = "", folder: Folder = DEFAULT) -> None:
    """Let somebody in no more; what they signed in to is over with the next question."""
    _change(folder, "disable_user", by, name, changes.disabled)
    say(f"{name} may not sign in any more")


@user.command()
def enable(name: Name, by: By = "", folder: Folder = DEFAULT) -> None:
    """Let somebody in again who was disabled, locked out or away for too long."""
    _change(folder, "enable_user", by, name, changes.enabled)
    say(f"{name} may sign in")


@user.command()
def password(name: Name, by: By = "", folder: Folder = DEFAULT, as_json: AsJson = False) -> None:
    """Give somebody a new password, to be replaced at the first sign-in; it is shown only now."""
    made = new_password()
    kept = Passwords().hash(made)
    _change(
        folder, "give_password", by, name,
        lambda person, at: changes.with_password(_own(person), kept, at, provisional=True),
    )  # fmt: skip
    _told(name, {"password": made}, as_json=as_json)


@user.command()
def totp(name: Name, by: By = "", folder: Folder = DEFAULT, as_json: AsJson = False) -> None:
    """Give somebody a new second factor for an authenticator app; it is shown only now."""
    secret = new_secret()
    before = _change(
        folder, "give_totp", by, name,
        lambda person, at: changes.with_totp(_own(person), secret, at),
    )  # fmt: skip
    _told(name, {"totp": address(secret, name, before.agency)}, as_json=as_json)


@user.command()
def role(
    name: Name,
    role: Annotated[str, typer.Argument(help="The new role.")],
    purpose: Annotated[list[str], typer.Option(help="A purpose they may ask for from now on.")],
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Give somebody another role and other purposes, from the next question on."""
    _change(
        folder, "set_role", by, name,
        lambda person, at: changes.with_role(person, role, tuple(purpose)),
        role=role, purposes=purpose,
    )  # fmt: skip
    say(f"{name} is {role}, for {', '.join(purpose)}")


@user.command()
def training(
    name: Name,
    course: Annotated[str, typer.Argument(help="The course, as agreements name it.")],
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The last day it counts; a year, without."),
    ] = None,
    withdraw: Withdraw = False,
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Note a course that somebody passed, and until when it counts."""
    ends = None if withdraw else _end_of(until)
    _change(
        folder, "set_training", by, name,
        lambda person, at: changes.with_training(person, course, ends),
        course=course, until=_last_day(ends) if ends else "",
    )  # fmt: skip
    say(f"{name}: {course} {'is withdrawn' if ends is None else f'counts until {_last_day(ends)}'}")


@user.command()
def case(
    name: Name,
    number: Annotated[str, typer.Argument(help="The case's number.")],
    withdraw: Withdraw = False,
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Make somebody a member of a case."""
    _change(
        folder, "set_case", by, name,
        lambda person, at: changes.with_case(person, number, withdraw=withdraw),
        case=number, withdraw=withdraw,
    )  # fmt: skip
    say(f"{name} is {'no member' if withdraw else 'a member'} of {number}")


@user.command("task-force")
def task_force(
    name: Name,
    force: Annotated[str, typer.Argument(help="The task force, as its agreement names it.")],
    withdraw: Withdraw = False,
    by: By = "",
    folder: Folder = DEFAULT,
) -> None:
    """Let somebody act for a task force."""
    _change(
        folder, "set_task_force", by, name,
        lambda person, at: changes.with_task_force(person, force, withdraw=withdraw),
        task_force=force, withdraw=withdraw,
    )  # fmt: skip
    say(f"{name} {'acts no more' if withdraw else 'may act'} for {force}")


def _change(
    folder: Folder,
    action: str,
    by: str,
    name: str,
    how: Callable[[Person, Micros], Person],
    **what: object,
) -> Person:
    """Change an account, with its deed in the audit; who it was before."""
    with Installation.open(folder) as installation:
        at = micros(installation.clock())
        with deed(installation, action, by, name=name, **what):
            before = installation.people.change(name, lambda person: how(person, at))
            if before is None:
                raise AccountError(f"nobody is called {name!r}; comity user list shows everybody")
    return before


def _with_proofs(person: Person, at: Micros) -> tuple[Person, dict[str, str]]:
    """With a first password and a second factor, and both as they are shown."""
    first, secret = new_password(), new_secret()
    proved = changes.with_password(person, Passwords().hash(first), at, provisional=True)
    told = {"password": first, "totp": address(secret, person.name, person.agency)}
    return changes.with_totp(proved, secret, at), told


def _own(person: Person) -> Person:
    """Refuse to make proofs for whom the identity provider vouches for."""
    if person.subject:
        raise AccountError(f"{person.name} signs in at the identity provider; it has their proofs")
    return person


def _end_of(until: datetime | None) -> Micros:
    last: date = until.date() if until else datetime.now(UTC).date() + timedelta(days=365)
    return micros(datetime.combine(last + timedelta(days=1), datetime.min.time(), UTC))


def _last_day(ends: Micros) -> str:
    return written(ends - 1)[:10]


def _way(person: Person) -> str:
    if person.subject:
        return "provider"
    return "password and code" if person.totp else "password"


def _told(name: str, proofs: dict[str, str], *, as_json: bool) -> None:
    if as_json:
        show_json({"name": name, **proofs})
        return
    say(f"{name}: {'shown only now' if proofs else 'signs in at the identity provider'}")
    for proof in proofs.values():
        tell(proof)


def register(app: typer.Typer) -> None:
    """Put the commands on the command line."""
    app.add_typer(user, name="user")
