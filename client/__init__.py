"""What a notebook or another program imports to ask a Comity server; knows none of our rooms."""

from comity.client.client import Client, connect
from comity.client.display import Chart, Entity, Why
from comity.client.errors import (
    BadQuestion,
    ClientError,
    NoId,
    NotAllowed,
    Nothing,
    NotSignedIn,
    Refused,
    Unreachable,
    WrongAddress,
    WrongToken,
)

__all__ = [
    "BadQuestion",
    "Chart",
    "Client",
    "ClientError",
    "Entity",
    "NoId",
    "NotAllowed",
    "NotSignedIn",
    "Nothing",
    "Refused",
    "Unreachable",
    "Why",
    "WrongAddress",
    "WrongToken",
    "connect",
]
