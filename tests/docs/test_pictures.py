"""Pictures of the pages: the command that takes them works, and what is kept still shows it."""

import base64
import struct
from pathlib import Path

import pytest
from pictures import PICTURE, WIDTH, WORKSPACE, make_chart, take, take_workspace
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
LARGEST = 300_000
# How many points of a picture are not paper: lines, names, icons.
INK = """async (png) => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const paint = canvas.getContext("2d");
  paint.drawImage(image, 0, 0);
  const dots = paint.getImageData(0, 0, image.width, image.height).data;
  let dark = 0;
  for (let at = 0; at < dots.length; at += 4) {
    if (dots[at] + dots[at + 1] + dots[at + 2] < 600) dark += 1;
  }
  return dark;
}"""


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height, as the file's head says."""
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


def ink(browser: Browser, png: bytes) -> int:
    page = browser.new_page()
    found = page.evaluate(INK, base64.b64encode(png).decode())
    page.close()
    return int(found)


def test_the_committed_picture_is_what_the_command_takes(chromium: Browser, tmp_path: Path) -> None:
    fresh, worked = tmp_path / "chart.png", tmp_path / "workspace.png"
    told = take(chromium, make_chart(tmp_path / "demo", people=50), fresh)
    assert "Seen by r.alvarez of riverton-pd for investigation" in told
    assert "said by: fusion-tf, harbor-so, riverton-pd, state-dmv, superior-court" in told
    kept = PICTURE.read_bytes()
    assert len(kept) < LARGEST
    assert size_of(kept)[0] == size_of(fresh.read_bytes())[0] == WIDTH
    assert 0.6 < ink(chromium, kept) / ink(chromium, fresh.read_bytes()) < 1.6
    assert "emchenko" in take_workspace(chromium, tmp_path / "demo", worked).casefold()
    assert len(WORKSPACE.read_bytes()) < LARGEST
    assert size_of(WORKSPACE.read_bytes()) == size_of(worked.read_bytes())
    assert 0.6 < ink(chromium, WORKSPACE.read_bytes()) / ink(chromium, worked.read_bytes()) < 1.6
