// Colour by kind or by community; size by links or by a measure of the whole view.
import { colourNumber } from "./canvas.js";
import { ask } from "./door.js";
import { byId } from "./dom.js";
import { trying } from "./session.js";

/** @param {import("./model.js").Chart} chart @param {import("./canvas.js").Canvas} canvas */
export function startPainting(chart, canvas) {
  async function paint() {
    canvas.colourOf = byId("colour").value === "community" ? await byCommunity() : () => null;
    canvas.weightOf = await sized(byId("size").value);
    canvas.draw();
  }

  /** @param {string} size @returns {Promise<(id: string) => number>} */
  async function sized(size) {
    if (!size) return () => 0;
    if (size === "links") return (id) => Math.min(1, Math.log2(1 + (chart.known.get(id)?.links ?? 0)) / 8);
    return byMeasure(size);
  }

  for (const name of ["colour", "size"]) byId(name).addEventListener("change", () => trying(paint));
}

/** @returns {Promise<(id: string) => string|null>} */
async function byCommunity() {
  const found = await ask("GET", "/v1/communities?limit=1000&members=1000");
  const group = new Map(found.communities.flatMap((/** @type {any} */ one) =>
    one.members.map((/** @type {any} */ each) => [each.entity, one.community])));
  return (id) => (group.has(id) ? colourNumber(group.get(id)) : null);
}

/** @param {string} measure @returns {Promise<(id: string) => number>} */
async function byMeasure(measure) {
  const found = await ask("GET", `/v1/centrality/${measure}?limit=1000`);
  const most = Math.max(...found.ranking.map((/** @type {any} */ each) => each.score), 1e-12);
  const score = new Map(found.ranking.map((/** @type {any} */ each) => [each.entity, each.score / most]));
  return (id) => Math.sqrt(score.get(id) ?? 0);
}
