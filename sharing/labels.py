"""The label: everything about a fact that decides who may see it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from comity.sharing.handling import Allowance, allowance, strictest


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """What decides who may see a fact.

    Review date and grade are not part of it, so that few labels cover many facts and a
    decision is taken once a label.
    """

    owner: str
    data_class: str
    handling: str
    caveats: tuple[str, ...] = ()
    jurisdiction: str = ""

    def canonical(self) -> str:
        """The one spelling of this label, for hashing and storing."""
        fields = [self.owner, self.data_class, self.handling, sorted(self.caveats)]
        return json.dumps([*fields, self.jurisdiction], separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_canonical(cls, text: str) -> "Label":
        """Read what `canonical` wrote."""
        owner, data_class, handling, caveats, jurisdiction = json.loads(text)
        return cls(owner, data_class, handling, tuple(caveats), jurisdiction)


@dataclass(frozen=True, slots=True)
class Marking:
    """What an answer made of several facts carries: its owners, codes and caveats.

    `onward` is passing on, `evidence` use in court; those of `verify_first` are asked before
    anybody acts on it.
    """

    owners: tuple[str, ...]
    codes: tuple[str, ...]
    caveats: tuple[str, ...]
    onward: Allowance
    evidence: Allowance
    verify_first: tuple[str, ...] = ()


def combined(labels: Iterable[Label]) -> Marking:
    """The most restrictive code of each scheme and every caveat of some labels."""
    labels = tuple(labels)
    codes = strictest(label.handling for label in labels)
    return Marking(
        owners=tuple(sorted({label.owner for label in labels})),
        codes=codes,
        caveats=tuple(sorted({caveat for label in labels for caveat in label.caveats})),
        onward=allowance(codes, "onward"),
        evidence=allowance(codes, "evidence"),
    )
