"""Planted leaks of casework: pointers, references, orders, requests and charts that tell."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from comity.api import routes_charts
from comity.api.casework_door import Casework
from comity.api.errors import KeyReused
from comity.api.wire_charts import ChartKeptOut
from comity.casework import Charts, Kept
from comity.casework.charts import label_of
from comity.casework.pointers import Pointer, pointers
from comity.casework.registry import Registry
from comity.casework.requests import Requests
from comity.graph.casework_words import Registration
from comity.graph.chart_words import ChartComment
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


def comments_by_who_said_them(patch: Patch) -> None:
    """What was said of a stricter version is told to whoever may read who said it."""
    narrow = Charts.comments

    def comments(self: Charts, viewer: Viewer, kept: Kept) -> list[ChartComment]:
        return narrow(self, viewer, _whole(self, kept))

    patch.setattr(Charts, "comments", comments)


def comments_by_the_newest_version(patch: Patch) -> None:
    """What was said of a stricter version is told by the laxer one that came after."""

    def comments(self: Charts, viewer: Viewer, kept: Kept) -> list[ChartComment]:
        found = self._ledger.chart_comments(kept.newest.ref)
        labels = {one: label_of(one.agency, kept.newest.handling) for one in found}
        permits = self._permits(viewer, labels.values())
        return [one for one in found if labels[one] in permits]

    patch.setattr(Charts, "comments", comments)


def versions_by_the_newest(patch: Patch) -> None:
    """A laxer version opens all that were saved before it."""
    narrow = Charts._kept
    patch.setattr(Charts, "_kept", lambda self, *given: _whole(self, narrow(self, *given)))


def versions_numbered_over_everything(patch: Patch) -> None:
    """How often a chart was saved is told with the versions that do not show."""
    narrow = routes_charts.chart_out

    def counted(kept: Kept) -> ChartKeptOut:
        return narrow(kept).model_copy(update={"versions": kept.newest.number})

    patch.setattr(routes_charts, "chart_out", counted)


def _whole(charts: Charts, kept: Kept) -> Kept:
    every = tuple(charts._ledger.chart_versions(kept.newest.ref))
    return replace(kept, versions=every, permits=kept.permits[-1:] * len(every))


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
