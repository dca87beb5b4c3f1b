"""What can go wrong between a program and a Comity server.

ClientError
├── Unreachable     no answer: wrong address, or the server is not running
├── WrongAddress    an address that a token must not be sent to
├── WrongToken      a text that cannot be a token
├── NoId            a text that is no id, and so must not stand in an address
└── Refused         the server answered with a problem; its text is the problem's
    ├── NotSignedIn     no valid token (401)
    ├── NotAllowed      the token does not allow it (403)
    ├── Nothing         nothing here for this viewer (404)
    └── BadQuestion     the question does not have the right form (400, 413, 422)
"""

from collections.abc import Mapping


class ClientError(Exception):
    """Base of every error of the client; its text is one sentence with the way out."""


class Unreachable(ClientError):
    """The server gave no answer."""

    def __init__(self, url: str, why: str) -> None:
        super().__init__(f"no answer from {url} ({why}); is the server running there?")


class WrongAddress(ClientError):
    """A token would leave this machine in the clear."""

    def __init__(self, url: str) -> None:
        super().__init__(f"{url!r}: use https, or http on this machine only (127.0.0.1)")


class WrongToken(ClientError):
    """The token cannot be one; its text is not repeated, for it may be another secret."""

    def __init__(self) -> None:
        super().__init__("this is no token: it is one line that starts with comity_; give it whole")


class NoId(ClientError):
    """An id was asked for and something else was given; a name must never stand in an address."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no id: search for it and take `entity` from what is found")


class Refused(ClientError):
    """The server answered with a problem."""

    def __init__(self, status: int, problem: Mapping[str, object]) -> None:
        self.status, self.problem = status, dict(problem)
        self.name = str(problem.get("type", "")).rpartition(":")[2]
        title, detail = problem.get("title", f"HTTP {status}"), problem.get("detail", "")
        super().__init__(f"{title}: {detail}" if detail else str(title))


class NotSignedIn(Refused):
    """The token is missing, unknown, expired or revoked."""


class NotAllowed(Refused):
    """The token does not allow this."""


class Nothing(Refused):
    """Nothing here for this viewer; absent and withheld are the same."""


class BadQuestion(Refused):
    """The question does not have the right form."""


REFUSALS: Mapping[int, type[Refused]] = {
    400: BadQuestion,
    401: NotSignedIn,
    403: NotAllowed,
    404: Nothing,
    413: BadQuestion,
    422: BadQuestion,
}


def refused(status: int, problem: Mapping[str, object]) -> Refused:
    """The error for a problem."""
    return REFUSALS.get(status, Refused)(status, problem)
