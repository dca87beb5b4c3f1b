// Where the places of the chart lie, and one entity's way between them.
import { button, fill, make, together } from "./dom.js";
import { HIGH, WIDE, paintMap, pointedAt, project } from "./mapsheet.js";
import { meetings } from "./meetings.js";
import { asked, shown, table } from "./tables.js";
import { plain, say, written } from "./words.js";

/** @typedef {import("./mapsheet.js").Placed} Placed */
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
    paintMap(sheet, places, view, chart.selection, steps.map((step) => step.place));
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
    const scale = WIDE / sheet.clientWidth;
    const hit = pointedAt(places, view, event.offsetX * scale, event.offsetY * scale);
    if (hit) chart.choose(hit.members.map(({ entity }) => entity));
  });
  for (const event of ["change", "select"]) chart.addEventListener(event, together(() => { if (sheet.isConnected && sheet.offsetParent) draw(); }));
  return (panel) => shown(panel, load);
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
