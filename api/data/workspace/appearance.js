// What lines and colours mean: how a link looks by its grade and its sources, and the legend that says so.
import { byId, counted, fill, make, together } from "./dom.js";
import { plain, say } from "./words.js";

/** Lines of dashes for what is drawn as unconfirmed or graded as doubtful, of dots for what is less.
 * @type {Record<string, number[]>} */
const DASHES = { unconfirmed: [10, 6], doubtful: [10, 6], tentative: [2, 6], unreliable: [2, 6] };

/** How a link looks: thicker for each agency that says so independently, broken where it is doubtful.
 * @param {import("./model.js").ChartEdge} edge */
export function lineOf(edge) {
  return { width: Math.min(1 + 1.5 * (edge.agencies.length - 1), 6), dashes: DASHES[edge.strength] ?? DASHES[edge.trust] ?? false };
}

/** @param {import("./model.js").Chart} chart @param {Record<string, {icon: string, colour: string}>} looks */
export function startLegend(chart, looks) {
  function draw() {
    const nodes = chart.nodesNow();
    byId("legend").hidden = !nodes.length;
    fill(byId("legend"), ...counted(nodes, (node) => node.kind).map(([kind, many]) => make("li", {},
      make("img", { src: (looks[kind] ?? looks["other"]).icon, alt: "", width: 18, height: 18, class: "why" }), ` ${plain(kind)} ${many}`)),
      make("li", { class: "soft" }, say("legend.lines")));
  }
  chart.addEventListener("change", together(draw));
  return { draw };
}
