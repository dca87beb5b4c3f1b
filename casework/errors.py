"""What can go wrong in casework.

CaseworkError
├── NotDrawable       a kind, role or property that the vocabulary does not know
├── NotRegistrable    a target or a plan that nothing could ever be compared with, or that is over
├── NoObligation      no agreement obliges that agency to answer
├── AnsweredAlready   a request is answered once
├── NotYours          nothing here of this agency: another's and none are the same
└── OtherWords        what was said before under the same key was something else
"""


class CaseworkError(Exception):
    """Base of every error of this room; its text is one sentence with the way out."""


class NotDrawable(CaseworkError):
    """The vocabulary has no such kind, role or property."""


class NotRegistrable(CaseworkError):
    """It could not be compared with anything, or its time does not fit; no value stands in it."""


class NoObligation(CaseworkError):
    """No agreement in force obliges that agency to do what this one asks."""

    def __init__(self) -> None:
        super().__init__("no agreement of yours obliges that agency to do so for this purpose")


class AnsweredAlready(CaseworkError):
    """Whoever was asked has answered."""

    def __init__(self) -> None:
        super().__init__("this request is answered; send another to say more")


class NotYours(CaseworkError):
    """Another agency's, or none at all."""


class OtherWords(CaseworkError):
    """The same key came with other words before."""
