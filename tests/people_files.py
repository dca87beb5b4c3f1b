"""A file of three people with one bad row, its mapping, and what a ledger knows of them."""

from ledger_records import START, live

from comity.graph.ledger import Ledger
from comity.graph.words import FOREVER, Micros

PEOPLE = """\
format: csv
record: ID
mentions:
  p: {kind: person, properties: {name: NAME, birth_date: BORN}}
"""
THREE = "ID,NAME,BORN\n1,Ann,1980\n2,Bo,1990\n3,Cy,soon\n"


def names(ledger: Ledger, at: Micros = FOREVER) -> dict[str, list[str]]:
    """What is known of each record, at some moment."""
    return {record: said for (_, record), said in live(ledger.changes(START), at).items()}
