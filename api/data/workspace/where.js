// Where one entity was: its own place and those that its links name, with the way that their times make.
import { button, fill, make } from "./dom.js";
import { HIGH, WIDE, paintMap, project } from "./mapsheet.js";
import { asked, part, table } from "./tables.js";
import { say, written } from "./words.js";

/** A part of the entity's page that asks when it is opened; nothing for whom no place is told of.
 * @param {any} entity @param {any[]} neighbours @param {Record<string, any>} acts */
export function whereabouts(entity, neighbours, acts) {
  const there = neighbours.filter((each) => each.kind === "location");
  const own = entity.kind === "location" ? [entity.id] : [];
  const ids = [...own, ...there.map((each) => each.entity)];
  return ids.length ? part("where", (place) => load(place, ids, there, acts)) : null;
}

/** @param {HTMLElement} place @param {string[]} entities @param {any[]} there @param {Record<string, any>} acts */
async function load(place, entities, there, acts) {
  const { nodes } = await asked("POST", "/v1/drawing", { entities, limit: entities.length, layout: "map" });
  /** @type {import("./mapsheet.js").Placed[]} */
  const places = nodes.filter((/** @type {any} */ node) => node.longitude !== null);
  if (!places.length) return fill(place, make("p", {}, say("where.none")));
  const placed = new Map(places.map((each) => [each.entity, each]));
  const way = there.flatMap((each) => each.links.map((/** @type {any} */ link) => ({ at: link.valid.start, place: placed.get(each.entity) })))
    .filter((step) => step.at && step.place).sort((a, b) => (a.at < b.at ? -1 : 1));
  const sheet = make("canvas", { width: WIDE, height: HIGH, class: "map", role: "img",
    "aria-label": say("map.told", { count: places.length }) });
  const open = (/** @type {any} */ each) => button(each.name, () => acts.open(each.entity), { class: "name" });
  fill(place, sheet, table(say("where"), ["table.place", "map.latitude", "map.longitude", "table.when"],
    places.map((each) => [open(each), each.latitude, each.longitude,
      way.filter((step) => step.place === each).map((step) => written(step.at)).join(", ")])));
  paintMap(sheet, places, project(places, 1), new Set(), way.map((step) => step.place));
}
