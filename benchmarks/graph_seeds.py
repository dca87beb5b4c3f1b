"""Modularity by seeds: what each library finds in so many runs, and what a run takes.

`python -m benchmarks.graph_seeds LIBRARY NODES LINKS SEEDS` prints one object.
"""

import importlib
import json
import sys
import time

from benchmarks.graph_tasks import WARM, edges_of, modularity_of


def main() -> None:
    """Run one library with every seed in turn."""
    library = importlib.import_module(sys.argv[1]).seeded
    library(edges_of(*WARM), 0)
    edges, runs = edges_of(int(sys.argv[2]), int(sys.argv[3])), []
    for seed in range(int(sys.argv[4])):
        wall, cpu = time.perf_counter(), time.process_time()
        label = library(edges, seed)
        taken = {"seconds": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
        runs.append({**taken, "value": modularity_of(label, edges)})
    print(json.dumps(runs))


if __name__ == "__main__":
    main()
