"""Passwords and codes by themselves: golden values, and the rules on accounts as laws."""

from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import extract_parameters
from argon2.profiles import CHEAPEST, RFC_9106_LOW_MEMORY
from hypothesis import given
from hypothesis import strategies as st

from comity.api.codes import STEP, address, new_secret, step_of
from comity.api.errors import WeakPassword
from comity.api.passwords import Passwords, check_new, new_password
from comity.api.person import LOCKED, MINUTE, Person, forgiven, state, tried
from comity.api.settings_people import PeopleSettings

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
# RFC 6238, appendix B, SHA-1: the last six of its eight digits.
GOLDEN = {
    59: "287082", 1111111109: "081804", 1111111111: "050471",
    1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
}  # fmt: skip
RULES = PeopleSettings()
ANN = Person("ann", "riverton-pd", "analyst", ("investigation",), 0)
QUICK = Passwords(CHEAPEST)


@pytest.mark.parametrize("second", sorted(GOLDEN))
def test_codes_are_those_of_the_rfc(second: int) -> None:
    at = second * 1_000_000
    assert step_of(SECRET, GOLDEN[second], at) == at // STEP
    assert step_of(SECRET, GOLDEN[second], at + STEP) == at // STEP
    assert step_of(SECRET, GOLDEN[second], at + 2 * STEP) is None


@pytest.mark.parametrize("code", ["", "287082 ", "94287082", "28708", "２８７０８２", "\udcff"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert step_of(SECRET, code, 59_000_000) is None


def test_without_a_secret_no_code_is_right() -> None:
    assert step_of("", "287082", 59_000_000) is None


def test_a_secret_has_160_bits_and_its_address_names_the_account() -> None:
    secret = new_secret()
    assert len(secret) * 5 == 160
    assert address(secret, "ann b", "riverton-pd").startswith("otpauth://totp/Comity%20riverton-pd")


def test_passwords_are_kept_as_argon2id_by_the_second_profile_of_rfc_9106() -> None:
    kept = Passwords().hash("correct horse battery")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert extract_parameters(kept) == RFC_9106_LOW_MEMORY


def test_a_password_is_right_however_its_accents_were_composed() -> None:
    kept = QUICK.hash("Ste\u0301phanie au cafe\u0301")
    assert QUICK.verify(kept, "St\u00e9phanie au caf\u00e9")
    assert not QUICK.verify(kept, "Stephanie au cafe")


@pytest.mark.parametrize("kept", ["", "nonsense", "$argon2id$v=19$broken"])
def test_nothing_is_the_password_of_nobody(kept: str) -> None:
    assert not QUICK.verify(kept, "")
    assert not QUICK.verify(kept, kept)


@pytest.mark.parametrize(
    "password", ["", "fourteen chars", "abababababababab", "my-name-is-ANN-xy"]
)
def test_a_password_that_is_easy_to_guess_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        check_new(password, "ann", RULES.password_length)


def test_a_password_that_is_given_is_one_that_could_be_chosen() -> None:
    made = {new_password() for _ in range(20)}
    assert len(made) == 20
    for password in made:
        check_new(password, "a longer name", RULES.password_length)


@given(st.lists(st.integers(0, 40 * MINUTE), max_size=12))
def test_an_account_is_locked_from_the_fifth_try_within_fifteen_minutes_and_not_before(
    times: list[int],
) -> None:
    times = sorted(times)
    person, locked = ANN, False
    for number, at in enumerate(times):
        within = [then for then in times[: number + 1] if at - then < 15 * MINUTE]
        person = tried(person, at, RULES)
        locked = locked or len(within) >= 5
        assert (state(person, at, RULES) == LOCKED) == locked
    assert state(forgiven(person), 40 * MINUTE, RULES) != LOCKED


@given(st.integers(1, 60), st.integers(0, 90))
def test_a_lock_of_some_minutes_ends_by_itself(minutes: int, later: int) -> None:
    rules = RULES.model_copy(update={"lock_minutes": minutes})
    person = replace(ANN, locked=0)
    assert (state(person, later * MINUTE, rules) == LOCKED) == (later < minutes)


def test_the_shipped_rules_are_the_strict_ones() -> None:
    assert (RULES.failures, RULES.failure_minutes, RULES.lock_minutes) == (5, 15, 0)
    assert timedelta(minutes=RULES.idle_minutes) == timedelta(minutes=30)
    assert (RULES.session_hours, RULES.idle_days, RULES.second_factor) == (12, 90, "required")
