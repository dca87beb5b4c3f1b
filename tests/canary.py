"""Canary facts: records of an agency that shares with nobody, in every served test database.

Every response of every test passes `check`: none of them has a word of the canary's.
"""

import httpx

AGENCY, SOURCE, DATA_CLASS = "canary-office", "canary", "incident"
# No name, number or address of anybody: made of words that occur nowhere else.
NAME, NUMBER, RECORD = "Kanarivogel Quetzalbird", "+12175559999", "CANARY-1"
WORDS = (b"Kanarivogel", b"Quetzalbird", b"5559999", b"CANARY-1", b"canary")


def check(response: httpx.Response) -> None:
    """Fail if a response knows of the canary; for the hooks of a client."""
    response.read()
    headers = str(response.headers).encode()
    found = [word for word in WORDS if word in response.content or word in headers]
    assert not found, f"{response.request.url.path} tells of the canary: {found}"
