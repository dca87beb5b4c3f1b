"""Signatures: what was signed is what is enforced, and nobody else can have signed it."""

from dataclasses import replace

import pytest
from pacts import pact, pact_text

from comity.sharing import SharingError, check_signature, new_key, public_key, sign

TEXT = pact_text()
KEY = new_key()
SIGNED = sign(pact(), TEXT, "city", KEY, paper=b"a scan of the paper")


def test_a_signature_holds_under_the_text_it_was_given_for() -> None:
    check_signature(SIGNED, pact(), TEXT)
    assert SIGNED.key == public_key(KEY)


def test_one_byte_more_and_it_does_not_hold() -> None:
    with pytest.raises(SharingError, match="changed after it was signed"):
        check_signature(SIGNED, pact(), TEXT + " ")


@pytest.mark.parametrize(
    "change",
    [
        {"paper_hash": "0" * 64},
        {"agency": "sheriff"},
        {"key": public_key(new_key())},
        {"signature": "00" * 64},
        {"signature": "not hexadecimal"},
        {"key": "00"},
    ],
)
def test_a_signature_that_was_tampered_with_does_not_hold(change: dict[str, str]) -> None:
    with pytest.raises(SharingError, match="does not hold"):
        check_signature(replace(SIGNED, **change), pact(), TEXT)


def test_a_signature_under_another_version_says_which() -> None:
    with pytest.raises(SharingError, match="given under pact version 1"):
        check_signature(SIGNED, pact(version=2), pact_text(version=2))


def test_only_parties_sign() -> None:
    with pytest.raises(SharingError, match="'navy' is no party"):
        sign(pact(), TEXT, "navy", KEY)


@pytest.mark.parametrize("key", [b"", b"-----BEGIN PRIVATE KEY-----\n", b"\xff"])
def test_what_is_no_key_is_refused(key: bytes) -> None:
    with pytest.raises(SharingError, match="no private key"):
        sign(pact(), TEXT, "city", key)
