"""One-time codes by the clock (TOTP, RFC 6238): six digits, a new one every thirty seconds."""

import hmac

import pyotp

from comity.graph.words import Micros

STEP: Micros = 30_000_000
# Clocks differ: the code before and the one after are taken too.
_NEAR = (-1, 0, 1)
# Where nobody has a secret, this one is compared with, so that it takes the same time.
_NOBODYS = pyotp.random_base32()


def new_secret() -> str:
    """A secret of 160 random bits, as authenticator apps take it."""
    return pyotp.random_base32()


def address(secret: str, name: str, agency: str) -> str:
    """The address that an authenticator app reads, as text or as a square code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=f"Comity {agency}")


def step_of(secret: str, code: str, at: Micros) -> int | None:
    """The step of the clock that a code belongs to, or None if it is none of these minutes."""
    totp, now, said = pyotp.TOTP(secret or _NOBODYS), at // STEP, code.encode("utf-8", "replace")
    steps = [now + near for near in _NEAR if now + near >= 0]
    right = [hmac.compare_digest(totp.generate_otp(step).encode(), said) for step in steps]
    found = [step for step, holds in zip(steps, right, strict=True) if holds]
    return found[-1] if secret and found else None
