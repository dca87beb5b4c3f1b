"""Tables of any library resolved: guessed or told, one or two, of one kind or several."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from comity.resolve import TableError, default_model, resolve_table
from comity.resolve.facts import Pairs
from comity.resolve.joints import weakest_joints
from comity.resolve.table_columns import read_table
from comity.resolve.table_facts import settled
from comity.resolve.table_plan import Roles, plan

TABLE = pd.DataFrame(
    {
        "id": ["a", "b", "c", "d", "e"],
        "first_name": ["Robert", "Bob", "Alma", None, "Alma"],
        "surname": ["Kowalczyk", "Kowalczyk", "Fernandes", "Unknown", "Fernandez"],
        "dob": ["1980-05-07", "07/05/1980", "19551130", "NULL", "30/11/1955"],
        "who": [1, 1, 2, 3, 2],
    }
)


class Foreign:
    """A frame of another library: all that is known of it is that it speaks Arrow."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._table = pa.Table.from_pandas(frame, preserve_index=False)

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return self._table.__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize("make", [lambda f: f, lambda f: pa.Table.from_pandas(f), Foreign])
def test_a_table_of_any_library_finds_who_is_who(make: Any) -> None:
    found = resolve_table(make(TABLE), truth="who")
    assert found.clusters["cluster"].tolist() == [1, 1, 2, 3, 2]
    assert found.clusters["record"].tolist() == ["a", "b", "c", "d", "e"]


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(TableError, match="list is no table"):
        resolve_table([1, 2])


def test_a_record_alone_has_no_joint_and_a_cluster_has_one() -> None:
    score = resolve_table(TABLE, truth="who").clusters["score"]
    assert score.isna().tolist() == [False, False, False, True, False]
    assert score[0] == score[1] > 0


def test_pairs_name_records_scores_and_decisions() -> None:
    pairs = resolve_table(TABLE, truth="who").pairs
    columns = ["first", "second", "score", "decision", "together", "first_row", "second_row"]
    assert columns == list(pairs.columns)
    said = {(p.first, p.second) for p in pairs.itertuples() if p.decision == "same"}
    assert said == {("a", "b"), ("c", "e")}


