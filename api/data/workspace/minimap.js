// The whole chart small, with a frame round what is in sight; a click goes there.
import { byId } from "./dom.js";

const WIDE = 160, HIGH = 110, ROOM = 8;

/** @param {import("./canvas.js").Canvas} canvas */
export function startMinimap(canvas) {
  const sheet = byId("minimap");
  let scale = 1, left = 0, top = 0, waiting = 0;

  function draw() {
    waiting = 0;
    const spots = Object.values(canvas.places());
    sheet.hidden = spots.length < 2;
    if (sheet.hidden) return;
    const xs = spots.map((spot) => spot.x), ys = spots.map((spot) => spot.y);
    const low = [least(xs), least(ys)], high = [-least(xs.map((x) => -x)), -least(ys.map((y) => -y))];
    scale = Math.min((WIDE - 2 * ROOM) / Math.max(high[0] - low[0], 1), (HIGH - 2 * ROOM) / Math.max(high[1] - low[1], 1));
    [left, top] = [low[0] - ROOM / scale, low[1] - ROOM / scale];
    const pen = sheet.getContext("2d");
    pen.clearRect(0, 0, WIDE, HIGH);
    pen.fillStyle = pen.strokeStyle = getComputedStyle(document.body).color;
    for (const { x, y } of spots) pen.fillRect((x - left) * scale - 1, (y - top) * scale - 1, 2.5, 2.5);
    const { from, to } = canvas.sight();
    pen.strokeRect((from.x - left) * scale, (from.y - top) * scale, (to.x - from.x) * scale, (to.y - from.y) * scale);
  }

  sheet.addEventListener("click", (/** @type {MouseEvent} */ event) =>
    canvas.network.moveTo({ position: { x: event.offsetX / scale + left, y: event.offsetY / scale + top } }));
  canvas.network.on("afterDrawing", () => { waiting ||= window.setTimeout(draw, 120); });
}

/** The least of many numbers; a spread of thousands into Math.min would not fit. @param {number[]} numbers */
function least(numbers) {
  return numbers.reduce((a, b) => Math.min(a, b), Infinity);
}
