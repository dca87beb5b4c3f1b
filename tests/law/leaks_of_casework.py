"""Planted leaks of casework: pointers, references, orders and requests that tell of others."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from comity.api.casework_door import Casework
from comity.api.errors import KeyReused
from comity.casework.pointers import Pointer, pointers
from comity.casework.registry import Registry
from comity.casework.requests import Requests
from comity.graph.casework_words import Registration
from comity.sharing import Agreement, Viewer

Patch = pytest.MonkeyPatch
Changed = Callable[[Registry, Sequence[Pointer]], list[Pointer]]


def pointed_without_the_clause(patch: Patch) -> None:
    """Every agreement is taken to say `deconflict`."""
    _agreements(patch, lambda pact: replace(pact, deconflict=True))


def pointed_for_any_purpose(patch: Patch) -> None:
    _agreements(patch, lambda pact: replace(pact, purposes=("investigation", "licensing")))


def pointed_to_strangers(patch: Patch) -> None:
    """Whoever is party of anything is taken to be of everything."""
    others = ("alpha", "beta", "delta", "gamma", "omega")
    _agreements(patch, lambda pact: replace(pact, parties=others))


def pointed_by_suspended(patch: Patch) -> None:
    patch.setattr(Casework, "_in_force", lambda self: self._installation.ledger.agreements())


def pointed_to_what_was_taken_back(patch: Patch) -> None:
    patch.setattr(Registration, "lives", lambda self, now: now < self.until)


def references_in_sequence(patch: Patch) -> None:
    """How many registrations there are shows in the next reference."""

    def changed(registry: Registry, found: Sequence[Pointer]) -> list[Pointer]:
        many = len(registry._ledger.registrations())
        return [replace(one, ref=f"{many + n:032x}") for n, one in enumerate(found)]

    _pointers(patch, changed)


def in_the_order_of_the_others(patch: Patch) -> None:
    """The other desk's hour, which is its own before one registered oneself, gives the order."""

    def changed(registry: Registry, found: Sequence[Pointer]) -> list[Pointer]:
        at = {one.ref: one.at for one in registry._ledger.registrations()}
        first = {one.agency: one.at for one in reversed(registry._ledger.registrations())}
        return sorted(found, key=lambda one: (first[one.agency], at[one.registration]))

    _pointers(patch, changed)


def counts_beside_the_desk(patch: Patch) -> None:
    """How much else the other agency has registered stands beside its desk."""

    def changed(registry: Registry, found: Sequence[Pointer]) -> list[Pointer]:
        held = [one.agency for one in registry._ledger.registrations()]
        return [replace(one, desk=f"{one.desk}, 1 of {held.count(one.agency)}") for one in found]

    _pointers(patch, changed)


def the_others_words(patch: Patch) -> None:
    """The other desk's reason is told in place of its name."""

    def changed(registry: Registry, found: Sequence[Pointer]) -> list[Pointer]:
        said = {one.agency: one.reason for one in registry._ledger.registrations()}
        return [replace(one, desk=said[one.agency]) for one in found]

    _pointers(patch, changed)


def first_those_that_met(patch: Patch) -> None:
    """What somebody else is after stands first among one's own."""
    narrow = Registry.standing

    def standing(self: Registry, sort: Any, agency: str, now: int) -> list[Registration]:
        found = narrow(self, sort, agency, now)
        others = {o.subject for o in self._ledger.registrations() if o.agency != agency}
        return sorted(found, key=lambda one: one.subject not in others)

    patch.setattr(Registry, "standing", standing)


def refused_where_somebody_was_first(patch: Patch) -> None:
    narrow = Registry._register

    def register(self: Registry, sort: Any, viewer: Viewer, key: str, subject: str,
                 *more: Any) -> Registration:  # fmt: skip
        held = [one.subject for one in self._ledger.registrations() if one.agency != viewer.agency]
        if subject in held:
            raise KeyReused
        return narrow(self, sort, viewer, key, subject, *more)

    patch.setattr(Registry, "_register", register)


def references_that_count(patch: Patch) -> None:
    """A registration's own reference tells how many came before it."""
    narrow = Registry._kept

    def kept(self: Registry, found: Registration) -> Registration:
        told = narrow(self, found)
        return replace(told, case=f"{told.case} no. {len(self._ledger.registrations())}")

    patch.setattr(Registry, "_kept", kept)


def requests_of_everybody(patch: Patch) -> None:
    patch.setattr(Requests, "between", lambda self, _: self._ledger.requests())


def _agreements(patch: Patch, changed: Callable[[Agreement], Agreement]) -> None:
    def found(self: Registry, viewer: Viewer, in_force: Any, now: int) -> list[Pointer]:
        live = [one for one in self._ledger.registrations() if one.lives(now)]
        pacts = [changed(pact) for pact in in_force]
        return pointers(viewer.agency, viewer.purpose, live, pacts, self._id_key)

    patch.setattr(Registry, "pointers", found)


def _pointers(patch: Patch, changed: Changed) -> None:
    narrow = Registry.pointers

    def found(self: Registry, viewer: Viewer, in_force: Any, now: int) -> list[Pointer]:
        return changed(self, narrow(self, viewer, in_force, now))

    patch.setattr(Registry, "pointers", found)
