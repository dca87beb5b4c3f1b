"""Kept charts: versions that stay, opened by each as far as it shows to them, byte for byte."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from doors import NOBODY, Doors, opened
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pacts import PACT_OF_CHARTS
from town import MAPPING, row

from comity.casework import Charts, NotYours
from comity.graph.identity import mention_id
from comity.ingest import ingest_records, parse_mapping
from comity.sharing import Label, Permit, Viewer

NUMBERS = count()
GREEN = {"handling": "TLP:GREEN"}
# What the harbor sees of the town by the pact, and what it does not.
SEEN, UNSEEN = ("R1", "R2", "B1", "B2", "Y1"), ("Y1",)


@pytest.fixture(scope="module")
def river(made_town: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The town, served for all tests here, where charts up to GREEN are shared."""
    data = Path(shutil.copytree(made_town, tmp_path_factory.mktemp("charts") / "town"))
    with opened(data) as served:
        served.installation.ledger.put_agreement(PACT_OF_CHARTS, "administrator")
        yield served


@pytest.fixture(scope="module")
def ann(river: Doors) -> httpx.Client:
    """An analyst of Riverton, who does not see the youths."""
    return river.asker()


@pytest.fixture(scope="module")
def hal(river: Doors) -> httpx.Client:
    """An analyst of the harbor, who does."""
    return river.asker(principal="hal", agency="harbor-so")


def keyed(key: str = "") -> dict[str, str]:
    return {"Idempotency-Key": key or f"key {next(NUMBERS)}"}


def sheet(*entities: str, **more: Any) -> dict[str, Any]:
    """A chart of some entities, one after the other, shared with whom `more` says."""
    spots = [{"entity": one, "x": float(int(one[:4], 16)), "y": 1.0} for one in entities]
    return {"case": "C-1", "title": "the pier", "spots": spots, **GREEN} | more


def saved(who: httpx.Client, body: dict[str, Any], ref: str = "", key: str = "") -> str:
    path = f"/v1/charts/{ref}/versions" if ref else "/v1/charts"
    answer = who.post(path, json=body, headers=keyed(key))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["ref"])


def told(who: httpx.Client, ref: str, number: int | None = None) -> Any:
    path = f"/v1/charts/{ref}" + ("" if number is None else f"/versions/{number}")
    answer = who.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_every_version_stays_and_the_newest_opens(river: Doors, ann: httpx.Client) -> None:
    ref = saved(ann, sheet(river.at("R1"), comment="first"))
    saved(ann, sheet(river.at("R1"), river.at("R2"), comment="second", title="the quay"), ref)
    now = told(ann, ref)
    assert (now["chart"]["title"], now["number"], len(now["spots"])) == ("the quay", 2, 2)
    assert [(v["number"], v["who"], v["comment"]) for v in now["versions"]] == [
        (1, "ann", "first"), (2, "ann", "second")]  # fmt: skip
    assert len(told(ann, ref, 1)["spots"]) == 1
    for number in (3, 1_000):
        assert ann.get(f"/v1/charts/{ref}/versions/{number}").status_code == 404


