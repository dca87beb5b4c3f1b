"""Other worlds with the same visible part: hidden facts changed, or more of them told.

More is told in visible records too, and in corrections of them that change nothing in sight.

Each is checked to leave exactly what the first one leaves once everything hidden is dropped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from law.realms import Allowed
from law.twins import twin_of
from law.worlds import Step, claims_about, content_of, link_between, new_mention

from comity.graph.words import BadRow, Claim, Judgement, Link, Mention, Record, Verdict, mention_key
from comity.sharing import Label

VALUES = ("Robert", "Marchetti", "1991-01-01", "+14155550103", "2024-000222", "fraud", "Zzyzx")
VERDICTS: tuple[Verdict, ...] = ("same", "unsure")


def changed(world: list[Step], allowed: Allowed, hidden: list[Label]) -> list[Step]:
    """The world in which what is hidden says something else."""
    rewriting = _Rewriting(Random(len(world)), allowed, hidden)
    return _same_in_sight(world, [rewriting.changed(step) for step in world], allowed)


def added(
    world: list[Step], allowed: Allowed, hidden: list[Label], strangers: Sequence[str]
) -> list[Step]:
    """The world in which more is hidden: in its records, in others between them, in judgements.

    What agencies other than the viewer's set aside is hidden too.
    """
    rewriting = _Rewriting(Random(len(world)), allowed, hidden)
    steps = [told for step in world for told in rewriting.with_more(step)]
    for step in world:
        if step.record:
            steps += _set_aside(step.at, step.record.id, strangers)
    return _same_in_sight(world, sorted(steps, key=lambda step: step.at), allowed)


def _set_aside(at: datetime, record: str, strangers: Sequence[str]) -> Iterator[Step]:
    """Rows that cannot be read, a little after a record came; half of them name it."""
    rng = Random(at.isoformat())
    for agency in strangers:
        if rng.random() < 0.3:
            named = record if rng.random() < 0.5 else "h9"
            row = BadRow(1, "born", "no date: hidden", b"Zzyzx", named)
            yield Step(at + timedelta(minutes=51), agency, aside=row)


def _same_in_sight(world: list[Step], other: list[Step], allowed: Allowed) -> list[Step]:
    assert twin_of(other, allowed) == twin_of(world, allowed)
    return other


@dataclass(frozen=True)
class _Rewriting:
    """Goes through a world; `hidden` are the labels that do not show."""

    rng: Random
    allowed: Allowed
    hidden: list[Label]
    told: list[str] = field(default_factory=list)

    def changed(self, step: Step) -> Step:
        """A step that says other hidden things, mostly."""
        if step.judgement is not None:
            return replace(step, judgement=self._of_judgement(step.judgement))
        if step.record is None or step.record.operation == "delete":
            return step
        record = step.record
        mentions = tuple(map(self._of_mention, record.mentions))
        unseen = {mention.key for mention in mentions if mention.label not in self.allowed}
        claims = tuple(self._of_claim(claim, unseen) for claim in record.claims)
        links = tuple(map(self._of_link, record.links))
        return replace(step, record=_retold(record, mentions, tuple(dict.fromkeys(claims)), links))

    def with_more(self, step: Step) -> Iterator[Step]:
        """A step with more that is hidden in it, and a hidden one after it, mostly."""
        labels = [label for label in self.hidden if label.owner == step.agency]
        record = step.record
        if record is None or not labels:
            yield step
            return
        self.told.extend(mention.key for mention in record.mentions)
        yield replace(step, record=self._with_more(record, step.agency, labels))
        if record.operation != "delete" and self.rng.random() < 0.4:
            again = self._with_more(record, step.agency, labels)
            yield Step(step.at + timedelta(minutes=11), step.agency, record=again)
        if self.rng.random() < 0.7:
            later = step.at + timedelta(minutes=31)
            yield Step(later, step.agency, record=self._hidden_record(step, labels))
        if len(self.told) > 1 and self.rng.random() < 0.5:
            judgement = self._hidden_judgement(step, labels)
            yield Step(step.at + timedelta(minutes=41), step.agency, judgement=judgement)

    def _of_mention(self, mention: Mention) -> Mention:
        others = [label for label in self.hidden if label.owner == mention.label.owner]
        if mention.label in self.allowed or not others:
            return mention
        return replace(mention, label=self.rng.choice(others))

    def _of_claim(self, claim: Claim, unseen: set[str]) -> Claim:
        if self.allowed.shows(claim) and claim.mention not in unseen:
            return claim
        value = self.rng.choice(VALUES)
        return replace(claim, value=value, raw=value)

    def _of_link(self, link: Link) -> Link:
        if link.label in self.allowed:
            return link
        return replace(link, first=link.second, second=link.first, role="witness")

    def _of_judgement(self, judgement: Judgement) -> Judgement:
        if judgement.label in self.allowed:
            return judgement
        verdict = VERDICTS[judgement.verdict == "same"]
        if judgement.verdict == "different":
            verdict = "different"
        return replace(judgement, verdict=verdict, who="z.judge", reason="another", at=1)

    def _with_more(self, record: Record, agency: str, labels: list[Label]) -> Record:
        if record.operation == "delete":
            return record
        mention = new_mention(self.rng, mention_key(agency, record.id, "h0"), labels)
        redacting = sorted({label for label, _ in self.allowed.redacted if label.owner == agency})
        claims = [claim for each in (mention, *record.mentions)
                  for claim in claims_about(self.rng, each, labels + redacting)
                  if not self.allowed.shows(claim) or each is mention]  # fmt: skip
        others = [mention, *record.mentions]
        links = [link_between(self.rng, [each], others, labels) for each in others]
        told = tuple(link for link in links if link and link.label not in self.allowed)
        return _retold(
            record,
            (*record.mentions, mention),
            tuple(dict.fromkeys((*record.claims, *claims))),
            (*record.links, *told),
        )

    def _hidden_record(self, step: Step, labels: list[Label]) -> Record:
        """A record nobody sees, whose subject is linked to one of the record before it."""
        name = f"h{self.rng.randint(0, 3)}"
        if self.rng.random() < 0.15:
            return Record(name, b"", 1, "delete")
        mention = new_mention(self.rng, mention_key(step.agency, name, "p0"), labels)
        claims = tuple(claims_about(self.rng, mention, labels))
        assert step.record is not None
        others = [*step.record.mentions]
        links = [link_between(self.rng, [mention], others, labels) for _ in range(2)]
        record = Record(name, b"", 1, "update")
        return _retold(record, (mention,), claims, tuple(link for link in links if link))

    def _hidden_judgement(self, step: Step, labels: list[Label]) -> Judgement:
        """A hidden word on two mentions told so far, seen or not."""
        first, second = self.rng.sample(self.told, 2)
        if first == second:
            second = mention_key(step.agency, "h0", "p0")
        ref, label = f"hidden {step.at:%d %H:%M}", self.rng.choice(labels)
        return Judgement(first, second, "same", "z.judge", "a test", label, ref=ref)


def _retold(
    record: Record, mentions: tuple[Mention, ...], claims: tuple[Claim, ...],
    links: tuple[Link, ...],
) -> Record:  # fmt: skip
    told = replace(record, mentions=mentions, claims=claims, links=links)
    return replace(told, content=content_of(told))
