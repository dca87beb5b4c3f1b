"""One question: who asks and for what, the view opened for it, and its row in the audit.

A route gets an `Asked`, which can open the asker's view and nothing wider.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

from comity.analytics import SignedCard
from comity.api.cursors import Cursor, read_cursor
from comity.api.emergencies import Emergencies
from comity.api.errors import BadQuestion, NotAllowed, NotAudited, ViewChanged
from comity.api.installation import Installation
from comity.api.shown import cut
from comity.api.tokens import SCOPES
from comity.api.wire import StandingOut
from comity.graph.audit import Audit, AuditRow, Disclosed, WantedDisclosures
from comity.graph.audit_disclosures import Disclosure, told_to
from comity.graph.audit_handed import HandedOver, rows_of
from comity.graph.errors import GraphError
from comity.graph.view import View, micros
from comity.graph.words import Micros
from comity.sharing import Agreement, Marking, Party, Permit, Viewer, marking_of, terms_of
from comity.sharing.terms import TermsBy


@dataclass(frozen=True, slots=True)
class Shown:
    """What an answer showed: its addresses, and every record behind them for their owners.

    `handed_over` says to whom it goes, if it is to leave the house.
    """

    addresses: tuple[str, ...]
    disclosed: tuple[Disclosed, ...]
    handed_over: HandedOver | None = None


NOTHING_SHOWN = Shown((), ())
NOTHING_MORE: Mapping[str, str] = MappingProxyType({})


class Asked:
    """A question as it came; `words` are the times and the cursor, as they were written."""

    def __init__(
        self,
        installation: Installation,
        viewer: Viewer,
        words: Mapping[str, str] = NOTHING_MORE,
        scopes: tuple[str, ...] = SCOPES,
    ) -> None:
        self._installation, self.viewer, self._words = installation, viewer, dict(words)
        self._scopes = scopes
        self._known_at: Micros | None = None
        self._valid_at: Micros | None = None
        self.cursor: Cursor | None = None
        self._told_of: tuple[Disclosed, ...] = ()
        self._beside: list[View] = []

    @cached_property
    def view(self) -> View:
        """What this viewer may see; opened when first looked through."""
        return self._installation.desk.open(
            self.viewer, valid_at=self._valid_at, known_at=self._known_at
        )

    def view_at(self, known_at: Micros | None, valid_at: Micros | None) -> View:
        """The same viewer's view of another time; what an answer shows of it is told and marked."""
        found = self._installation.desk.open(self.viewer, valid_at=valid_at, known_at=known_at)
        self._beside.append(found)
        return found

    @property
    def view_today(self) -> View:
        """The same viewer's view as known now, of any time in the world."""
        if self._known_at is None and self._valid_at is None:
            return self.view
        return self.view_at(None, None)

    def view_without(self, agreement: str) -> View:
        """What this viewer would see had an agreement ended: never more than they see."""
        return self._installation.desk.open(
            self.viewer, valid_at=self._valid_at, known_at=self._known_at, without=agreement
        )

    def agreements(self) -> tuple[Agreement, ...]:
        """The agreements in force that this viewer's agency is a party of."""
        now = self._installation.clock()
        return tuple(one for one in self.agreements_ever() if one.in_force(now))

    def agreements_ever(self) -> tuple[Agreement, ...]:
        """The agreements that this viewer's agency is a party of, in force or not."""
        return tuple(one for one in self._pacts if self.viewer.agency in one.parties)

    @cached_property
    def terms(self) -> TermsBy:
        """What each clause lets its receivers do."""
        return terms_of(self._pacts)

    def marking(self, addresses: Sequence[str] | None) -> Marking | None:
        """What binds who sees the entities at some addresses, or all that shows."""
        resting = self.view.resting_on(addresses)
        for other in self._beside:
            resting |= other.resting_on(addresses)
        return marking_of(resting, self.terms)

    def desk_of(self, owner: str, agreement: str) -> str:
        """The desk that answers for an owner under an agreement, as the text names it."""
        party = self.party(owner, agreement)
        return ", ".join(filter(None, (party.desk, party.contact)))

    def party(self, agency: str, agreement: str) -> Party:
        """An agency as an agreement names it."""
        of = (pact.party(agency) for pact in self._pacts if pact.id == agreement)
        return next(of, Party(agency))

    def now(self) -> Micros:
        """This moment."""
        return micros(self._installation.clock())

    def moment(self) -> datetime:
        """The same as a time."""
        return self._installation.clock()

    def signed_card(self, card: str, version: int) -> SignedCard | None:
        """One version of a score card under its sign-off; None where there is none."""
        return self._installation.score_cards.signed(card, version)

    def signed_cards(self) -> tuple[SignedCard, ...]:
        """The score cards that answer this viewer now."""
        return self._installation.score_cards.answering(self.viewer, self.moment())

    @property
    def id_key(self) -> bytes:
        """The key that addresses and cursors are made with."""
        return self._installation.id_key

    def standing(self) -> StandingOut:
        """The line that every answer carries."""
        return StandingOut.model_validate(self.view.standing())

    def needs(self, scope: str) -> None:
        """Refuse what the token was not given for; raises NotAllowed."""
        if scope not in self._scopes:
            raise NotAllowed(f"this token has not the scope {scope!r}")

    def say(self, **words: str | None) -> None:
        """Take down times or a cursor, to be understood once the question is audited."""
        self._words |= {name: text for name, text in words.items() if text is not None}

    def understand(self) -> None:
        """Read the times and the cursor; a cursor brings back the very view of its first page.

        Who names an emergency of theirs asks in it from here on.
        """
        if "emergency" in self._words:
            door = Emergencies(self._installation)
            self.viewer = door.viewer(self.viewer, self._words["emergency"])
        self._known_at = time_of("known_at", self._words.get("known_at"))
        self._valid_at = time_of("valid_at", self._words.get("valid_at"))
        if "cursor" not in self._words:
            return
        self.cursor = read_cursor(self.id_key, self._words["cursor"])
        self._known_at, self._valid_at = self.cursor.known_at, self.cursor.valid_at
        if self.view.standing().digest != self.cursor.digest:
            raise ViewChanged

    def intend(self, action: str, question: str) -> int:
        """Say what is about to be written; returns the intent to record its outcome under."""
        row = self._row(action, question)
        return self._kept(lambda audit: audit.intend(row))

    def record(
        self,
        action: str,
        question: str,
        outcome: str,
        shown: Shown = NOTHING_SHOWN,
        intent: int | None = None,
    ) -> None:
        """Write the audit row; raises NotAudited, and then nothing may be shown."""
        row = replace(
            self._row(action, question),
            outcome=outcome,
            shown=cut(shown.addresses),
            disclosed=shown.disclosed,
        )
        if shown.handed_over is not None:
            rows = rows_of(row, shown.handed_over)
            self._kept(lambda audit: audit.write_all(rows)[0])
        elif intent is None:
            self._kept(lambda audit: audit.write(row))
        else:
            self._kept(lambda audit: audit.settle(intent, row))

    def shown(self, addresses: tuple[str, ...]) -> Shown:
        """What an answer with these addresses showed, with every record behind them."""
        if "view" not in self.__dict__ or not addresses:
            return Shown(addresses, self._told_of)
        views = (self.view, *self._beside)
        disclosed = (each for view in views for each in view.disclosed(addresses))
        return Shown(addresses, (*dict.fromkeys(disclosed), *self._told_of))

    def tell_owners(self, disclosed: Iterable[Disclosed]) -> None:
        """Note what an answer shows of others beside the view's records, for its audit row."""
        self._told_of += tuple(disclosed)

    def disclosures(self, wanted: WantedDisclosures) -> list[Disclosure]:
        """Who saw the records of the asker's own agency, and of no other."""
        owner = self.viewer.agency
        rows = self._installation.audit.disclosures(replace(wanted, owner=owner))
        return [told_to(owner, row, self._tells_who_asked) for row in rows]

    def _tells_who_asked(self, permit: Permit) -> bool:
        """Whether the version of the agreement that was asked under tells owners of questions."""
        return (permit.agreement, permit.version) in self._telling

    @cached_property
    def _telling(self) -> frozenset[tuple[str, int]]:
        versions = (each.agreement for each in self._installation.ledger.agreement_versions())
        return frozenset((a.id, a.version) for a in versions if a.owners_learn == "question")

    @cached_property
    def _pacts(self) -> tuple[Agreement, ...]:
        """The agreements as they stand for this question, read once."""
        return self._installation.desk.agreements()

    def _kept(self, write: Callable[[Audit], int]) -> int:
        try:
            return write(self._installation.audit)
        except (GraphError, OSError) as error:
            raise NotAudited from error

    def _row(self, action: str, question: str) -> AuditRow:
        viewer = self.viewer
        row = AuditRow(
            at=micros(self._installation.clock()),
            principal=viewer.principal,
            agency=viewer.agency,
            role=viewer.role,
            purpose=viewer.purpose,
            case=viewer.case,
            justification=viewer.justification,
            action=action,
            question=question,
            known_at=self._known_at,
            valid_at=self._valid_at,
            view="",
            agreements=(),
            shown=(),
            outcome="",
        )
        if "view" not in self.__dict__:
            return row
        told = self.view.standing()
        return replace(row, known_at=told.known_at, view=told.digest, agreements=told.agreements)


def time_of(name: str, text: str | None) -> Micros | None:
    """A time as people write it, if there is one."""
    return None if text is None else moment_of(name, text)


def moment_of(name: str, text: str) -> Micros:
    """A time as people write it, with its zone; `name` says where it was written."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadQuestion(f"{name}: write it as 2026-03-02T09:30:00Z") from None
    if moment.tzinfo is None:
        raise BadQuestion(f"{name}: name its time zone, as in 2026-03-02T09:30:00Z")
    return micros(moment)