def test_it_is_opened_by_whom_it_is_shared_with_and_an_agreement_allows(
    river: Doors, ann: httpx.Client, hal: httpx.Client
) -> None:
    end = river.at("R1")
    kept = saved(ann, sheet(end))
    amber = saved(ann, sheet(end, shared=["harbor-so"], handling="TLP:AMBER"))
    open_to = saved(ann, sheet(end, shared=["harbor-so"]))
    assert [one["ref"] for one in hal.get("/v1/charts").json()["charts"]] == [open_to]
    nowhere = hal.get(f"/v1/charts/{NOBODY}")
    for ref in (kept, amber):
        assert hal.get(f"/v1/charts/{ref}").content == nowhere.content
        refused = hal.post(f"/v1/charts/{ref}/comments", json={"text": "x"}, headers=keyed())
        assert refused.content == nowhere.content
    assert told(hal, open_to)["versions"][0]["who"] is None
    for verb, path in (
        ("POST", f"/v1/charts/{open_to}/versions"),
        ("DELETE", f"/v1/charts/{open_to}"),
    ):
        sent = {"json": sheet(end), "headers": keyed()} if verb == "POST" else {}
        assert hal.request(verb, path, **sent).status_code == 404
    saved(ann, sheet(end), open_to)
    assert hal.get(f"/v1/charts/{open_to}").content == nowhere.content


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_what_does_not_show_is_as_if_it_had_never_been_on_it(
    river: Doors, ann: httpx.Client, hal: httpx.Client, data: st.DataObject
) -> None:
    """The law: hal's chart with the youths opens for ann as one that he saved without them."""
    records = data.draw(st.lists(st.sampled_from(SEEN), min_size=1, unique=True))
    noted = data.draw(st.lists(st.sampled_from(records), unique=True))
    grouped = data.draw(st.lists(st.sampled_from(records), min_size=1, unique=True))

    def body(kept: tuple[str, ...], closed: bool) -> dict[str, Any]:
        notes = [{"entity": river.at(r), "text": f"of {r}", **GREEN} for r in noted if r in kept]
        secret = [{"entity": river.at(r), "text": f"not of {r}"} for r in noted] if closed else []
        members = [river.at(r) for r in grouped if r in kept]
        groups = [{"name": "crew", "members": members, **GREEN}] if members else []
        spots = (river.at(r) for r in records if r in kept)
        return sheet(*spots, notes=[*notes, *secret], groups=groups, shared=["riverton-pd"])

    whole = saved(hal, body(SEEN, closed=True))
    without = saved(hal, body(tuple(r for r in SEEN if r not in UNSEEN), closed=False))
    ours, theirs = told(ann, whole), told(ann, without)
    for one in (ours, theirs):
        one["standing"].pop("known_at")
        one["chart"] = {k: v for k, v in one["chart"].items() if k not in ("ref", "at")}
        one["versions"] = [{**v, "at": 0} for v in one["versions"]]
    assert ours == theirs


def test_whom_one_sees_stays_on_a_chart_though_the_saver_saw_more_of_them(
    river: Doors, ann: httpx.Client, hal: httpx.Client
) -> None:
    """Ann sees two records of Ivo Stahl, hal one: whichever his id is made of, he is on it."""
    for number in range(8):
        ours = {"source": f"intel{number}", "agency": "riverton-pd", "data_class": "intel"}
        shared = {**ours, "source": f"told{number}", "data_class": "incident"}
        for each in (ours, shared):
            one = row(f"S{number}", "Ivo Stahl", f"19{70 + number}-01-01", "+12175550199")
            mapping = parse_mapping(MAPPING.format(**each), each["source"])
            ingest_records(river.installation.ledger, mapping, [("insert", one)], name="more")  # type: ignore[arg-type]
    at = partial(mention_id, river.installation.id_key)
    for number in range(8):
        theirs = at(f"told{number}:S{number}:person")
        whole = ann.get(f"/v1/entities/{theirs}").json()["entity"]
        assert len(whole["mentions"]) == 2
        note = {"entity": whole["id"], "text": "a note", **GREEN}
        group = {"name": "crew", "members": [whole["id"]], **GREEN}
        sent = sheet(whole["id"], notes=[note], groups=[group], shared=["harbor-so"])
        opened_now = told(hal, saved(ann, sent))
        assert [spot["entity"] for spot in opened_now["spots"]] == [theirs]
        assert [note["entity"] for note in opened_now["notes"]] == [theirs]
        assert [group["members"] for group in opened_now["groups"]] == [[theirs]]


def test_notes_and_names_of_groups_keep_to_their_own_codes(
    river: Doors, ann: httpx.Client, hal: httpx.Client
) -> None:
    end = river.at("R1")
    words = {
        "notes": [{"entity": end, "text": "ours"}, {"entity": end, "text": "all", **GREEN}],
        "groups": [{"name": "ours", "members": [end]}],
    }
    ref = saved(ann, sheet(end, shared=["harbor-so"], **words))
    assert [note["text"] for note in told(ann, ref)["notes"]] == ["ours", "all"]
    assert [note["text"] for note in told(hal, ref)["notes"]] == ["all"]
    assert (len(told(ann, ref)["groups"]), told(hal, ref)["groups"]) == (1, [])


