// Choosing by drawing round it: while it is on, a drag over the chart chooses what lies within.
import { byId, make } from "./dom.js";

/** @typedef {{x: number, y: number}} Spot */

/** @param {import("./canvas.js").Canvas} canvas @param {(ids: string[]) => void} chosen */
export function startLasso(canvas, chosen) {
  const sheet = make("canvas", { class: "lasso", hidden: true, "aria-hidden": "true" });
  /** @type {Spot[]} */ let line = [];
  canvas.place.append(sheet);

  /** @param {PointerEvent} event @returns {Spot} */
  const spot = (event) => ({ x: event.offsetX, y: event.offsetY });
  sheet.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => {
    sheet.setPointerCapture(event.pointerId);
    line = [spot(event)];
  });
  sheet.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => {
    if (!line.length) return;
    line.push(spot(event));
    show();
  });
  sheet.addEventListener("pointerup", () => {
    const ids = line.length > 2 ? canvas.within((at) => inside(at, line)) : [];
    line = [];
    toggle(false);
    if (ids.length) chosen(ids);
  });

  function show() {
    const pen = sheet.getContext("2d");
    pen.clearRect(0, 0, sheet.width, sheet.height);
    pen.strokeStyle = getComputedStyle(document.body).color;
    pen.setLineDash([6, 4]);
    pen.beginPath();
    for (const { x, y } of line) pen.lineTo(x, y);
    pen.closePath();
    pen.stroke();
  }

  /** @param {boolean} [on] */
  function toggle(on = sheet.hidden) {
    sheet.hidden = !on;
    [sheet.width, sheet.height] = [canvas.place.clientWidth, canvas.place.clientHeight];
    byId("do-lasso").setAttribute("aria-pressed", String(on));
  }

  return { toggle };
}

/** Whether a spot lies within a closed line: an odd number of its pieces lies to the right.
 * @param {Spot} at @param {Spot[]} line */
export function inside(at, line) {
  let within = false;
  for (let i = 0, j = line.length - 1; i < line.length; j = i, i += 1) {
    const a = line[i], b = line[j];
    if (a.y > at.y !== b.y > at.y && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x) within = !within;
  }
  return within;
}
