"""The superior court: cases and warrants as nested JSON lines."""

import json
from pathlib import Path
from random import Random

from comity.ingest.demo_files import LineFile, Truth
from comity.ingest.demo_noise import Care, hear
from comity.ingest.demo_world import Block, Person, Professional, Trial

SOURCE = "superior-court"
CARE = Care(slips=0.02, nickname=0.03, spelling=0.2, swapped=0.01, birth=0.04, unborn=0.04)


class CourtFiles:
    """Writes what the court exports."""

    def __init__(self, out: Path, truth: Truth) -> None:
        self._cases = LineFile(out / "court_cases.jsonl")
        self._warrants = LineFile(out / "court_warrants.jsonl")
        self._truth = truth

    @property
    def rows(self) -> int:
        """Records written so far."""
        return self._cases.rows + self._warrants.rows

    def write(self, block: Block, rng: Random, care: Care) -> None:
        """The trials and warrants of one block."""
        for trial in block.trials:
            self._cases.write(json.dumps(self._case(trial, rng, care), ensure_ascii=False))
            if trial.warrant_for:
                document = self._warrant(trial, trial.warrant_for, rng, care)
                self._warrants.write(json.dumps(document, ensure_ascii=False))

    def close(self) -> None:
        """Finish both files."""
        self._cases.close()
        self._warrants.close()

    def _case(self, trial: Trial, rng: Random, care: Care) -> dict[str, object]:
        year = trial.filed.year
        parties = [
            self._party(trial.id, i, p, rng, care, year, "DEFENDANT")
            for i, p in enumerate(trial.defendants, 1)
        ]
        parties += [
            self._party(trial.id, i, p, rng, care, year, "VICTIM")
            for i, p in enumerate(trial.victims, len(parties) + 1)
        ]
        for trade, person in _bench(trial):
            parties.append(self._professional(trial.id, len(parties) + 1, person, trade))
        return {
            "caseNumber": trial.id,
            "filed": trial.filed.isoformat(),
            "status": trial.outcome,
            "charges": [{"count": i, "text": t} for i, t in enumerate(trial.charges, 1)],
            "parties": parties,
        }

    def _party(
        self, record: str, index: int, person: Person, rng: Random, care: Care, year: int, role: str
    ) -> dict[str, object]:
        part = "victim" if role == "VICTIM" else "party"
        self._truth.add(SOURCE, record, f"{part}.{index}", "person", person.id)
        return {"no": index, "role": role, **_said(person, rng, care, year, role)}

    def _professional(
        self, record: str, index: int, person: Professional, role: str
    ) -> dict[str, object]:
        self._truth.add(SOURCE, record, f"party.{index}", "person", person.id)
        name = {"first": person.given, "last": person.family}
        return {"no": index, "role": role, "name": name, "barNumber": person.number}

    def _warrant(self, trial: Trial, person: Person, rng: Random, care: Care) -> dict[str, object]:
        record = trial.id.replace("CR-", "W-")
        self._truth.add(SOURCE, record, "wanted", "person", person.id)
        self._truth.add(SOURCE, record, "judge", "person", trial.judge.id)
        judge = {"first": trial.judge.given, "last": trial.judge.family}
        return {
            "warrantNumber": record,
            "issued": trial.filed.isoformat(),
            "caseNumber": trial.id,
            "offence": trial.charges[0],
            "subject": _said(person, rng, care, trial.filed.year, "DEFENDANT"),
            "judge": {"name": judge, "barNumber": trial.judge.number},
        }


def _bench(trial: Trial) -> list[tuple[str, Professional]]:
    """Counsel once each, then the judge."""
    counsel = {person.id: person for person in trial.counsel}
    return [*(("COUNSEL", person) for person in counsel.values()), ("JUDGE", trial.judge)]


def _said(person: Person, rng: Random, care: Care, year: int, role: str) -> dict[str, object]:
    heard = hear(rng, person, care, year)
    name = {"first": heard.given, "middle": heard.middle, "last": heard.family}
    said: dict[str, object] = {
        "name": {**name, "suffix": heard.suffix},
        "dateOfBirth": heard.born or None,
        "address": {"line": heard.street, "city": heard.home.city, "zip": heard.home.postcode},
    }
    if role == "DEFENDANT" and person.state_id and rng.random() < 0.5:
        said["sid"] = person.state_id
    return said
