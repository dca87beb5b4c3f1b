"""Signing in: who proves to be who they say gets a token for some hours.

Every refusal sounds alike and takes as long, whether the name, the password or the code is wrong
or the account closed; which it was stands in the audit.
"""

import json
from collections.abc import Callable

from comity.api import person as changes
from comity.api.asked import Asked
from comity.api.codes import step_of
from comity.api.errors import NewPasswordNeeded, Refusal, SignInFailed, WeakPassword
from comity.api.installation import Installation
from comity.api.passwords import Passwords, check_new
from comity.api.person import ACTIVE, MINUTE, Person, state
from comity.api.problems import problem_of
from comity.api.settings_people import PeopleSettings
from comity.api.tokens import Grant
from comity.api.wire_sign_in import SignInBody
from comity.graph.view import micros
from comity.graph.words import Micros
from comity.sharing import Viewer

STRANGER = "unknown"
HOUR: Micros = 60 * MINUTE


class SignIn:
    """The door of one installation through which people come."""

    def __init__(self, installation: Installation, passwords: Passwords | None = None) -> None:
        self._installation = installation
        self._passwords = passwords or Passwords()

    def with_password(self, body: SignInBody) -> tuple[str, Grant]:
        """A token for a name, a password and a one-time code, and what it grants."""
        at, said = self._now(), body.password.get_secret_value()
        found = self._tried(body.name, at)
        right = self._passwords.verify(found.password if found else "", said)
        step = step_of(found.totp if found else "", body.code, at)
        why = self._why_not(found, right, step, at)
        if found is None or why:
            raise self._refused(found, SignInFailed(), why)
        renewed = self._renewed(found, body.new_password.get_secret_value())
        return self._begin(found, step or found.step, renewed, at)

    def by_provider(self, subject: str) -> tuple[str, Grant]:
        """A token for whom the identity provider vouches for, if they have an account here."""
        at, found = self._now(), self._installation.people.known_as(subject)
        closed = state(found, at, self._rules) if found else "nobody has this subject"
        if found is None or closed != ACTIVE:
            raise self._refused(found, SignInFailed(), closed)
        return self._begin(found, found.step, None, at)

    def turned_away(self, why: str) -> SignInFailed:
        """The refusal for whom the provider does not vouch for, once it is in the audit."""
        self._note(None, "sign_in", problem_of(SignInFailed()).name, why)
        return SignInFailed()

    def out(self, secret: str) -> None:
        """Make the token of a sign-in useless; another kind of token stays."""
        found = self._installation.gate.admit(secret)
        if found is not None and found.account:
            person = self._installation.people.find(found.account)
            self._note(person, "sign_out", "answered", "")
            self._installation.tokens.revoke_secret(secret, self._now())

    @property
    def _rules(self) -> PeopleSettings:
        return self._installation.settings.people

    def _tried(self, name: str, at: Micros) -> Person | None:
        """The person as they were before this attempt, which is counted now."""
        return self._installation.people.change(
            name, lambda person: changes.tried(person, at, self._rules)
        )

    def _why_not(self, found: Person | None, right: bool, step: int | None, at: Micros) -> str:
        if found is None:
            return "nobody has this name"
        closed = state(found, at, self._rules)
        if closed != ACTIVE:
            return closed
        if not right:
            return "wrong password"
        if not found.totp:
            required = self._rules.second_factor == "required"
            return "no second factor is set up" if required else ""
        if step is None:
            return "wrong code"
        return "" if step > found.step else "the code was used before"

    def _renewed(self, found: Person, new: str) -> str | None:
        """The hash of the new password, if there is one; refused where one is needed."""
        try:
            if new:
                check_new(new, found.name, self._rules.password_length)
                if self._passwords.verify(found.password, new):
                    raise WeakPassword("the new password is the one that is to be replaced")
            elif found.provisional:
                raise NewPasswordNeeded
        except Refusal as error:
            self._installation.people.change(found.name, changes.forgiven)
            raise self._refused(found, error, "") from None
        return self._passwords.hash(new) if new else None

    def _begin(
        self, found: Person, step: int, renewed: str | None, at: Micros
    ) -> tuple[str, Grant]:
        """Begin a session, unless the account or the code was used or changed meanwhile."""
        how = _beginning(found, step, renewed, at)
        before = self._installation.people.change(found.name, how)
        if before is None or not _stands(before, found, step):
            raise self._refused(found, SignInFailed(), "it changed meanwhile")
        self._note(found, "sign_in", "answered", "")
        grant = Grant(
            found.name, found.agency, found.role, found.purposes, at,
            at + self._rules.session_hours * HOUR,
            account=found.name, idle=self._rules.idle_minutes * MINUTE,
        )  # fmt: skip
        self._installation.tokens.drop_sessions(at)
        return self._installation.tokens.give(grant)[1], grant

    def _refused(self, found: Person | None, error: Refusal, why: str) -> Refusal:
        """The error, once it is in the audit."""
        self._note(found, "sign_in", problem_of(error).name, why)
        return error

    def _note(self, found: Person | None, action: str, outcome: str, why: str) -> None:
        # Not the name of a stranger: people type their password there.
        agency = self._installation.settings.agency
        who = (found.name, found.agency, found.role) if found else (STRANGER, agency, STRANGER)
        viewer = Viewer(*who, "sign-in", "signing in or out")
        question = json.dumps({"why": why} if why else {})
        Asked(self._installation, viewer).record(action, question, outcome)

    def _now(self) -> Micros:
        return micros(self._installation.clock())


def _beginning(
    found: Person, step: int, renewed: str | None, at: Micros
) -> Callable[[Person], Person]:
    def how(now: Person) -> Person:
        if not _stands(now, found, step):
            return now
        into = changes.signed_in(now, at, step)
        if renewed is not None:
            into = changes.with_password(into, renewed, at, provisional=False)
        return into

    return how


def _stands(now: Person, found: Person, step: int) -> bool:
    """Whether nothing happened to an account meanwhile, and its code is still unused."""
    unused = step > now.step if found.totp and not found.subject else True
    proofs = [(each.password, each.totp, each.subject, each.disabled) for each in (now, found)]
    return unused and proofs[0] == proofs[1]
