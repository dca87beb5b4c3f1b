"""What a notebook or another program imports to ask a Comity server; knows none of our rooms."""

from comity.client.client import Client, connect
from comity.client.display import Chart, Entity, Why
from comity.client.errors import (
    BadQuestion,
    ClientError,
    NotAllowed,
    Nothing,
    NotSignedIn,
    Refused,
    Unreachable,
    WrongAddress,
)

__all__ = [
    "BadQuestion",
    "Chart",
    "Client",
    "ClientError",
    "Entity",
    "NotAllowed",
    "NotSignedIn",
    "Nothing",
    "Refused",
    "Unreachable",
    "Why",
    "WrongAddress",
    "connect",
]
