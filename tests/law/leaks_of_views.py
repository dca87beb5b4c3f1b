"""Planted leaks in the view and the answers about single entities: each a small mutation."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from comity.graph import (
    detail,
    identity,
    quoted,
    regrouping,
    said,
    search,
    seen,
    seen_growth,
    sight,
    sight_growth,
    snapshot,
    surroundings,
    view,
)
from comity.graph.answers import Fact
from comity.graph.columns import Ints, Mask
from comity.graph.network import Network
from comity.graph.standing import agreements_of
from comity.graph.words import FOREVER
from comity.sharing import Grant, Label, Permit
from comity.sharing.permits import OWN

Patch = pytest.MonkeyPatch


class _Anyhow(Mapping[Label, Permit]):
    """Permits that find one for every label."""

    def __init__(self, permits: Mapping[Label, Permit]) -> None:
        self._permits = permits

    def __getitem__(self, label: Label) -> Permit:
        return self._permits.get(label, OWN)

    def __iter__(self) -> Iterator[Label]:
        return iter(self._permits)

    def __len__(self) -> int:
        return len(self._permits)


def permit_anyhow(patch: Patch) -> None:
    """What shows is said to show by some right, so that a leak does not end in an error."""
    make = seen.Seen.__init__
    patch.setattr(
        seen.Seen,
        "__init__",
        lambda self, index, grant, *more: make(self, index, Grant(_Anyhow(grant.permits)), *more),
    )


def widened(patch: Patch, widen: Callable[..., Any]) -> None:
    """Views see what `widen` makes of their sight."""
    permit_anyhow(patch)
    for module, name in ((view, "see"), (seen_growth, "grown_sight")):
        narrow = getattr(module, name)

        def see(*given: Any, narrow: Any = narrow, **more: Any) -> Any:
            shown, snap = (
                narrow(*given, **more),
                next(each for each in given if isinstance(each, snapshot.Snapshot)),
            )
            return widen(snap, shown)

        patch.setattr(module, name, see)


def about_visible(snap: snapshot.Snapshot, shown: sight.Sight) -> Mask:
    """Every claim that stands about a mention that shows, whatever its label."""
    mask: Mask = shown.mentions[snap.claims["mention"]] & (snap.claims["known_to"] == FOREVER)
    return mask


def between_visible(snap: snapshot.Snapshot, shown: sight.Sight) -> Mask:
    """Every link that stands between mentions that show, whatever its label."""
    ends = shown.mentions[snap.links["first"]] & shown.mentions[snap.links["second"]]
    mask: Mask = ends & (snap.links["known_to"] == FOREVER)
    return mask


def hidden_links(snap: snapshot.Snapshot, shown: sight.Sight) -> int:
    """How many links stand that do not show."""
    return int((snap.links["known_to"] == FOREVER).sum() - shown.shown_links.sum())


def counts_of_everything(patch: Patch) -> None:
    def counts(self: view.View) -> dict[str, int]:
        rows = self._seen.index.snapshot.claims["known_to"]
        return {"entities": self._seen.entities.size, "claims": int((rows == FOREVER).sum())}

    patch.setattr(view.View, "counts", counts)


def claims_by_their_mention(patch: Patch) -> None:
    widened(patch, lambda snap, shown: replace(shown, shown_claims=about_visible(snap, shown)))


def links_by_their_ends(patch: Patch) -> None:
    widened(patch, lambda snap, shown: replace(shown, shown_links=between_visible(snap, shown)))


def paths_through_the_hidden(patch: Patch) -> None:
    """Two that are linked to the same hidden mention are shown as linked."""
    narrow = surroundings.Surroundings.network.func

    def network(self: surroundings.Surroundings) -> Network:
        plain = narrow(self)
        links, shown = self.detail.snapshot.links, self.detail.sight.mentions
        first, second = links["first"], links["second"]
        beyond: dict[int, list[int]] = {}
        for one, other in zip(first.tolist(), second.tolist(), strict=True):
            for near, far in ((one, other), (other, one)):
                if shown[near] and not shown[far]:
                    beyond.setdefault(far, []).append(self.detail.entities.entity_of[near])
        pairs = sorted({(min(ends), max(ends)) for ends in beyond.values() if len(set(ends)) > 1})
        ends = np.array(pairs, dtype=np.int32).reshape(-1, 2)
        words = np.full(len(pairs), "", dtype=object)
        return replace(
            plain,
            source=np.concatenate([plain.source, ends[:, 0]]),
            target=np.concatenate([plain.target, ends[:, 1]]),
            link=np.concatenate([plain.link, np.zeros(len(pairs), dtype=np.int64)]),
            link_kinds=np.concatenate([plain.link_kinds, words]),
            roles=np.concatenate([plain.roles, words]),
        )

    _cached(patch, surroundings.Surroundings, "network", network)


def pages_cut_before_filtering(patch: Patch) -> None:
    narrow = surroundings.Surroundings.neighbours

    def neighbours(self: Any, entity: int, limit: int, after: str) -> Any:
        hidden = hidden_links(self.detail.snapshot, self.detail.sight)
        return narrow(self, entity, max(0, limit - hidden), after)

    patch.setattr(surroundings.Surroundings, "neighbours", neighbours)


def order_of_arrival(patch: Patch) -> None:
    _cached(patch, snapshot.Snapshot, "rank", lambda self: np.arange(self.size, dtype=np.int32))


def ids_in_sequence(patch: Patch) -> None:
    def id_of(self: detail.Detail, entity: int) -> str:
        return f"{int(self.entities.heads[entity]):032x}"

    patch.setattr(detail.Detail, "id_of", id_of)
    ids = lambda self: [self.id_of(entity) for entity in range(self.entities.size)]  # noqa: E731
    _cached(patch, detail.Detail, "ids", ids)


def refs_by_row(patch: Patch) -> None:
    narrow = quoted.Quoting.claims

    def claims(self: quoted.Quoting, rows: Ints) -> list[Fact]:
        facts = zip(rows.tolist(), narrow(self, rows), strict=True)
        return [replace(fact, ref=f"{row:032x}") for row, fact in facts]

    patch.setattr(quoted.Quoting, "claims", claims)


def handles_by_row(patch: Patch) -> None:
    narrow = surroundings.Surroundings.network.func
    _cached(
        patch,
        surroundings.Surroundings,
        "network",
        lambda self: replace(narrow(self), link=self._rows[self._order].astype(np.int64)),
    )
    patch.setattr(
        surroundings.Surroundings,
        "evidence",
        lambda self, handles: self._links(np.asarray(handles, dtype=np.int64)),
    )


def hidden_addresses_lead_on(patch: Patch) -> None:
    def mention_key(self: view.View, address: str) -> str | None:
        snap = self._seen.index.snapshot
        ids = [each.decode() for each in snap.mention_ids.tolist()]
        return snap.words.mentions.texts[ids.index(address)] if address in ids else None

    patch.setattr(view.View, "mention_key", mention_key)


def search_of_everything(patch: Patch) -> None:
    def gathered(snap: snapshot.Snapshot, shown: Mask, *more: Any) -> Any:
        mentions = np.zeros(snap.size, dtype=np.bool_)
        mentions[snap.claims["mention"][shown]] = True
        everything = mentions[snap.claims["mention"]]
        return narrow(snap, everything, *more)

    narrow = detail.gather_values
    patch.setattr(detail, "gather_values", gathered)


def hits_cut_before_filtering(patch: Patch) -> None:
    narrow = search.SearchIndex.find

    def find(self: search.SearchIndex, text: str, kind: str | None, limit: int) -> Any:
        hidden = int((~self.detail.sight.mentions).sum())
        return narrow(self, text, kind, max(0, limit - hidden))

    patch.setattr(search.SearchIndex, "find", find)


def errors_that_count(patch: Patch) -> None:
    narrow = surroundings.Surroundings.evidence

    def evidence(self: surroundings.Surroundings, handles: Any) -> Any:
        try:
            return narrow(self, handles)
        except IndexError:
            raise IndexError(f"of {self.detail.snapshot.links.size} links not this") from None

    patch.setattr(surroundings.Surroundings, "evidence", evidence)


def changes_of_everything(patch: Patch) -> None:
    narrow = view.View.changes

    def changes(self: view.View, since: int) -> Any:
        snap = self._seen.index.snapshot
        fresh = np.unique(snap.mentions["key"][snap.mentions["known_from"] > since])
        ids = tuple(sorted(snap.mention_ids[fresh].astype(str).tolist()))
        return [*narrow(self, since), regrouping.Regrouped((), ids)]

    patch.setattr(view.View, "changes", changes)


def exports_of_everything(patch: Patch) -> None:
    def clusters(self: detail.Detail) -> list[tuple[str, str]]:
        return sorted((key, "") for key in self.snapshot.words.mentions.texts)

    patch.setattr(detail.Detail, "clusters", clusters)


def position_for_known_at(patch: Patch) -> None:
    narrow = view.View.standing
    patch.setattr(
        view.View,
        "standing",
        lambda self: replace(narrow(self), known_at=self._seen.sight.scope.known_at),
    )


def digest_of_everything(patch: Patch) -> None:
    def digest(self: seen.Seen) -> str:
        sums = [str(int(hashes.sum(dtype=np.uint64))) for hashes in self.index.snapshot.row_hashes]
        return identity.digest_of(self.index.snapshot.id_key, sums)

    _cached(patch, seen.Seen, "digest", digest)


def agreements_nothing_rests_on(patch: Patch) -> None:
    _cached(patch, seen.Seen, "agreements", lambda self: agreements_of(self.grant.permits.values()))


def dates_broken_by_corrections(patch: Patch) -> None:
    patch.setattr(snapshot, "_unbroken", lambda _said, columns: columns["known_from"])


def roles_by_any_link(patch: Patch) -> None:
    narrow = detail.gather_roles
    patch.setattr(
        detail,
        "gather_roles",
        lambda snap, links, entity_of: narrow(snap, np.ones_like(links), entity_of),
    )


def explanations_from_everything(patch: Patch) -> None:
    patch.setattr(said, "_known_rows", lambda of, mention: of.snapshot.groups.claims.of(mention))


def views_that_grow_forget_labels(patch: Patch) -> None:
    permit_anyhow(patch)
    patch.setattr(
        sight_growth,
        "allowed_labels",
        lambda snap, _: np.ones(max(snap.labels) + 1, dtype=np.bool_),
    )


def later_facts_as_known_then(patch: Patch) -> None:
    def is_open(columns: Any, allowed: Mask, _known_at: int) -> Mask:
        mask: Mask = allowed[columns["label"]] & (columns["known_to"] == FOREVER)
        return mask

    patch.setattr(sight, "is_open", is_open)


def later_words_as_known_then(patch: Patch) -> None:
    """Judgements are heard whenever they were said."""
    narrow = view.seen_judgements
    patch.setattr(view, "seen_judgements", lambda *given: narrow(*given[:-1], FOREVER - 1))


def _cached(patch: Patch, of: type, name: str, make: Callable[[Any], Any]) -> None:
    """Put another cached property in the place of one."""
    patch.setattr(of, name, property(make))