def test_figures_take_a_column_or_labels() -> None:
    found = resolve_table(TABLE, truth="who")
    perfect = {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert found.figures("who") == {"pair": perfect, "cluster": perfect, "bcubed": perfect}
    assert found.figures(["x", "x", "y", "z", "y"]) == found.figures("who")
    with pytest.raises(TableError, match="2 labels for 5 rows"):
        found.figures(["x", "y"])


def test_rows_without_truth_are_not_scored_and_counted() -> None:
    frame = TABLE.assign(who=["1", "2", None, None, "3"])
    found = resolve_table(frame, truth="who")
    assert found.figures("who")["cluster"] == {"precision": 0.0, "recall": 1.0, "f1": 0.0}
    assert "who: 2 of 5 rows have no truth and are not scored" in found.warnings


def test_a_truth_that_names_ids_which_are_not_there_is_told() -> None:
    found = resolve_table(TABLE.assign(who=["a", "a", "c", "d", "gone"]), truth="who")
    assert found.warnings[-1] == (
        "who: 1 of its 4 values are no id of id; each is scored as a subject of its own"
    )


def test_a_truth_of_which_half_names_ids_is_doubted_and_one_of_own_labels_is_not() -> None:
    half = resolve_table(TABLE.assign(who=["a", "a", "c", "gone", "lost"]), truth="who")
    assert half.warnings[-1].startswith("who: 2 of its 4 values are no id of id;")
    own = resolve_table(TABLE.assign(who=["a", "x", "y", "z", "x"]), truth="who")
    assert not any("no id of" in text for text in own.warnings)


def test_a_column_of_nested_values_is_left_out_and_told() -> None:
    table = pa.Table.from_pandas(TABLE).append_column("home", pa.array([{"town": "Ham"}] * 5))
    found = resolve_table(table)
    assert "home: nested values hold no text; the column is left out" in found.warnings
    assert found.clusters.equals(resolve_table(TABLE).clusters)


def test_the_truth_is_no_input_whatever_it_looks_like() -> None:
    plain = resolve_table(TABLE, truth="who").clusters
    tempting = TABLE.rename(columns={"who": "ssn"}).assign(
        ssn=["x111", "x222", "x333", "x444", "x111"]
    )
    assert resolve_table(tempting, truth="ssn").clusters.equals(plain)
    with pytest.raises(TableError, match="is the truth"):
        resolve_table(tempting, {"ssn": "national_id", "surname": "family_name"}, truth="ssn")


def test_columns_that_are_told_are_used_and_no_others() -> None:
    found = resolve_table(TABLE, {"surname": "family_name", "dob": "birth_date"})
    assert dict(found.plans[0].columns) == {"surname": "family_name", "dob": "birth_date"}
    assert found.plans[0].guessed == ()


@pytest.mark.parametrize(
    ("columns", "options", "said"),
    [
        ({"surnme": "family_name"}, {}, "no column 'surnme'; did you mean 'surname'"),
        ({"surname": "familyname"}, {}, "no property 'familyname'.*did you mean 'family_name'"),
        ({"surname": "plate"}, {"kind": "person"}, "no property 'plate' of a person"),
        (None, {"kind": "persn"}, "no kind 'persn'; did you mean 'person'"),
        (None, {"id_column": "key"}, "no column 'key'; the table has: id, first_name"),
        (None, {"truth": "hwo"}, "no column 'hwo'; did you mean 'who'"),
    ],
)
def test_what_is_not_there_is_told_with_the_nearest(
    columns: dict[str, str] | None, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(TableError, match=said):
        resolve_table(TABLE, columns, **options)


def test_a_table_of_which_nothing_is_known_says_how_to_say_it() -> None:
    with pytest.raises(
        TableError, match=r"--map COLUMN=PROPERTY; columns: x, y; properties: .*alias"
    ):
        resolve_table(pd.DataFrame({"x": [1, 2], "y": [3, 4]}))


def test_parts_of_an_address_and_of_a_date_are_put_together() -> None:
    frame = pd.DataFrame(
        {"street_name": ["Oak Ave", "Elm St", None], "street_number": ["12", None, "7"],
         "unit": ["Apt 3", None, None], "last_name": ["Bell", "Chan", "Dorn"],
         "birth_year": [1980, 1955, None], "birth_month": ["5", None, "2"], "birth_day": [7, 9, 1]}
    )  # fmt: skip
    table = read_table(frame)
    held, _ = settled(table, plan(table, None, Roles(), default_model()))
    texts = {prop: [c.texts[code] for code in c.code] for prop, c in held}
    assert texts["street"] == ["12 Oak Ave Apt 3", "Elm St", "7"]
    assert texts["birth_date"] == ["1980-05-07", "1955"]


def test_several_phones_are_several_values() -> None:
    frame = pd.DataFrame(
        {
            "home": ["312 555 0111", None],
            "work": [None, "312 555 0111"],
            "n": ["Ann Bell", "Ann Bell"],
        }
    )
    columns = {"home": "phone_number", "work": "phone_number", "n": "name"}
    assert resolve_table(frame, columns).count == 1


def test_a_column_of_lists_holds_several_values() -> None:
    table = pa.table({"name": ["Viktor Semchenko", "Vik Semko"],
                      "aka": [["Vik Semko", "Vityok"], []], "dob": ["1970-03-04"] * 2})  # fmt: skip
    found = resolve_table(table)
    assert found.plans[0].columns["aka"] == "alias"
    assert found.count == 1


def test_rows_of_different_kinds_are_never_joined() -> None:
    frame = pd.DataFrame(
        {"type": ["person", "Company", "company", "P", "whale"], "name": ["Oak Bell"] * 5,
         "phone": ["312 555 0111"] * 5}
    )  # fmt: skip
    found = resolve_table(frame, {"name": "name", "phone": "phone_number"}, kind_column="type")
    person, firm, same_firm, same_person, whale = found.cluster.tolist()
    assert (person, firm) == (same_person, same_firm)
    assert len({person, firm, whale}) == 3
    assert "type: 1 rows name no known kind; each stays alone" in found.warnings


def test_two_tables_are_linked_across_and_never_within() -> None:
    first = TABLE.drop(columns="who")
    second = pd.DataFrame(
        {"Vorname": ["Rob", "Alma", "Ivo"], "Nachname": ["Kowalczyk", "Fernandes", "Stahl"],
         "Geburtsdatum": ["7.5.1980", "30.11.1955", "1.2.1990"], "key": ["x", "y", "z"]}
    )  # fmt: skip
    found = resolve_table(first, link=second, id_column="key")
    table = np.repeat([0, 1], [5, 3])
    assert (table[found.row_pairs.first] != table[found.row_pairs.second]).all()
    groups = found.clusters.groupby("cluster")["table"]
    assert all(group.is_unique for _, group in groups)
    assert found.cluster[5] in found.cluster[:2]
    assert found.cluster[6] in found.cluster[[2, 4]]
    assert found.clusters["record"].tolist() == ["a", "b", "c", "d", "e", "x", "y", "z"]


def test_an_id_that_stands_twice_is_told_and_every_row_stays_a_record() -> None:
    found = resolve_table(TABLE.assign(id=["a", "a", "c", None, "e"]), id_column="id", truth="who")
    assert found.clusters["record"].tolist() == ["a", "a", "c", "4", "e"]
    assert "id: 1 ids stand for more than one record and 1 records have none" in found.warnings[0]


def test_a_higher_threshold_joins_no_more() -> None:
    counts = [resolve_table(TABLE, truth="who", threshold=t).count for t in (-5.0, 0.0, 60.0)]
    assert counts == sorted(counts)
    assert counts[-1] == 5


def test_one_value_everywhere_and_empty_columns_do_no_harm() -> None:
    rows = 3_000
    frame = pd.DataFrame(
        {"first_name": ["Ann"] * rows, "surname": ["Bell"] * rows, "dob": [None] * rows,
         "city": ["Riverton"] * rows, "phone": [f"31255{at:05}" for at in range(rows)]}
    )  # fmt: skip
    told = {"first_name": "given_name", "surname": "family_name", "dob": "birth_date",
            "city": "city", "phone": "phone_number"}  # fmt: skip
    found = resolve_table(frame, told)
    assert "dob: there is no value in it" in found.warnings
    assert len(found.clusters) == rows
    assert len(found.row_pairs) < 300 * rows


def test_scripts_may_be_mixed_and_names_long() -> None:
    frame = pd.DataFrame(
        {"name": ["Владимир Семченко", "Vladimir Semchenko", "山田 太郎", "ab" * 25_000, "👮"],
         "dob": ["1970-03-04", "1970-03-04", "1980-01-02", "1990-02-03", None]}
    )  # fmt: skip
    found = resolve_table(frame)
    assert found.cluster.tolist() == [0, 0, 2, 3, 4]
    assert any("are cut at 500 characters" in text for text in found.warnings)


def test_the_weakest_joint_is_the_least_of_the_strongest_ties() -> None:
    # 0-1 at 9 and 1-2 at 4 hold three together; 0-2 at 2 is not needed. 3-4 at -1, 5 alone.
    pairs = Pairs(np.array([0, 1, 0, 3], np.int32), np.array([1, 2, 2, 4], np.int32))
    clusters = np.array([0, 0, 0, 3, 3, 5], np.int32)
    joints = weakest_joints(clusters, pairs, np.array([9, 4, 2, -1], np.float32))
    assert joints[:5].tolist() == [4, 4, 4, -1, -1]
    assert np.isnan(joints[5])


def test_the_model_that_is_given_is_the_one_that_decides() -> None:
    assert resolve_table(TABLE, truth="who", model=default_model()).model.version
