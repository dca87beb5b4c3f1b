// A map sheet: a plain grid of degrees with a scale, places that lie on each other as one, and a way.

export const WIDE = 900, HIGH = 520;
const ROOM = 40, CELL = 26, KM_PER_DEGREE = 111.2;
const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 45];
/** @typedef {{entity: string, name: string, longitude: number, latitude: number}} Placed */
/** @typedef {ReturnType<typeof project>} Projection */

/** Paint places and a way through some of them. @param {HTMLCanvasElement} sheet @param {Placed[]} places
 * @param {Projection} view @param {Set<string>} chosen @param {Placed[]} way */
export function paintMap(sheet, places, view, chosen, way) {
  const pen = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d"));
  pen.clearRect(0, 0, WIDE, HIGH);
  pen.strokeStyle = pen.fillStyle = getComputedStyle(document.body).color;
  pen.font = "12px system-ui, sans-serif";
  grid(pen, view);
  for (const cluster of clustered(places, view)) spot(pen, cluster, chosen);
  path(pen, way.map(view.at));
}

/** The places that are one on the sheet where somebody points. @param {Placed[]} places @param {Projection} view
 * @param {number} x @param {number} y */
export function pointedAt(places, view, x, y) {
  return clustered(places, view).find((each) => Math.hypot(each.x - x, each.y - y) < CELL);
}

/** Where degrees lie on the sheet: longitudes as wide as they are in the middle of it.
 * @param {Placed[]} places @param {number} zoom @param {Placed} [about] */
export function project(places, zoom, about) {
  const all = (/** @type {"longitude"|"latitude"} */ axis) => places.map((each) => each[axis]);
  const [west, east, south, north] = [Math.min(...all("longitude")), Math.max(...all("longitude")),
    Math.min(...all("latitude")), Math.max(...all("latitude"))];
  const middle = about && zoom > 1 ? about : { longitude: (west + east) / 2, latitude: (south + north) / 2 };
  const narrow = Math.max(Math.cos(middle.latitude * Math.PI / 180), 0.05);
  const scale = zoom * Math.min((WIDE - 2 * ROOM) / Math.max((east - west) * narrow, 0.005), (HIGH - 2 * ROOM) / Math.max(north - south, 0.005));
  return { middle, narrow, scale, at: (/** @type {{longitude: number, latitude: number}} */ spot) => ({
    x: WIDE / 2 + (spot.longitude - middle.longitude) * narrow * scale, y: HIGH / 2 - (spot.latitude - middle.latitude) * scale }) };
}

/** @param {CanvasRenderingContext2D} pen @param {Projection} view */
function grid(pen, view) {
  const step = STEPS.find((each) => each * view.scale * view.narrow > 70) ?? 45;
  const round = (/** @type {number} */ value) => String(Math.round(value * 1000) / 1000);
  pen.globalAlpha = 0.35;
  const half = { x: WIDE / 2 / view.scale / view.narrow, y: HIGH / 2 / view.scale };
  for (let value = Math.ceil((view.middle.longitude - half.x) / step) * step; value < view.middle.longitude + half.x; value += step) {
    const { x } = view.at({ longitude: value, latitude: 0 });
    pen.fillRect(x, 0, 1, HIGH);
    pen.fillText(`${round(value)}°`, x + 3, HIGH - 4);
  }
  for (let value = Math.ceil((view.middle.latitude - half.y) / step) * step; value < view.middle.latitude + half.y; value += step) {
    const { y } = view.at({ longitude: 0, latitude: value });
    pen.fillRect(0, y, WIDE, 1);
    pen.fillText(`${round(value)}°`, 3, y - 3);
  }
  pen.globalAlpha = 1;
  const kilometres = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((each) => each / KM_PER_DEGREE * view.scale > 80) ?? 2000;
  pen.fillRect(WIDE - 20 - kilometres / KM_PER_DEGREE * view.scale, HIGH - 24, kilometres / KM_PER_DEGREE * view.scale, 3);
  pen.fillText(`${kilometres} km`, WIDE - 70, HIGH - 30);
}

/** Places that would lie on each other are one, with a count.
 * @param {Placed[]} places @param {Projection} view */
function clustered(places, view) {
  const cells = new Map();
  for (const place of places) {
    const { x, y } = view.at(place);
    const key = `${Math.round(x / CELL)} ${Math.round(y / CELL)}`;
    const had = cells.get(key) ?? { x, y, members: [] };
    had.members.push(place);
    cells.set(key, had);
  }
  return /** @type {{x: number, y: number, members: Placed[]}[]} */ ([...cells.values()]);
}

/** @param {CanvasRenderingContext2D} pen @param {{x: number, y: number, members: Placed[]}} cluster @param {Set<string>} chosen */
function spot(pen, { x, y, members }, chosen) {
  const [many, marked] = [members.length, members.some(({ entity }) => chosen.has(entity))];
  const ink = pen.fillStyle;
  pen.fillStyle = marked ? "#d4380d" : "#4269d0";
  pen.beginPath();
  pen.arc(x, y, 6 + Math.min(3 * Math.sqrt(many - 1), 14), 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = ink;
  pen.fillText(many > 1 ? String(many) : members[0].name.slice(0, 28), x + 12, y + 4);
}

/** @param {CanvasRenderingContext2D} pen @param {{x: number, y: number}[]} spots */
function path(pen, spots) {
  pen.lineWidth = 2;
  pen.beginPath();
  for (const { x, y } of spots) pen.lineTo(x, y);
  pen.stroke();
  spots.forEach(({ x, y }, at) => pen.fillText(String(at + 1), x - 14, y - 8));
}
