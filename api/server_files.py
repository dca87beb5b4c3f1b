"""What a Neo4j server's files still hold of records that were purged.

Community edition neither overwrites what it deletes nor prunes its log on demand: the bytes go when
the graph's files are made anew, as docs/retention.md says.
"""

from comity.api.installation import Installation
from comity.api.printing import say
from comity.graph.ledger_orders import OF_CASEWORK, PURGE
from comity.graph.neo4j_store import Neo4jStore

WAY_OUT = "make them anew: docs/retention.md, Neo4j"


def purges_in_files(installation: Installation) -> int:
    """How many purges came after the server's files were made; 0 for a store that overwrites."""
    store = installation.store
    if not isinstance(store, Neo4jStore):
        return 0
    made = store.made_at()
    orders = installation.ledger.orders()
    purged = (each for each in orders if each.kind == PURGE and each.source != OF_CASEWORK)
    return sum(each.at > made for each in purged)


def tell_of_files(installation: Installation) -> None:
    """Say after a purge what it could not reach."""
    if isinstance(installation.store, Neo4jStore):
        say(f"the Neo4j server's files keep the bytes of what was purged; {WAY_OUT}")
