"""Opening the graph store that a command names, beside the installation's own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from comity.api.errors import InstallationError
from comity.api.installation import Installation
from comity.graph.neo4j_store import Neo4jStore
from comity.graph.ports import GraphStore

PASSWORD = "COMITY_NEO4J_PASSWORD"


@contextmanager
def store_at(installation: Installation, to: str, user: str) -> Iterator[GraphStore]:
    """The installation's own store, or the Neo4j server at an address."""
    if not to:
        yield installation.store
        return
    store = Neo4jStore(to, (user, neo4j_password()))
    try:
        yield store
    finally:
        store.close()


def neo4j_password() -> str:
    """The password from the environment: never from the command line, where others read it."""
    found = os.environ.get(PASSWORD, "")
    if not found:
        raise InstallationError(f"the Neo4j password is missing; set {PASSWORD} and run it again")
    return found
