"""Generated reports for measuring growth: two persons, an incident, a phone and maybe a vehicle."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.seeing import VIEWER
from comity.graph.words import Claim, Link, Mention, Operation, Record, Source, mention_key
from comity.ingest.demo_names import draw_origin
from comity.sharing import Label

SOURCE = Source("bench", VIEWER.agency, "generated reports")
MENTIONS_A_REPORT, LINKS_A_REPORT = 4.3, 3.3
REPORTS_A_PERSON = 2.5
_SYLLABLES = ("ba", "den", "ko", "lar", "mi", "nor", "pe", "ras", "sko", "tin", "vel", "wy")
_KINDS = {"p": "person", "q": "person", "n": "phone", "e": "incident", "v": "vehicle"}
_TIES = [("p", "e", "involved_in", "suspect"), ("q", "e", "involved_in", "victim"),
         ("p", "n", "uses", "user"), ("p", "v", "uses", "driver")]  # fmt: skip
Said = dict[str, dict[str, str]]
Ties = Iterable[tuple[str, str, str, str]]


@dataclass(frozen=True)
class Reports:
    """A world of people and what is reported of them, the same for a seed."""

    people: int
    seed: int = 1
    source: Source = SOURCE

    def record(self, number: int, operation: Operation = "insert", edition: int = 0) -> Record:
        """One report; a later edition of it spells some things otherwise."""
        rng = Random(f"{self.seed} report {number}")
        said = self._said(rng, number)
        if edition:
            said["p"] |= self._person(Random(f"{self.seed} {number} {edition}"), rng.random())
        return self._record(f"r{number}", said, _TIES, operation)

    def hub(self, number: int, spokes: int) -> Record:
        """One record of somebody who is linked to so many others."""
        rng = Random(f"{self.seed} hub {number}")
        said = {"p": self._person(rng, 1.0)}
        said |= {f"q{n}": self._person(rng, 1.0) for n in range(spokes)}
        ties = [("p", f"q{n}", "associate_of", "associate") for n in range(spokes)]
        return self._record(f"h{number}", said, ties, "insert")

    def often_told(self, number: int, times: int) -> Iterator[Record]:
        """Somebody of whom so many reports tell, each of another event."""
        person = self._person(Random(f"{self.seed} often {number}"), 1.0)
        for time in range(times):
            event = {"case_number": f"{1990 + number}-{time}"}
            yield self._record(f"o{number}.{time}", {"p": person, "e": event}, _TIES, "insert")

    def records(self, first: int, many: int) -> Iterator[Record]:
        """Reports by number."""
        for number in range(first, first + many):
            yield self.record(number)

    def _said(self, rng: Random, number: int) -> Said:
        one, two = (rng.randrange(self.people) for _ in range(2))
        persons = [Random(f"{self.seed} person {who}") for who in (one, two)]
        said = {part: self._person(r, rng.random()) for part, r in zip("pq", persons, strict=True)}
        said["n"] = {"phone_number": said["p"]["phone_number"]}
        said["e"] = {"case_number": f"{2000 + number % 25}-{number}"}
        if rng.random() < 0.3:
            said["v"] = {"plate": f"{one % 10}ABC{one % 100_000:05}"}
        return said

    def _person(self, rng: Random, noise: float) -> dict[str, str]:
        """A person as written down; with some noise a letter or a digit is another."""
        origin, sex = draw_origin(rng), rng.choice("MF")
        family = drawn_family(rng) if rng.random() < 0.7 else rng.choice(origin.family).plain
        day = f"{rng.randint(1940, 2006)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        return {
            "given_name": origin.given(rng, sex).plain,
            "family_name": family[:-1] if noise < 0.1 else family,
            "birth_date": day if noise < 0.8 else day[:8] + "01",
            "sex": sex,
            "address": f"{rng.randint(1, 400)} {drawn_family(rng)} Street",
            "city": f"{drawn_family(rng)[:5]}ton",
            "phone_number": f"+1{rng.randint(2_000_000_000, 9_999_999_999)}",
        }

    def _record(self, name: str, said: Said, ties: Ties, operation: Operation) -> Record:
        if operation == "delete":
            return Record(name, b"", 1, operation)
        keys = {part: mention_key(self.source.id, name, part) for part in said}
        label = Label(self.source.agency, "report", "TLP:GREEN")
        claims = tuple(
            Claim(keys[part], prop, text, text, label)
            for part, values in said.items()
            for prop, text in values.items()
        )
        links = tuple(
            Link(keys[first], keys[second], kind, role, label)
            for first, second, kind, role in ties
            if first in keys and second in keys
        )
        mentions = tuple(Mention(keys[part], _KINDS[part[0]], label) for part in said)
        return Record(name, repr(said).encode(), 1, operation, mentions, claims, links)


def drawn_family(rng: Random) -> str:
    """A made-up family name of three or four syllables."""
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(3, 4))).capitalize()
