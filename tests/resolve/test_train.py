"""Training without a truth: it finds who is who, and does not lock on to households."""

from dataclasses import replace

import numpy as np
import pytest
from people import Person, facts

from comity.resolve import (
    NO_PAIRS,
    Quality,
    candidate_pairs,
    cluster,
    clustered_pairs,
    compare,
    default_model,
    prepare,
    score,
)
from comity.resolve.facts import Facts
from comity.resolve.model import parse_model
from comity.resolve.train import adapt, count

MODEL = default_model()
NAMES = (
    "Alma", "Bruno", "Carla", "Dario", "Elena", "Fabio", "Greta", "Hugo", "Irma", "Jonas", "Karin",
    "Lars", "Mona", "Nils", "Olga", "Paul", "Rita", "Sven", "Tina", "Uwe", "Vera", "Willi",
)  # fmt: skip
FAMILIES = [f"{a}{b}" for a in ("Berg", "Feld", "Stein", "Wald", "Bach", "Dorf", "Lind", "Rosen")
            for b in ("mann", "er", "ski", "ova", "ton", "ley")]  # fmt: skip


def town(households: int, size: int, *, seed: int = 1) -> tuple[list[Person], list[int]]:
    """Two noisy lists of a town whose people share family name, street and phone at home."""
    rng = np.random.default_rng(seed)
    people: list[Person] = []
    truth: list[int] = []
    for home in range(households):
        family = FAMILIES[int(rng.integers(len(FAMILIES)))]
        shared = {"street": [f"{home + 1} {FAMILIES[home % 48].lower()} st"],
                  "phone_number": [f"+1212555{home:04d}"], "family_name": [family]}  # fmt: skip
        for given in rng.choice(NAMES, size, replace=False):
            born = f"{rng.integers(1930, 2010)}-{rng.integers(2, 13):02d}-{rng.integers(2, 28):02d}"
            for _ in range(2):
                truth.append(len(people) // 2)
                people.append({"given_name": [_slip(rng, str(given))], "birth_date": [born],
                               **_at_home(rng, shared)})  # fmt: skip
    return people, truth


def _slip(rng: np.random.Generator, name: str) -> str:
    at = int(rng.integers(1, len(name)))
    return name[:at] + name[at + 1 :] if rng.random() < 0.1 and len(name) > 3 else name


def _at_home(rng: np.random.Generator, shared: Person) -> Person:
    return {name: value for name, value in shared.items() if rng.random() < 0.9}


def quality(found: Facts, truth: list[int], *, adapted: bool = True) -> Quality:
    prepared = prepare(found, MODEL)
    pairs = candidate_pairs(prepared)
    patterns = compare(prepared, pairs)
    model = adapt(MODEL, "person", count(prepared, patterns)) if adapted else MODEL
    scores = score("person", patterns, model)
    nobody = np.full(found.subjects, -1, dtype=np.int32)
    labels = cluster(found.subjects, pairs, scores, 0.0, nobody, NO_PAIRS, NO_PAIRS)
    return clustered_pairs(labels.astype(np.int64), np.array(truth, dtype=np.int64))


def test_a_town_of_households_does_not_collapse() -> None:
    people, truth = town(150, 4)
    assert quality(facts(people), truth).f1 > 0.97


def test_a_list_without_households_needs_no_relatives() -> None:
    people, truth = town(400, 1)
    prepared = prepare(facts(people), MODEL)
    model = adapt(MODEL, "person", count(prepared, compare(prepared, candidate_pairs(prepared))))
    assert model.by_kind["person"].kin_prior is None
    assert quality(facts(people), truth).f1 > 0.97


@pytest.mark.parametrize("dropped", ["street", "phone_number", "birth_date", "given_name"])
def test_a_missing_column_costs_recall_and_not_trust(dropped: str) -> None:
    people, truth = town(150, 2)
    less = [{name: v for name, v in person.items() if name != dropped} for person in people]
    assert quality(facts(less), truth).precision > 0.9


def test_one_value_everywhere_says_nothing() -> None:
    people, truth = town(150, 2)
    same = [{**person, "city": ["Springfield"], "sex": ["f"]} for person in people]
    assert quality(facts(same), truth).f1 > 0.96


def test_the_same_facts_give_the_same_model_in_any_order() -> None:
    people, _ = town(60, 3)
    fitted = [_adapted(list(some)) for some in (people, people[::-1])]
    for name, levels in fitted[0].weights.items():
        assert fitted[1].weights[name] == pytest.approx(levels, abs=0.05)


def test_nothing_to_learn_from_leaves_the_model_as_it_is() -> None:
    for people in ([], [{}], [{"given_name": ["Alma"]}, {"given_name": ["Bruno"]}]):
        prepared = prepare(facts(people), MODEL)
        patterns = compare(prepared, candidate_pairs(prepared))
        assert adapt(MODEL, "person", count(prepared, patterns)) is MODEL


def test_a_model_file_says_what_a_model_was_made_of() -> None:
    person = MODEL.by_kind["person"]
    for name, levels in person.weights.items():
        assert sum(person.same[name].values()) == pytest.approx(1.0, abs=0.02)
        assert set(levels) == set(person.kin_weights[name])
    assert person.weights["birth date"]["same"] > 8 > 0 > person.weights["birth date"]["different"]


def test_a_file_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format 1"):
        parse_model({"format": 1})


def _adapted(people: list[Person]) -> object:
    prepared = prepare(facts(people), MODEL)
    patterns = compare(prepared, candidate_pairs(prepared))
    return replace(adapt(MODEL, "person", count(prepared, patterns)).by_kind["person"])