def test_groups_lie_in_groups_and_boxes_hang_on_nobody(
    river: Doors, ann: httpx.Client, hal: httpx.Client
) -> None:
    ends = [river.at(one) for one in ("R1", "R2", "B2")]
    place = {"open": True, "x": 4.0, "y": 5.0}
    groups = [
        {"name": "the town", "members": ends[:1], **GREEN, **place},
        {"name": "ours alone", "members": ends[1:2], "inside": 0},
        {"name": "the crew", "members": ends[2:], "inside": 1, **GREEN},
    ]
    boxes = [{"text": text, "shape": "diamond", "x": 1.0, "y": 2.0, "pinned": True, **code}
             for text, code in (("ours", {}), ("for all", GREEN))]  # fmt: skip
    ref = saved(ann, sheet(*ends, shared=["harbor-so"], groups=groups, boxes=boxes))
    ours, theirs = told(ann, ref), told(hal, ref)
    shape = lambda one: [(g["name"], g["inside"], len(g["members"])) for g in one["groups"]]  # noqa: E731
    assert shape(ours) == [("the town", None, 3), ("ours alone", 0, 2), ("the crew", 1, 1)]
    assert shape(theirs) == [("the town", None, 3), ("the crew", 0, 1)]
    assert {name: theirs["groups"][0][name] for name in place} == place
    assert [box["text"] for box in ours["boxes"]] == ["ours", "for all"]
    assert theirs["boxes"] == [boxes[1]]
    for inside in (0, 1):
        groups[0]["inside"] = inside
        refused = ann.post("/v1/charts", json=sheet(*ends, groups=groups), headers=keyed())
        assert refused.json()["type"] == "urn:comity:problem:bad-question"


