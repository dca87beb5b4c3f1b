// How two entities connect: each way with its evidence, step by step, through or avoiding those chosen.
import { ask } from "./door.js";
import { button, byId, fill, make } from "./dom.js";
import { trying } from "./session.js";
import { plain, say } from "./words.js";

const SORTS = ["shortest", "evidence", "in_time", "disjoint"];
/** Which way is asked for: a sort, an entity to pass, and those to go round.
 * @typedef {{sort: string, through: string, round: string[]}} Way */

/** Look for ways and show them, with what may be asked otherwise.
 * @param {string} source @param {string} target @param {import("./model.js").Chart} chart @param {Record<string, any>} acts
 * @param {Way} [way] */
export async function showPaths(source, target, chart, acts, way = { sort: "", through: "", round: [] }) {
  const place = byId("paths");
  const found = await looked(source, target, way);
  const again = (/** @type {Partial<Way>} */ other) => trying(() => showPaths(source, target, chart, acts, { ...way, ...other }));
  fill(place, choices(source, target, chart, way, again),
    ...(found.length ? found.map((/** @type {any} */ path) => told(path, acts, () => again({
      round: [...new Set([...way.round, ...between(path)])] }))) : [make("p", {}, say("path.none"))]));
}

/** @param {string} source @param {string} target @param {Way} way @returns {Promise<any[]>} */
async function looked(source, target, { sort, through, round }) {
  const usual = !sort && !through;
  const body = { source, target, k: usual ? 5 : null, sort: through ? null : sort || null, via: through || null, avoid: { entities: round } };
  try {
    return (await ask("POST", "/v1/paths", body)).paths;
  } catch (error) {
    if (/** @type {any} */ (error).status !== 404) throw error;
    return [];
  }
}

/** @param {string} source @param {string} target @param {import("./model.js").Chart} chart @param {Way} way
 * @param {(other: Partial<Way>) => void} again */
function choices(source, target, chart, way, again) {
  const sorts = make("select", { on: { change: () => again({ sort: sorts.value, through: "" }) } },
    ...["", ...SORTS].map((each) => make("option", { value: each, selected: each === way.sort }, say(`path.sort.${each || "k"}`))));
  const others = () => [...chart.selection].filter((id) => chart.known.has(id) && id !== source && id !== target);
  const some = (/** @type {(ids: string[]) => void} */ act) => () => {
    if (others().length) act(others());
    else byId("news").textContent = say("selection.none");
  };
  const name = (/** @type {string} */ id) => chart.known.get(id)?.name ?? "…";
  return make("div", { class: "path-choices" }, make("label", {}, say("path.sort"), " ", sorts),
    make("p", { class: "row" }, button(say("path.through"), some((ids) => again({ through: ids[0], sort: "" }))),
      button(say("path.round"), some((ids) => again({ round: [...new Set([...way.round, ...ids])].slice(0, 50) }))),
      way.through || way.round.length ? button(say("path.free"), () => again({ through: "", round: [] })) : null),
    way.through ? make("p", {}, say("path.through.told", { name: name(way.through) })) : null,
    way.round.length ? make("p", {}, say("path.round.told", { names: way.round.map(name).join(", ") })) : null);
}

/** Who lies between the two ends. @param {any} path @returns {string[]} */
function between(path) {
  return path.entities.slice(1, -1).map((/** @type {any} */ each) => each.entity);
}

/** @param {any} path @param {Record<string, any>} acts @param {() => void} avoid */
function told(path, acts, avoid) {
  const names = new Map(path.entities.map((/** @type {any} */ each) => [each.entity, each.name]));
  const steps = path.hops.map((/** @type {any} */ hop) => make("li", {},
    `${names.get(hop.source)} → ${names.get(hop.target)}`,
    make("ul", { class: "sources" }, ...hop.links.slice(0, 5).map((/** @type {any} */ link) => make("li", {},
      `${plain(link.role || link.kind)}: ${say("source", link.origin)}, ${link.origin.handling}`)))));
  const ids = path.entities.map((/** @type {any} */ each) => each.entity);
  return make("section", { class: "path" },
    make("h3", {}, path.entities.map((/** @type {any} */ each) => each.name).join(" → ")),
    make("p", { class: "row" }, button(say("path.show"), () => acts.mark(ids)),
      ids.length > 2 ? button(say("path.other"), avoid) : null), make("ol", {}, ...steps));
}
