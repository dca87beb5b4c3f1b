"""A model is in force from one moment to another, for those who may see what it was trained on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
import yaml
from changed_models import changed
from small_worlds import ALPHA, BETA, SmallWorld, Subject, Tie, address, key, label_of, person

from comity.graph.in_force import Indexes
from comity.graph.view import View
from comity.graph.words import Micros, Verdict
from comity.resolve import ModelFile, default_model, shipped_model_file

# Neither makes one of the two Okafors what the other makes of them; the last scores alike.
STRICT, LOOSE = changed("strict", prior=-40.0), changed("loose", prior=12.0)
HIGHER = changed("higher", bits=40.0)
HIDDEN = changed("hidden", prior=-40.0, labels=[label_of("beta", closed=True)])
SHARED = changed("shared", bits=40.0, labels=[label_of("beta"), label_of("alpha", closed=True)])
MODELS = (STRICT, LOOSE, HIGHER, HIDDEN, SHARED)
NAMES = (("Robert", "Okafor"), ("Bob", "Okafor"), ("Maria", "Marchetti"))
PERSONS = [(agency, record) for agency in ("alpha", "beta") for record in ("r1", "r2")]
LINE = Subject("l", "phone", {"phone_number": "+14155550101"})
SHIPPED = default_model().version
STEPS, HISTORIES = 8, 6


@pytest.fixture
def world(tmp_path: Path) -> Iterator[SmallWorld]:
    """Two records of one man, which the shipped model joins."""
    with SmallWorld(tmp_path) as small:
        for agency in ("alpha", "beta"):
            small.say(agency, "r1", okafor())
        yield small


def okafor() -> Subject:
    return person(given_name="Robert", family_name="Okafor", birth_date="1980-05-07")


def groups(view: View) -> int:
    return view.counts()["entities"]


def model_of(view: View) -> str:
    why = view.why(address("beta", "r1"), address("beta", "r1"))
    assert why is not None
    return why.model


@pytest.mark.parametrize("model", [STRICT, HIGHER], ids=["by its prior", "by its thresholds"])
def test_a_model_parts_what_it_holds_apart_and_withdrawn_leaves_no_trace(
    world: SmallWorld, model: ModelFile
) -> None:
    before = world.view()
    assert (groups(before), model_of(before)) == (1, SHIPPED)
    world.use(model)
    during = world.view()
    assert (groups(during), model_of(during)) == (2, model.version)
    world.unuse(model.version)
    after = world.view()
    assert list(answers(after)) == list(answers(before))
    assert after.standing().digest == before.standing().digest


def test_another_model_is_another_view_even_where_it_decides_alike(world: SmallWorld) -> None:
    before = world.view().standing().digest
    world.use(changed("other name"))
    assert world.view().standing().digest != before


def test_what_was_known_on_a_day_is_answered_by_the_model_of_that_day(world: SmallWorld) -> None:
    days = [world.ledger.head()[1], world.use(STRICT), world.use(LOOSE), world.unuse("loose")]
    seen = [(groups(world.view(known_at=at)), model_of(world.view(known_at=at))) for at in days]
    assert seen == [(1, SHIPPED), (2, "strict"), (1, "loose"), (2, "strict")]


def test_a_change_of_model_is_among_the_changes_since_a_day(world: SmallWorld) -> None:
    before = world.ledger.head()[1]
    world.use(STRICT)
    assert [each.how for each in world.view().changes(before)] == ["parted"]
    world.unuse("strict")
    assert world.view().changes(before) == []


def test_a_desk_that_is_new_answers_under_the_model_in_force(world: SmallWorld) -> None:
    world.use(STRICT)
    assert groups(world.new_desk().open(ALPHA)) == 2


def test_a_purge_leaves_the_model_in_force(world: SmallWorld) -> None:
    world.say("alpha", "r2", okafor())
    world.use(STRICT)
    world.ledger.purge("alpha", "r2", "an order")
    assert (groups(world.view()), model_of(world.view())) == (2, "strict")


def test_who_lacks_a_label_of_the_training_is_answered_as_if_it_were_not_there(
    world: SmallWorld,
) -> None:
    world.use(LOOSE)
    before = world.view(ALPHA)
    world.use(HIDDEN)
    assert model_of(world.view(BETA)) == "hidden"
    after = world.view(ALPHA)
    assert list(answers(after)) == list(answers(before))
    assert after.standing().digest == before.standing().digest
    assert model_of(after) == "loose"


def test_one_label_that_is_lacking_is_enough(world: SmallWorld) -> None:
    world.use(SHARED)
    assert model_of(world.view(ALPHA)) == "shared"
    assert model_of(world.view(BETA)) == SHIPPED


def test_who_is_shown_a_label_but_for_a_property_lacks_what_a_model_learnt_of_it(
    world: SmallWorld,
) -> None:
    world.use(HIDDEN)
    share_closed(world, version=1)
    assert model_of(world.view(ALPHA)) == "hidden"
    share_closed(world, version=2, redact=["birth_date"])
    assert model_of(world.view(ALPHA)) == SHIPPED


def share_closed(world: SmallWorld, version: int, redact: Sequence[str] = ()) -> None:
    """Let alpha see what beta keeps closed, but for the properties that are redacted."""
    share = {"clause": "2", "from": ["beta"], "to": ["alpha"], "data_classes": ["closed"],
             "handling_ceiling": "TLP:GREEN", "redact": list(redact)}  # fmt: skip
    document = {
        "agreement": "second", "version": version, "title": "Second", "status": "active",
        "parties": ["alpha", "beta"], "purposes": ["investigation"],
        "starts": date(2020, 1, 1), "ends": date(2040, 1, 1), "shares": [share],
    }  # fmt: skip
    world.ledger.put_agreement(yaml.safe_dump(document), "a test")


def test_models_that_differ_in_thresholds_alone_share_their_matches(world: SmallWorld) -> None:
    world.view()
    snapshot = world.desk._intake._taken.indexes.snapshot
    indexes = Indexes(snapshot, default_model())
    found = [indexes.under(each) for each in (default_model(), HIGHER.model, STRICT.model)]
    assert found[0].tables is found[1].tables
    assert found[0].tables is not found[2].tables
    assert len(indexes.roots) == 2


def test_the_shipped_model_can_be_pinned(world: SmallWorld) -> None:
    before = world.view()
    world.use(shipped_model_file())
    assert list(answers(world.view())) == list(answers(before))


@dataclass
class History:
    """A random history of records, judgements and models, and what is left of it."""

    world: SmallWorld
    rng: Random
    said: dict[tuple[str, str], Subject] = field(default_factory=dict)
    judged: dict[str, tuple[str, str, Verdict]] = field(default_factory=dict)
    used: list[ModelFile] = field(default_factory=list)

    def go_on(self) -> Micros:
        """One more thing that happens; the moment after it."""
        ways = (self.tell, self.judge, self.use, self.unuse)
        self.rng.choices(ways, (3, 2, 4, 3))[0]()
        return self.world.ledger.head()[1]

    def tell(self) -> None:
        end, (given_name, family_name) = self.rng.choice(PERSONS), self.rng.choice(NAMES)
        who = person(given_name=given_name, family_name=family_name, birth_date="1980-05-07")
        self.said.pop(end, None)
        self.said[end] = who
        say(self.world, end, who)

    def judge(self) -> None:
        first, second = (key(*end) for end in self.rng.sample(PERSONS, 2))
        verdict: Verdict = self.rng.choice(("same", "different"))
        self.judged[self.world.judge(first, second, verdict)] = first, second, verdict

    def use(self) -> None:
        model = self.rng.choice(MODELS)
        if model not in self.used[-1:]:
            self.world.use(model)
            self.used.append(model)

    def unuse(self) -> None:
        if self.used:
            model = self.rng.choice(self.used)
            self.world.unuse(model.version)
            last = max(place for place, each in enumerate(self.used) if each == model)
            del self.used[last]


def say(world: SmallWorld, end: tuple[str, str], who: Subject) -> None:
    world.say(*end, who, LINE, ties=[Tie("p", "l", "uses", "user")])


def answers(view: View) -> Iterator[object]:
    """What a view says of everybody, less the moments at which it was recorded."""
    yield view.clusters()
    yield view.review()
    yield model_of(view)
    for end in PERSONS:
        entity = view.entity(address(*end))
        yield entity and (entity.id, entity.mentions, entity.possible, entity.disputed)
    why = view.why(address("alpha", "r1"), address("beta", "r1"))
    yield why and replace(why, words=())


def told(view: View) -> list[object]:
    """The same, shortly, of views of one world."""
    return [view.standing().digest, view.clusters(), view.review()]


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_every_day_is_answered_as_on_that_day_and_what_is_withdrawn_never_was(
    tmp_path: Path, seed: int
) -> None:
    for part in ("lived", "rebuilt"):
        (tmp_path / part).mkdir()
    with SmallWorld(tmp_path / "lived") as world:
        history = History(world, Random(seed))
        for end in PERSONS:
            say(world, end, okafor())
            history.said[end] = okafor()
        then = []
        for _ in range(STEPS):
            moment = history.go_on()
            then += [(moment, viewer, told(world.view(viewer))) for viewer in (ALPHA, BETA)]
        for moment, viewer, heard in then:
            assert told(world.view(viewer, known_at=moment)) == heard
        lived = [list(answers(world.view(viewer))) for viewer in (ALPHA, BETA)]
    with SmallWorld(tmp_path / "rebuilt") as again:
        for end, who in history.said.items():
            say(again, end, who)
        for judged in history.judged.values():
            again.judge(*judged)
        for model in history.used:
            again.use(model)
        assert lived == [list(answers(again.view(viewer))) for viewer in (ALPHA, BETA)]
