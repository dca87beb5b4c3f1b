"""How well missing links are found on covert networks: `python -m benchmarks.hidden_links`.

Links are withheld at random and looked for among all pairs, by every method at the same draws.
The summits of the 'Ndrangheta are left out: they are persons at events, and a link of their
projection that is withheld is given away by the clique that its event made of all who came.
"""

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.sets import FOLDER
from comity.analytics import hold_out, network_of_edges
from comity.graph.network import Network

# What each network is, by its file.
NETWORKS = {
    "morselli_caviar": "Caviar, drugs, Montreal",
    "morselli_cielnet": "Ciel, drugs, Montreal",
    "morselli_siren": "Siren, stolen cars",
    "morselli_togo": "Togo, stolen cars",
    "natajaran_cocaine": "cocaine, New York",
    "natajaran_heroin": "heroin, New York",
    "berlusconietal_oversize": "Oversize, 'Ndrangheta",
    "luciaetal_montagna": "Montagna, mafia",
    "macdonald_tfc": "French Connection",
    "LONDON_GANG": "London gang",
    "MONTREALGANG": "Montreal gangs",
    "ITALIAN_GANGS": "Italian gangs",
}
KREBS = "krebs_911_62_edges"
DRAWS, WITHHELD = 20, 0.1
Row = dict[str, Any]


def main() -> None:
    """Measure every network and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hidden_links", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--draws", type=int, default=DRAWS, help="how often links are withheld")
    asked = parser.parse_args()
    if not (FOLDER / "data" / "covert_networks").is_dir():
        sys.exit(f"no covert networks in {FOLDER.name}/data: set COMITY_SHARED")
    rows = [
        row for name, net in networks(FOLDER / "data") for row in measure(name, net, asked.draws)
    ]
    rows += mean_of(rows)
    print(json.dumps(rows, indent=1, allow_nan=False) if asked.json else as_text(rows))


def networks(folder: Path) -> Iterator[tuple[str, Network]]:
    """Every network with its name, without directions and weights."""
    for file, name in NETWORKS.items():
        yield name, of_matrix(folder / "covert_networks" / f"{file}.csv")
    with (folder / "networks" / f"{KREBS}.csv").open(encoding="utf-8") as lines:
        ties = [(row["source"], row["target"]) for row in csv.DictReader(lines)]
    yield "hijackers (Krebs)", network_of_edges(*map(list, zip(*ties, strict=True)))


def of_matrix(file: Path) -> Network:
    """A network from a square table with names in its first row and column."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        names, *rows = [line[1:] for line in csv.reader(lines)]
    table = np.array(rows, dtype=np.float64)
    low, high = np.nonzero(np.triu((table + table.T) > 0, k=1))
    return network_of_edges([names[at] for at in low], [names[at] for at in high])


def measure(name: str, network: Network, draws: int) -> list[Row]:
    """A row a method."""
    frame = hold_out(network, withheld=WITHHELD, draws=draws)
    about = {"network": name, "entities": network.size, "links": len(network.simple.low)}
    rows = frame.itertuples(index=False, name=None)
    return [about | dict(zip(frame.columns, row, strict=True)) for row in rows]


def mean_of(rows: list[Row]) -> list[Row]:
    """A row a method over all networks, each counting once."""
    found = []
    for method in dict.fromkeys(row["method"] for row in rows):
        mine = [row for row in rows if row["method"] == method]
        means = {
            column: float(np.mean([row[column] for row in mine]))
            for column in ("auc", "precision", "chance")
        }
        found.append({"network": "mean", "entities": 0, "links": 0, "method": method, **means})
    return found


def as_text(rows: list[Row]) -> str:
    """A line a network, with AUC and precision of each method."""
    methods = list(dict.fromkeys(row["method"] for row in rows))
    short = [f"{method.replace('_index', '').replace('_', ' ')[:15]:>16}" for method in methods]
    lines = [f"{'network':24}{'entities':>9}{'links':>6}{'chance':>8}{''.join(short)}"]
    for name in dict.fromkeys(row["network"] for row in rows):
        mine = [row for row in rows if row["network"] == name]
        told = "".join(f"{row['auc']:>10.3f}{row['precision']:>6.2f}" for row in mine)
        first = mine[0]
        size = f"{first['entities'] or '':>9}{first['links'] or '':>6}{first['chance']:>8.3f}"
        lines.append(f"{name:24}{size}{told}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
