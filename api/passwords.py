"""Passwords: kept as argon2id hashes; nobody's takes as long to refuse as a wrong one."""

import base64
import secrets
import threading
import unicodedata

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from comity.api.errors import WeakPassword

LONGEST = 1000
# Each takes 64 MiB and four threads: more at once would let strangers exhaust the machine.
_AT_ONCE = 2


class Passwords:
    """Hashes and verifies passwords at one cost."""

    def __init__(self, cost: Parameters = RFC_9106_LOW_MEMORY) -> None:
        self._hasher = PasswordHasher.from_parameters(cost)
        self._free = threading.BoundedSemaphore(_AT_ONCE)
        self._nobodys = _hash_of_nothing(cost)

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        with self._free:
            return self._hasher.hash(_bytes(password))

    def verify(self, kept: str, password: str) -> bool:
        """Whether it is the password; with nothing kept it is not, after the same work."""
        with self._free:
            try:
                return self._hasher.verify(kept or self._nobodys, _bytes(password)) and bool(kept)
            except (VerificationError, InvalidHashError):
                return False


def new_password() -> str:
    """A password of 120 random bits, for its holder to replace."""
    return secrets.token_urlsafe(15)


def check_new(password: str, name: str, shortest: int) -> None:
    """Refuse a password that is too short, or made of the name; raises WeakPassword."""
    plain = _plain(password)
    if len(plain) < shortest:
        raise WeakPassword(f"a password has at least {shortest} characters")
    if len(set(plain)) < 5 or name.casefold() in plain.casefold():
        raise WeakPassword("a password repeats neither one sign nor the name it belongs to")


def _plain(password: str) -> str:
    # One password however the keyboard composes its accents (NIST SP 800-63B).
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    # Half a character, which JSON can carry, is a wrong password and no crash.
    return _plain(password).encode("utf-8", "surrogatepass")


def _hash_of_nothing(cost: Parameters) -> str:
    """The form of a hash, of no password: verifying against it takes the same time."""
    salt, digest = (
        base64.b64encode(secrets.token_bytes(length)).decode().rstrip("=")
        for length in (cost.salt_len, cost.hash_len)
    )
    work = f"m={cost.memory_cost},t={cost.time_cost},p={cost.parallelism}"
    return f"$argon2id$v={cost.version}${work}${salt}${digest}"
