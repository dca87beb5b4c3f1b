"""The law through the model: whoever may not see what it was trained on is answered as without it.

A model trained in a world is trained again in the world's twin: had it forgotten a label, it
would be kept there, and would not be the same.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
from changed_models import changed
from small_worlds import ALPHA, BETA, SmallWorld, Subject, address, closed, key, label_of, person

from comity.api.model_decisions import proposal_of
from comity.graph.view import View
from comity.graph.words import Verdict
from comity.resolve import ModelFile, calibration
from comity.resolve.proposal import Proposal

HIDDEN = label_of("beta", closed=True)
NAMES = (("Robert", "Okafor"), ("Bob", "Okafor"), ("Rupert", "Okafor"), ("Maria", "Okafor"))
BORN = ("1980-05-07", "1980-07-05", "1980")
PERSONS = [("beta", f"r{number}") for number in range(6)] + [("alpha", "r0")]
MODELS = (
    changed("loose", bits=-3.0),
    changed("strict", bits=5.0, labels=[label_of("beta")]),
    changed("secret", prior=-9.0, labels=[HIDDEN]),
    changed("half", bits=-9.0, labels=[label_of("beta"), HIDDEN]),
)
VERDICTS: tuple[Verdict, ...] = ("same", "same", "different", "different", "unsure")
HIDES = ("words", "values", "", "mentions")
SEEDS, JUDGED = 16, 12
End = tuple[str, str]


@dataclass(frozen=True)
class Word:
    """One word of beta's on two mentions."""

    first: End
    second: End
    verdict: Verdict
    hidden: bool


@dataclass(frozen=True)
class Plot:
    """What happens: who is recorded, what is said of them, what model is used, who trains."""

    subjects: dict[End, Subject]
    words: list[Word]
    used: list[ModelFile]
    by_beta: bool


def random_plot(seed: int) -> Plot:
    """Of words, values and mentions at most one sort is withheld, so that each must be told of."""
    rng, hides = Random(seed), HIDES[seed % len(HIDES)]
    subjects = {end: _subject(rng, hides if end[0] == "beta" else "") for end in PERSONS}
    words = []
    for _ in range(JUDGED):
        first, second = rng.sample(PERSONS[:-1] if rng.random() < 0.8 else PERSONS, 2)
        hidden = hides == "words" and rng.random() < 0.4
        words.append(Word(first, second, rng.choice(VERDICTS), hidden))
    used = rng.sample(MODELS, rng.randint(0, 2)) if seed >= SEEDS / 2 else []
    return Plot(subjects, words, used, rng.random() < 0.7)


def _subject(rng: Random, hides: str) -> Subject:
    (given_name, family_name), born = rng.choice(NAMES), rng.choice(BORN)
    date = closed(born) if hides == "values" and rng.random() < 0.4 else born
    is_hidden = hides == "mentions" and rng.random() < 0.2
    return person(hidden=is_hidden, given_name=given_name, family_name=family_name, birth_date=date)


def live(world: SmallWorld, plot: Plot, *, twin: bool) -> None:
    """Let it happen; in a twin, without what alpha may not see, and with the same clock."""
    for end, subject in plot.subjects.items():
        if twin and subject.closed:
            world._tick()
            continue
        kept = {p: v for p, v in subject.values.items() if not (twin and _is_closed(v))}
        world.say(*end, replace(subject, values=kept))
    seen = {end for end, subject in plot.subjects.items() if not (twin and subject.closed)}
    for word in plot.words:
        # That two are different is told to whoever sees both.
        told = {word.first, word.second} <= seen and (
            not twin or not word.hidden or word.verdict == "different"
        )
        if told:
            world.judge(key(*word.first), key(*word.second), word.verdict, hidden=word.hidden)
        else:
            world._tick()
    for model in plot.used:
        _use(world, model, twin=twin)


def _is_closed(value: object) -> bool:
    return getattr(value, "closed", False)


def _use(world: SmallWorld, model: ModelFile | None, *, twin: bool) -> None:
    if model is None or (twin and HIDDEN.canonical() in model.labels):
        world._tick()
    else:
        world.use(model)


def trained(world: SmallWorld, plot: Plot) -> Proposal | None:
    """What the one who trains would propose."""
    return proposal_of(world.view(BETA if plot.by_beta else ALPHA))


def answers(view: View) -> Iterator[object]:
    """What a view says of everybody, less what only names a word."""
    model = view.model()
    yield model and (model.file.version, model.labels, model.known_from)
    yield view.clusters()
    yield view.review()
    yield view.decisions()
    yield view.changes_under(MODELS[0].model)
    for end in PERSONS[:2]:
        entity = view.entity(address(*end))
        yield entity and (entity.mentions, entity.possible, entity.disputed)
    why = view.why(address("beta", "r0"), address("beta", "r1"))
    yield why and replace(why, words=())


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handful of decisions is enough to train on."""
    monkeypatch.setattr(calibration, "LEAST", 2)


@pytest.mark.usefixtures("few")
def test_a_hidden_judgement_changes_nothing_for_others_through_the_model_either(
    tmp_path: Path,
) -> None:
    counted = Counter[str]()
    for seed in range(SEEDS):
        counted.update(told_alike(tmp_path / str(seed), random_plot(seed), f"world {seed}"))
    assert counted["kept"] >= SEEDS / 5, counted
    assert counted["withheld"] >= SEEDS / 5, counted
    assert counted["mattered"] >= SEEDS / 6, counted


def told_alike(folder: Path, plot: Plot, name: str) -> Iterator[str]:
    """Live a plot and its twin; what became of the trained model."""
    for part in ("ours", "twin"):
        (folder / part).mkdir(parents=True)
    with SmallWorld(folder / "ours") as world:
        live(world, plot, twin=False)
        made = trained(world, plot)
        without = list(answers(world.view(ALPHA)))[1:]
        _use(world, made and made.file, twin=False)
        ours = list(answers(world.view(ALPHA)))
    is_hidden = made is not None and HIDDEN.canonical() in made.file.labels
    with SmallWorld(folder / "twin") as again:
        live(again, plot, twin=True)
        if made is not None and not is_hidden:
            assert trained(again, plot) == made, name
        _use(again, made and made.file, twin=True)
        theirs = list(answers(again.view(ALPHA)))
    assert ours == theirs, name
    if made is not None:
        yield "withheld" if is_hidden else "kept"
        if not is_hidden and ours[1:] != without:
            yield "mattered"
