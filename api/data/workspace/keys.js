// What keys and the mouse do beyond buttons: undo and redo, a key for the entity chosen, a link clicked.
import { byId, fill, make } from "./dom.js";
import { aroundOf, GROUP } from "./grouping.js";
import { turn } from "./selection.js";
import { news } from "./session.js";
import { plain, say } from "./words.js";

/** @param {import("./model.js").Chart} chart @param {import("./acts.js").Acts} acts
 * @param {ReturnType<typeof import("./selection.js").startSelection>} selection */
export function startKeys(chart, acts, selection) {
  const canvas = byId("canvas");
  /** @type {Record<string, (id: string) => void>} */
  const COMMANDS = { e: (id) => acts.expandAll(several(chart, id)), E: (id) => acts.expandAll(several(chart, id), true), p: selection.pin, h: selection.hide, g: () => { selection.group(); },
    l: () => selection.lasso.toggle(), o: (id) => turn(chart, groupOf(chart, id)),
    Enter: (id) => (id.startsWith(GROUP) ? turn(chart, id) : chart.known.has(id) ? acts.open(id) : undefined) };
  canvas.addEventListener("command", (/** @type {any} */ event) => COMMANDS[event.detail](chart.selected));
  canvas.addEventListener("edge", (/** @type {any} */ event) => {
    const edge = chart.edges.get(event.detail);
    if (edge) delete byId("entity").dataset.of;
    if (edge) fill(byId("entity"), ...told(edge, chart));
  });
  chart.addEventListener("select", () => {
    const node = chart.known.get(chart.selected);
    const many = chart.selection.size;
    if (many > 1) news(say("selection.count", { count: many }));
    else if (node) news(say("selected", { name: node.name, kind: plain(node.kind) }));
    else if (chart.selected) news(nameOf(chart, chart.selected));
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement) return;
    if (event.key !== "z" && event.key !== "y") return;
    event.preventDefault();
    if (event.key === "z") chart.undo();
    else chart.redo();
  });
}

/** Every entity that is chosen, the one that keys go to among them. @param {import("./model.js").Chart} chart @param {string} id */
function several(chart, id) {
  return [...new Set([...chart.selection, id])].filter((each) => chart.known.has(each));
}

/** A link beside the records that it rests on.
 * @param {import("./model.js").ChartEdge} edge @param {import("./model.js").Chart} chart */
function told(edge, chart) {
  const ends = [edge.first, edge.second].map((id) => chart.known.get(id)?.name);
  return [make("h3", {}, `${ends[0]} · ${plain(edge.role || edge.kind)} · ${ends[1]}`),
    make("h4", {}, say("evidence")),
    make("ul", { class: "sources" }, ...edge.lines.map((line) => make("li", {}, line)))];
}

/** What a group or a note is called. @param {import("./model.js").Chart} chart @param {string} id */
function nameOf(chart, id) {
  return chart.state.groups.get(id)?.name ?? chart.state.boxes.get(id)?.text ?? "";
}

/** The group that something is, or the innermost that it lies in. @param {import("./model.js").Chart} chart @param {string} id */
function groupOf(chart, id) {
  return chart.state.groups.has(id) ? id : aroundOf(chart.state.groups).get(id) ?? "";
}
