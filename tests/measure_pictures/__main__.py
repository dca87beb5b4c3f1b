"""Draw the pictures of all measures anew: `make measure-pictures`, or `python -m measure_pictures`.

Each page's example is run and what it left behind is drawn, so that a picture shows what its page
computes.
"""

import tempfile
from pathlib import Path

from measure_pictures.drawn import drawn
from measure_pictures.examples import PICTURES, page_names, run
from measure_pictures.world import given

if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, given(Path(folder)) as worlds:
        for name in page_names():
            ran = run(name, worlds.get(name, {}))
            if ran.wrong:
                raise SystemExit(ran.wrong)
            (PICTURES / f"{name}.svg").write_text(drawn(name, ran.names), "utf-8")