def test_a_chart_that_one_may_not_see_takes_the_steps_of_none(
    river: Doors, ann: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither how many versions it has nor what lies on it is read before it is decided."""
    ref = saved(ann, sheet(river.at("R1")))
    saved(ann, sheet(river.at("R1"), river.at("R2")), ref)
    steps: list[str] = []
    ledger = river.installation.ledger
    file = ledger._file
    read = file.read

    def watched(sql: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        steps.append(sql)
        return read(sql, given)

    def permits(_: Viewer, labels: Iterable[Label]) -> dict[Label, Permit]:
        steps.append(f"decided {len(tuple(labels))}")
        return {}

    monkeypatch.setattr(file, "read", watched)
    hal = Viewer("hal", "harbor-so", "analyst", "investigation", "a reason")
    taken = []
    for asked in (ref, NOBODY):
        steps.clear()
        with pytest.raises(NotYours):
            Charts(ledger, river.installation.id_key, permits).open(hal, asked)
        taken.append(list(steps))
    assert taken[0] == taken[1]
    assert taken[0][1:] == ["decided 1"]


def test_both_sides_comment_and_only_their_own_know_who(
    river: Doors, ann: httpx.Client, hal: httpx.Client
) -> None:
    ref = saved(ann, sheet(river.at("R1"), shared=["harbor-so"]))
    for _ in range(2):
        said = hal.post(f"/v1/charts/{ref}/comments", json={"text": "sold"}, headers=keyed("one"))
        assert said.status_code == 201
    [ours], [theirs] = told(ann, ref)["comments"], told(hal, ref)["comments"]
    assert (ours["text"], ours["agency"], ours["who"], theirs["who"]) == (
        "sold", "harbor-so", None, "hal")  # fmt: skip


def test_what_was_said_under_a_stricter_code_stays_under_it(
    river: Doors, ann: httpx.Client, hal: httpx.Client
) -> None:
    body = sheet(river.at("R1"), shared=["harbor-so"])
    ref = saved(ann, body | {"handling": "TLP:AMBER", "comment": "before the raid"})
    for text in ("informant Xavier says", "at the quay"):
        answer = ann.post(f"/v1/charts/{ref}/comments", json={"text": text}, headers=keyed())
        assert answer.status_code == 201
        if text != "at the quay":
            saved(ann, body | {"comment": "after it"}, ref)
    theirs, ours = told(hal, ref), told(ann, ref)
    assert [one["text"] for one in theirs["comments"]] == ["at the quay"]
    assert [one["comment"] for one in theirs["versions"]] == ["after it"]
    assert told(hal, ref, 1)["versions"] == theirs["versions"]
    assert hal.get(f"/v1/charts/{ref}/versions/2").status_code == 404
    assert (len(ours["comments"]), len(ours["versions"])) == (2, 2)


def test_a_laxer_version_opens_neither_what_was_said_nor_what_lay_under_a_stricter_one(
    river: Doors, ann: httpx.Client, hal: httpx.Client
) -> None:
    """As hal sees it, the versions that his agency may not see were never saved."""
    shared = {"shared": ["harbor-so"]}

    def say(who: httpx.Client, text: str) -> None:
        sent = who.post(f"/v1/charts/{ref}/comments", json={"text": text}, headers=keyed())
        assert sent.status_code == 201

    ours = {"comment": "after the informant", "handling": "TLP:AMBER", **shared}
    ref = saved(ann, sheet(river.at("R1"), river.at("R2"), **ours))
    say(ann, "informant Xavier says so")
    saved(ann, sheet(river.at("R1"), comment="for all", **shared), ref)
    say(ann, "who knows him?")
    say(hal, "we do")
    saved(ann, sheet(river.at("R1"), **ours), ref)
    say(ann, "Xavier again")
    saved(ann, sheet(river.at("R1"), river.at("B2"), **shared), ref)
    theirs = told(hal, ref)
    assert [one["text"] for one in theirs["comments"]] == ["who knows him?", "we do"]
    assert [(v["number"], v["comment"]) for v in theirs["versions"]] == [(1, "for all"), (2, "")]
    assert (theirs["number"], theirs["chart"]["versions"]) == (2, 2)
    assert [len(told(hal, ref, number)["spots"]) for number in (1, 2)] == [1, 2]
    assert hal.get(f"/v1/charts/{ref}/versions/3").content == (
        hal.get(f"/v1/charts/{NOBODY}/versions/3").content)  # fmt: skip
    [listed] = [one for one in hal.get("/v1/charts").json()["charts"] if one["ref"] == ref]
    assert listed["versions"] == 2
    whole = told(ann, ref)
    assert [one["text"] for one in whole["comments"]] == [
        "informant Xavier says so", "who knows him?", "we do", "Xavier again"]  # fmt: skip
    assert (whole["number"], len(whole["versions"])) == (4, 4)


def test_the_owner_reads_who_opened_a_chart(
    river: Doors, ann: httpx.Client, hal: httpx.Client
) -> None:
    ref = saved(ann, sheet(river.at("R1"), shared=["harbor-so"]))
    saved(ann, sheet(river.at("R1"), handling="TLP:CLEAR", shared=["harbor-so"]), ref)
    labels = [
        Label("riverton-pd", "chart", f"TLP:{code}").canonical() for code in ("CLEAR", "GREEN")
    ]
    for number in (1, 2, None):
        told(hal, ref, number)
        row = [stored.row for stored in river.rows() if stored.row.action.startswith("open_chart")]
        shown = [(one.label, *one.refs) for one in row[-1].disclosed if ref in one.refs]
        assert shown == [(label, ref) for label in labels]


def test_a_sending_counts_once(river: Doors, ann: httpx.Client) -> None:
    first, second = sheet(river.at("R1")), sheet(river.at("R2"))
    ref = saved(ann, first, key="a")
    assert saved(ann, first, key="a") == ref
    assert ann.post("/v1/charts", json=second, headers=keyed("a")).json()["title"]
    assert ann.post("/v1/charts", json=second, headers=keyed("a")).status_code == 422
    for _ in range(2):
        saved(ann, second, ref, key="b")
    assert told(ann, ref)["number"] == 2


def test_sharing_anew_loses_nothing_that_does_not_show_to_the_sharer(
    river: Doors, ann: httpx.Client, hal: httpx.Client
) -> None:
    """A colleague of hal's who sees nothing of Riverton's, for licensing, shares his chart."""
    ends = [river.at("R2"), river.at("Y1")]
    notes = [{"entity": end, "text": "a note", **GREEN} for end in ends]
    groups = [{"name": "crew", "members": ends, **GREEN, "open": True, "x": 1.0, "y": 2.0}]
    ref = saved(hal, sheet(*ends, notes=notes, groups=groups, comment="as it was"))
    colleague = river.asker(principal="hob", agency="harbor-so", purposes=("licensing",))
    assert len(told(colleague, ref)["spots"]) == 1
    path = f"/v1/charts/{ref}/sharing"
    for _ in range(2):
        answer = colleague.post(path, json={"shared": ["riverton-pd"]}, headers=keyed("anew"))
        assert (answer.status_code, answer.json()["number"]) == (201, 2)
    other = colleague.post(path, json={"shared": []}, headers=keyed("anew"))
    assert other.json()["type"] == "urn:comity:problem:key-reused"
    before, now = told(hal, ref, 1), told(hal, ref)
    assert [now[part] for part in ("spots", "notes", "groups")] == [
        before[part] for part in ("spots", "notes", "groups")]  # fmt: skip
    assert [(one["who"], one["comment"]) for one in now["versions"]] == [
        ("hal", "as it was"), ("hob", "")]  # fmt: skip
    assert [note["entity"] for note in told(ann, ref)["notes"]] == [
        one["entity"] for one in told(ann, ref)["spots"]]  # fmt: skip
    assert ann.post(path, json={"shared": []}, headers=keyed()).status_code == 404


def test_what_was_put_away_is_gone_for_everybody(
    river: Doors, ann: httpx.Client, hal: httpx.Client
) -> None:
    ref = saved(ann, sheet(river.at("R1"), shared=["harbor-so"]), key="away")
    assert ann.delete(f"/v1/charts/{ref}").json()["ref"] == ref
    for who in (ann, hal):
        assert who.get(f"/v1/charts/{ref}").status_code == 404
    assert ann.delete(f"/v1/charts/{ref}").status_code == 404
    again = sheet(river.at("R1"), shared=["harbor-so"])
    refused = ann.post("/v1/charts", json=again, headers=keyed("away"))
    assert refused.json()["type"] == "urn:comity:problem:key-reused"


def test_the_board_of_a_case_has_what_of_its_charts_shows_and_what_is_to_be_done(
    river: Doors, ann: httpx.Client, hal: httpx.Client
) -> None:
    pinned = [{"entity": river.at(one), "x": 1.0, "y": 2.0, "pinned": True} for one in ("R1", "Y1")]
    notes = [{"entity": river.at(one), "text": f"of {one}", **GREEN} for one in ("R1", "Y1")]
    body = sheet(spots=pinned, notes=notes, case="C-8", shared=["riverton-pd"])
    ref = saved(hal, body)
    asked = {"to": "harbor-so", "case": "C-8", "text": "whose boat?"}
    assert ann.post("/v1/requests", json=asked, headers=keyed()).status_code == 201
    of_case = {"Comity-Case": "C-8"}
    ours, theirs = (who.get("/v1/board", headers=of_case).json() for who in (ann, hal))
    assert (
        [one["ref"] for one in ours["charts"]] == [one["ref"] for one in theirs["charts"]] == [ref]
    )
    assert [len(one["entities"]) for one in (ours, theirs)] == [1, 2]
    assert [note["text"] for note in ours["notes"]] == ["of R1"]
    assert [(one["sort"], one["text"]) for one in ours["tasks"]] == [("request", "whose boat?")]
    assert ann.get("/v1/board", headers={"Comity-Case": "C-9"}).json()["charts"] == []
    assert ann.get("/v1/board").json()["type"] == "urn:comity:problem:bad-question"


def test_a_purge_takes_what_was_written_beside_a_record_and_its_place(
    river: Doors, ann: httpx.Client
) -> None:
    gone, stays = river.at("B3"), river.at("R1")
    notes = [{"entity": gone, "text": "owes the quartermaster"}, {"entity": stays, "text": "kept"}]
    groups = [{"name": "quartermasters", "members": [gone, stays]}]
    ref = saved(ann, sheet(gone, stays, notes=notes, groups=groups))
    ledger = river.installation.ledger
    ledger.purge("jail", "B3", "order 7")
    opened_now = told(ann, ref)
    assert [spot["entity"] for spot in opened_now["spots"]] == [
        told(ann, ref)["notes"][0]["entity"]
    ]
    assert [note["text"] for note in opened_now["notes"]] == ["kept"]
    assert opened_now["groups"] == []
    assert ledger.verify().holds
    left = b"".join(each.read_bytes() for each in ledger.path.parent.glob("ledger.db*"))
    assert b"quartermaster" not in left
