// Open groups on the chart: a frame round what lies in each, with its name, the outer ones behind the inner.
import { aroundOf, chainOf, seenAs, within } from "./grouping.js";

const ROOM = 42, DEEPER = 18, CORNERS = 16;
/** @typedef {{x: number, y: number}} Spot */

/** @param {import("./canvas.js").Canvas} canvas */
export function startHulls(canvas) {
  canvas.network.on("beforeDrawing", (/** @type {CanvasRenderingContext2D} */ pen) => {
    const { groups } = canvas.chart.state;
    const around = aroundOf(groups);
    const frames = [...groups].filter(([id, { open }]) => open && seenAs(id, groups, around) === id)
      .map(([id, { name }]) => ({ id, name, above: chainOf(id, around).length, below: depthOf(groups, id) }));
    for (const each of frames.sort((a, b) => a.above - b.above)) {
      const seen = new Set(within(groups, each.id).map((one) => seenAs(one, groups, around)));
      const spots = Object.values(canvas.places([...seen]));
      if (spots.length) frame(pen, spots, each.name, ROOM + DEEPER * each.below);
    }
  });
}

/** How many open groups lie within each other in one. @param {import("./grouping.js").Groups} groups @param {string} id @returns {number} */
function depthOf(groups, id) {
  const inner = [...(groups.get(id)?.members ?? [])].filter((one) => groups.get(one)?.open);
  return inner.length ? 1 + Math.max(...inner.map((one) => depthOf(groups, one))) : 0;
}

/** @param {CanvasRenderingContext2D} pen @param {Spot[]} spots @param {string} name @param {number} room */
function frame(pen, spots, name, room) {
  const line = hull(spots.flatMap((spot) => round(spot, room)));
  const top = line.reduce((a, b) => (b.y < a.y ? b : a));
  pen.save();
  pen.strokeStyle = pen.fillStyle = getComputedStyle(document.body).color;
  pen.beginPath();
  for (const { x, y } of line) pen.lineTo(x, y);
  pen.closePath();
  pen.globalAlpha = 0.07;
  pen.fill();
  pen.globalAlpha = 0.55;
  pen.setLineDash([8, 5]);
  pen.stroke();
  pen.globalAlpha = 1;
  pen.font = "600 15px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.fillText(name, top.x, top.y - 6);
  pen.restore();
}

/** Points round a spot, so that a frame keeps its distance. @param {Spot} spot @param {number} room */
function round({ x, y }, room) {
  return Array.from({ length: CORNERS }, (_, at) => 2 * Math.PI * at / CORNERS)
    .map((turn) => ({ x: x + room * Math.cos(turn), y: y + room * Math.sin(turn) }));
}

/** The tightest line without a dent round some spots, by Andrew's two chains. @param {Spot[]} spots @returns {Spot[]} */
function hull(spots) {
  const sorted = [...spots].sort((a, b) => a.x - b.x || a.y - b.y);
  const chain = (/** @type {Spot[]} */ all) => all.reduce((/** @type {Spot[]} */ line, spot) => {
    while (line.length > 1 && bends(line[line.length - 2], line[line.length - 1], spot) <= 0) line.pop();
    return [...line, spot];
  }, []).slice(0, -1);
  return [...chain(sorted), ...chain(sorted.reverse())];
}

/** @param {Spot} a @param {Spot} b @param {Spot} c */
function bends(a, b, c) {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}
