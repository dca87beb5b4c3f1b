// How entities, groups, notes and links look: what the drawing library is told of each.
import { lineOf } from "./appearance.js";
import { keyOf } from "./model.js";
import { plain } from "./words.js";

const CHOSEN = "#d4380d", LINE = "#7b8c9b";
/** @typedef {{chart: import("./model.js").Chart, looks: Record<string, {icon: string, colour: string}>, ink: string, marked: Set<string>,
 *   colourOf: (id: string) => (string|null), weightOf: (id: string) => number}} Wardrobe */

/** What holds for everything of a chart, so that nothing has to say it of itself. @param {string} ink @param {string} halo */
export function common(ink, halo) {
  const font = (/** @type {number} */ size) => ({ color: ink, strokeWidth: 3, strokeColor: halo, size });
  return {
    nodes: { shape: "dot", size: 18, borderWidth: 3, font: font(13) },
    edges: { arrows: "to", smooth: false, color: { color: LINE, highlight: CHOSEN }, font: { ...font(11), align: "middle" } },
  };
}

/** An entity is a dot; its icon and name are painted over it. @param {import("./model.js").ChartNode} node @param {Wardrobe} by */
export function entityLook(node, { chart, looks, ink, marked, colourOf, weightOf }) {
  const { spots, pinned, notes } = chart.state, id = node.entity;
  const { x, y } = spots.get(id) ?? node;
  if (node.kind === "group") return groupLook(node, { x, y }, ink, pinned.has(id));
  const look = looks[node.kind] ?? looks["other"], note = notes.get(id);
  const colour = marked.has(id) ? CHOSEN : colourOf(id) ?? look.colour;
  return {
    id, x, y, told: node.name, icon: look.icon, size: 18 + 16 * weightOf(id), fixed: pinned.has(id),
    borderWidth: marked.has(id) ? 6 : 3, color: dotted(colour),
    says: short(node.name) + (pinned.has(id) ? " ⚲" : "") + (note ? `\n“${short(note)}”` : ""),
    title: `${node.name} · ${node.agencies.join(", ")}`,
  };
}

/** @param {import("./model.js").ChartNode} node @param {{x: number, y: number}} spot @param {string} ink @param {boolean} pinned */
function groupLook(node, { x, y }, ink, pinned) {
  return { id: node.entity, label: `⊞ ${short(node.name)}`, told: node.name, x, y, shape: "box", fixed: pinned,
    borderWidth: 3, margin: 12, font: { color: "#14202b", size: 15 }, title: node.agencies.join(", "),
    color: { border: ink, background: "#e3ebf3", highlight: { border: CHOSEN, background: "#e3ebf3" } } };
}

/** @param {string} id @param {{text: string, shape: string}} box @param {Wardrobe} by */
export function boxLook(id, { text, shape }, { chart, ink }) {
  const { x, y } = chart.state.spots.get(id) ?? { x: 0, y: 0 };
  return { id, label: text, told: text, x, y, shape, fixed: chart.state.pinned.has(id), borderWidth: 1, shapeProperties: { borderDashes: [4, 3] },
    widthConstraint: { maximum: 240 }, font: { color: shape === "text" ? ink : "#14202b", size: 14 },
    color: { border: "#8a6d1d", background: "#fff8d6", highlight: { border: CHOSEN, background: "#fff8d6" } } };
}

/** Links between the same two ends bend apart, each one further than the last.
 * @param {import("./model.js").ChartEdge[]} edges @param {Set<string>} marked */
export function linkLooks(edges, marked) {
  const seen = new Map();
  return edges.map((edge) => {
    const ends = edge.first < edge.second ? `${edge.first} ${edge.second}` : `${edge.second} ${edge.first}`;
    const nth = seen.get(ends) ?? 0;
    seen.set(ends, nth + 1);
    const side = edge.first < edge.second ? 1 : -1;
    return linkLook(edge, nth === 0 ? 0 : side * 0.14 * Math.ceil(nth / 2) * (nth % 2 ? 1 : -1), marked);
  });
}

/** @param {import("./model.js").ChartEdge} edge @param {number} bend @param {Set<string>} marked */
function linkLook(edge, bend, marked) {
  const chosen = marked.has(edge.first) && marked.has(edge.second), line = lineOf(edge);
  const words = plain(edge.role || edge.kind);
  return {
    id: keyOf(edge), from: edge.first, to: edge.second, label: words + (edge.count > 1 ? ` ×${edge.count}` : ""),
    width: line.width + (chosen ? 2 : 0), dashes: line.dashes, color: chosen ? MARKED : PLAIN, smooth: bending(bend),
    title: edge.lines.join("\n"),
  };
}

const PLAIN = { color: LINE, highlight: CHOSEN }, MARKED = { color: CHOSEN, highlight: CHOSEN };
/** Looks that many share are one object each: what is drawn again is compared by them. @type {Map<string|number, any>} */
const shared = new Map();

/** @param {string} colour */
function dotted(colour) {
  return kept(colour, () => ({ border: colour, background: colour, highlight: { border: CHOSEN, background: colour },
    hover: { border: CHOSEN, background: colour } }));
}

/** @param {number} bend */
function bending(bend) {
  if (bend === 0) return false;
  return kept(bend, () => ({ enabled: true, roundness: Math.abs(bend), type: bend > 0 ? "curvedCW" : "curvedCCW" }));
}

/** @param {string|number} name @param {() => any} made */
function kept(name, made) {
  if (!shared.has(name)) shared.set(name, made());
  return shared.get(name);
}

/** @param {string} name */
function short(name) {
  if (name.length <= 40) return name;
  const signs = [...name];
  return signs.length > 40 ? `${signs.slice(0, 39).join("")}…` : name;
}
