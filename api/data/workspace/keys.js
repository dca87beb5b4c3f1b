// What keys and the mouse do beyond buttons: undo and redo, a key for the entity chosen, a link clicked.
import { byId, fill, make } from "./dom.js";
import { news } from "./session.js";
import { plain, say } from "./words.js";

/** @param {import("./model.js").Chart} chart @param {import("./acts.js").Acts} acts */
export function startKeys(chart, acts) {
  const canvas = byId("canvas");
  canvas.addEventListener("command", (/** @type {any} */ event) => {
    const act = { Enter: acts.open, e: acts.expand, p: acts.pin, h: acts.hide }[/** @type {"Enter"} */ (event.detail)];
    act(chart.selected);
  });
  canvas.addEventListener("edge", (/** @type {any} */ event) => {
    const edge = chart.edges.get(event.detail);
    if (edge) fill(byId("entity"), ...told(edge, chart));
  });
  chart.addEventListener("select", () => {
    const node = chart.known.get(chart.selected);
    if (node) news(say("selected", { name: node.name, kind: plain(node.kind) }));
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement) return;
    if (event.key !== "z" && event.key !== "y") return;
    event.preventDefault();
    if (event.key === "z") chart.undo();
    else chart.redo();
  });
}

/** A link beside the records that it rests on.
 * @param {import("./model.js").ChartEdge} edge @param {import("./model.js").Chart} chart */
function told(edge, chart) {
  const ends = [edge.first, edge.second].map((id) => chart.known.get(id)?.name);
  return [make("h3", {}, `${ends[0]} · ${plain(edge.role || edge.kind)} · ${ends[1]}`),
    make("h4", {}, say("evidence")),
    make("ul", { class: "sources" }, ...edge.lines.map((line) => make("li", {}, line)))];
}
