// The chart as tables: complete, sortable, and all that the mouse can do on the chart.
import { afterwards, button, byId, fill, make, together } from "./dom.js";
import { plain, say, written } from "./words.js";

const FIRST = 200;

/** @param {import("./model.js").Chart} chart @param {Record<string, any>} acts */
export function startTwin(chart, acts) {
  const sorted = { column: 0, down: false };
  const tables = [byId("node-table"), byId("edge-table")];
  let whole = false;

  byId("whole").addEventListener("click", () => { whole = true; draw(); });

  function draw() {
    const nodes = chart.nodesNow(), edges = chart.edgesNow();
    byId("whole").hidden = whole || Math.max(nodes.length, edges.length) <= FIRST;
    byId("chart-count").textContent = nodes.length
      ? say("chart.count", { nodes: nodes.length, edges: edges.length, more: chart.omitted }) : say("empty");
    const keys = [(/** @type {any} */ n) => n.name, (/** @type {any} */ n) => n.kind,
      (/** @type {any} */ n) => n.agencies.join(), (/** @type {any} */ n) => n.links];
    const key = keys[sorted.column];
    nodes.sort((a, b) => (key(a) < key(b) ? -1 : 1) * (sorted.down ? -1 : 1));
    fill(tables[0], heads(["table.name", "table.kind", "table.agencies", "table.links", "table.does"]),
      make("tbody", {}, ...first(nodes).map(row)));
    const names = new Map(nodes.map((node) => [node.entity, node.name]));
    fill(tables[1],
      make("thead", {}, make("tr", {}, ...["from", "role", "to", "records", "when", "agencies"].map((name) =>
        make("th", { scope: "col" }, say(`table.${name}`))))),
      make("tbody", {}, ...first(edges).map((edge) => make("tr", {}, make("th", { scope: "row" }, names.get(edge.first)),
        make("td", {}, plain(edge.role || edge.kind)), make("td", {}, names.get(edge.second)),
        make("td", { class: "number" }, edge.count),
        make("td", {}, edge.valid.start || edge.valid.end ? `${written(edge.valid.start)} – ${written(edge.valid.end)}` : ""),
        make("td", {}, edge.agencies.join(", "))))));
    for (const table of tables) table.removeAttribute("aria-busy");
  }

  /** Show which rows are chosen, without laying the tables out anew. */
  function mark() {
    for (const each of tables[0].querySelectorAll("tr[data-entity]")) {
      const chosen = chart.selection.has(each.dataset.entity);
      each.classList.toggle("chosen", chosen);
      each.querySelector("input").checked = chosen;
    }
  }

  /** As many as are quick to lay out, until all are asked for. @template T @param {T[]} rows */
  function first(rows) {
    return whole ? rows : rows.slice(0, FIRST);
  }

  /** @param {string[]} names */
  function heads(names) {
    return make("thead", {}, make("tr", {}, ...names.map((name, column) => {
      if (column === names.length - 1) return make("th", { scope: "col" }, say(name));
      const way = sorted.column === column ? (sorted.down ? "descending" : "ascending") : "none";
      return make("th", { scope: "col", "aria-sort": way }, button(say(name), () => {
        sorted.down = sorted.column === column && !sorted.down;
        sorted.column = column;
        draw();
      }));
    })));
  }

  /** @param {import("./model.js").ChartNode} node */
  function row(node) {
    const named = (/** @type {string} */ text) => ({ "aria-label": `${text}: ${node.name}` });
    return make("tr", { class: chart.selection.has(node.entity) ? "chosen" : false, "data-entity": node.entity },
      make("th", { scope: "row" }, button(node.name, () => acts.open(node.entity), { class: "name" })),
      make("td", {}, plain(node.kind)), make("td", {}, node.agencies.join(", ")),
      make("td", { class: "number" }, node.links),
      make("td", { class: "row" }, make("label", {}, make("input", { type: "checkbox", checked: chart.selection.has(node.entity),
        on: { change: () => chart.toggle(node.entity) }, ...named(say("choose")) })), button(say("expand", { count: node.links }), () => acts.expand(node.entity), named(say("page.expand"))),
        button(say("hide"), () => acts.hide(node.entity), named(say("hide")))));
  }

  const drawn = afterwards(draw);
  chart.addEventListener("change", () => {
    for (const table of tables) table.setAttribute("aria-busy", "true");
    drawn();
  });
  chart.addEventListener("select", together(mark));
  draw();
  return { draw };
}
