// How two entities connect: each way with its evidence, step by step.
import { ask } from "./door.js";
import { button, byId, fill, make } from "./dom.js";
import { plain, say } from "./words.js";

/** @param {string} source @param {string} target @param {Record<string, any>} acts */
export async function showPaths(source, target, acts) {
  const place = byId("paths");
  let found;
  try {
    found = await ask("POST", "/v1/paths", { source, target, k: 5 });
  } catch (error) {
    if (!(/** @type {any} */ (error).status === 404)) throw error;
    found = { paths: [] };
  }
  if (!found.paths.length) return fill(place, make("p", {}, say("path.none")));
  fill(place, ...found.paths.map((/** @type {any} */ path) => way(path, acts)));
}

/** @param {any} path @param {Record<string, any>} acts */
function way(path, acts) {
  const names = new Map(path.entities.map((/** @type {any} */ each) => [each.entity, each.name]));
  const steps = path.hops.map((/** @type {any} */ hop) => make("li", {},
    `${names.get(hop.source)} → ${names.get(hop.target)}`,
    make("ul", { class: "sources" }, ...hop.links.slice(0, 5).map((/** @type {any} */ link) => make("li", {},
      `${plain(link.role || link.kind)}: ${say("source", link.origin)}, ${link.origin.handling}`)))));
  const ids = path.entities.map((/** @type {any} */ each) => each.entity);
  return make("section", { class: "path" },
    make("h3", {}, path.entities.map((/** @type {any} */ each) => each.name).join(" → ")),
    button(say("path.show"), () => acts.mark(ids)), make("ol", {}, ...steps));
}
