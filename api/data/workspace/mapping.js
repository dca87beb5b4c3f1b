// Where the places of the chart lie: a plain grid of degrees with a scale, clusters, and one entity's way.
import { button, fill, make, together } from "./dom.js";
import { meetings } from "./meetings.js";
import { asked, shown, table } from "./tables.js";
import { plain, say, written } from "./words.js";

const WIDE = 900, HIGH = 520, ROOM = 40, CELL = 26, KM_PER_DEGREE = 111.2;
const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 45];
/** @typedef {{entity: string, name: string, longitude: number, latitude: number}} Placed */
/** @typedef {{at: string, via: string, place: Placed}} Step */

/** @param {import("./model.js").Chart} chart @param {import("./acts.js").Acts} acts
 * @returns {(place: HTMLElement) => Promise<void>} */
export function startMap(chart, acts) {
  const sheet = make("canvas", { width: WIDE, height: HIGH, class: "map", role: "img" });
  const who = make("select", { on: { change: () => draw() } }), told = make("div");
  /** @type {Placed[]} */ let places = [];
  let zoom = 1;

  function draw() {
    const steps = who.value ? movements(chart, places)(who.value) : [];
    const view = project(places, zoom, places.find(({ entity }) => chart.selection.has(entity)));
    const pen = sheet.getContext("2d");
    const ink = getComputedStyle(document.body).color;
    pen.clearRect(0, 0, WIDE, HIGH);
    pen.strokeStyle = pen.fillStyle = ink;
    pen.font = "12px system-ui, sans-serif";
    grid(pen, view);
    for (const cluster of clustered(places, view)) spot(pen, cluster, chart.selection);
    path(pen, steps.map((step) => view.at(step.place)));
    sheet.setAttribute("aria-label", say("map.told", { count: places.length }));
    fill(told, who.value ? table(say("map.way"), ["table.when", "table.what", "table.place"],
      steps.map((step) => [written(step.at), step.via, open(step.place)])) : null);
  }

  /** @param {Placed} place */
  function open(place) {
    return button(place.name, () => acts.open(place.entity), { class: "name" });
  }

  /** @param {HTMLElement} panel */
  async function load(panel) {
    const entities = [...chart.state.shown];
    const found = entities.length ? await asked("POST", "/v1/drawing", { entities, limit: 5000, layout: "map" }) : { nodes: [] };
    places = found.nodes.filter((/** @type {any} */ node) => node.longitude !== null);
    if (!places.length) return fill(panel, make("p", {}, say("map.none")), meetings(acts));
    const ids = new Set(places.map(({ entity }) => entity));
    const way = movements(chart, places);
    const others = chart.nodesNow().filter((node) => !ids.has(node.entity) && way(node.entity).length > 1);
    fill(who, make("option", { value: "" }, say("map.nobody")), ...others.map((node) => make("option", { value: node.entity }, node.name)));
    const near = (/** @type {number} */ by) => () => { zoom *= by; draw(); };
    fill(panel, make("p", { class: "row" }, make("label", {}, say("map.movement"), " ", who),
      button("+", near(1.5), { "aria-label": say("map.nearer") }), button("−", near(1 / 1.5), { "aria-label": say("map.further") })),
    sheet, told, table(say("map.places"), ["table.place", "map.latitude", "map.longitude"],
      places.map((each) => [open(each), each.latitude, each.longitude])), meetings(acts));
    draw();
  }

  sheet.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const view = project(places, zoom, places.find(({ entity }) => chart.selection.has(entity)));
    const scale = WIDE / sheet.clientWidth, x = event.offsetX * scale, y = event.offsetY * scale;
    const hit = clustered(places, view).find((each) => Math.hypot(each.x - x, each.y - y) < CELL);
    if (hit) chart.choose(hit.members.map(({ entity }) => entity));
  });
  for (const event of ["change", "select"]) chart.addEventListener(event, together(() => { if (sheet.isConnected && sheet.offsetParent) draw(); }));
  return (panel) => shown(panel, load);
}

/** Where degrees lie on the sheet: longitudes as wide as they are in the middle of it.
 * @param {Placed[]} places @param {number} zoom @param {Placed} [about] */
function project(places, zoom, about) {
  const all = (/** @type {"longitude"|"latitude"} */ axis) => places.map((each) => each[axis]);
  const [west, east, south, north] = [Math.min(...all("longitude")), Math.max(...all("longitude")),
    Math.min(...all("latitude")), Math.max(...all("latitude"))];
  const middle = about && zoom > 1 ? about : { longitude: (west + east) / 2, latitude: (south + north) / 2 };
  const narrow = Math.max(Math.cos(middle.latitude * Math.PI / 180), 0.05);
  const scale = zoom * Math.min((WIDE - 2 * ROOM) / Math.max((east - west) * narrow, 0.005), (HIGH - 2 * ROOM) / Math.max(north - south, 0.005));
  return { middle, narrow, scale, at: (/** @type {{longitude: number, latitude: number}} */ spot) => ({
    x: WIDE / 2 + (spot.longitude - middle.longitude) * narrow * scale, y: HIGH / 2 - (spot.latitude - middle.latitude) * scale }) };
}

/** @param {CanvasRenderingContext2D} pen @param {ReturnType<typeof project>} view */
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
 * @param {Placed[]} places @param {ReturnType<typeof project>} view */
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

/** What says where an entity was, in the order of time: by what happened at a place, or by its own dated
 * link to one. @param {import("./model.js").Chart} chart @param {Placed[]} places @returns {(entity: string) => Step[]} */
function movements(chart, places) {
  const placed = new Map(places.map((each) => [each.entity, each]));
  /** @type {Map<string, {edge: import("./model.js").ChartEdge, other: string}[]>} */ const beside = new Map();
  for (const edge of chart.edgesNow()) {
    for (const [one, other] of [[edge.first, edge.second], [edge.second, edge.first]]) {
      beside.set(one, [...(beside.get(one) ?? []), { edge, other }]);
    }
  }
  return (entity) => (beside.get(entity) ?? []).flatMap(({ edge, other }) => {
    const there = placed.get(other);
    if (there) return edge.valid.start ? [{ at: edge.valid.start, via: plain(edge.role || edge.kind), place: there }] : [];
    return (beside.get(other) ?? []).flatMap((next) => {
      const place = placed.get(next.other), at = edge.valid.start ?? next.edge.valid.start;
      return place && at ? [{ at, via: chart.known.get(other)?.name ?? "", place }] : [];
    });
  }).sort((a, b) => (a.at < b.at ? -1 : 1));
}
