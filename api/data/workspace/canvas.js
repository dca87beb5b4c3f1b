// Draws the chart with vis-network, and lets it be walked with the keyboard.
/* global vis */
import { lineOf } from "./appearance.js";
import { together } from "./dom.js";
import { folded, GROUP } from "./grouping.js";
import { keyOf } from "./model.js";

const COLOURS = ["#4269d0", "#a56b00", "#c2334d", "#3d8a8a", "#3ca951", "#9c5fb5", "#8b6d5c", "#5b7f95",
  "#b3478c", "#6b7a1f"];

const KEYS = ["Enter", "e", "p", "h", "g", "l", "o"];

export class Canvas {
  /** @param {HTMLElement} place @param {import("./model.js").Chart} chart
   * @param {Record<string, {icon: string, colour: string}>} looks */
  constructor(place, chart, looks) {
    this.chart = chart;
    this.looks = looks;
    this.place = place;
    /** @type {(id: string) => (string|null)} */ this.colourOf = () => null;
    /** @type {(id: string) => number} */ this.weightOf = () => 0;
    /** @type {Set<string>} */ this.marked = new Set();
    /** What the space bar keeps chosen while the arrows walk on. @type {Set<string>} */ this.kept = new Set();
    const lib = /** @type {any} */ (window).vis;
    this.nodes = new lib.DataSet([]);
    this.edges = new lib.DataSet([]);
    this.network = new lib.Network(place, { nodes: this.nodes, edges: this.edges }, {
      physics: false, layout: { improvedLayout: false },
      interaction: { hover: true, multiselect: true, keyboard: false, tooltipDelay: 150 },
    });
    this.network.on("select", (/** @type {any} */ chosen) => {
      const { ctrlKey, metaKey, shiftKey } = chosen.event?.srcEvent ?? {};
      const node = this.network.getNodeAt(chosen.pointer.DOM);
      this.kept.clear();
      if (node !== undefined && (ctrlKey || metaKey || shiftKey)) chart.toggle(node);
      else if (chosen.nodes.length) chart.choose(chosen.nodes);
      else if (chosen.edges.length) place.dispatchEvent(new CustomEvent("edge", { detail: chosen.edges[0] }));
    });
    this.network.on("doubleClick", (/** @type {any} */ chosen) => {
      if (chosen.nodes.length) this.#command("Enter");
    });
    this.network.on("dragEnd", (/** @type {any} */ moved) => this.#dropped(moved.nodes));
    this.network.on("afterDrawing", () => { document.documentElement.dataset.drawn = String(this.nodes.length); });
    place.addEventListener("keydown", (event) => this.#key(event));
    chart.addEventListener("change", together(() => this.draw()));
    chart.addEventListener("select", () => this.#show());
  }

  draw() {
    const ink = getComputedStyle(document.body).color;
    const halo = getComputedStyle(document.documentElement).getPropertyValue("--ground");
    const drawn = folded(this.chart.nodesNow(), this.chart.edgesNow(), this.chart.state.groups);
    const nodes = [...drawn.nodes.map((node) => this.#node(node, ink, halo)),
      ...[...this.chart.state.boxes].map(([id, box]) => this.#box(id, box, ink))];
    const edges = bent(drawn.edges).map((edge) => this.#edge(edge, ink, halo));
    const there = new Set(nodes.map((node) => node.id));
    this.nodes.remove(this.nodes.getIds().filter((/** @type {string} */ id) => !there.has(id)));
    this.nodes.update(nodes);
    this.edges.clear();
    this.edges.add(edges);
  }

  /** Show all of it, once what has changed is drawn. */
  fit() {
    queueMicrotask(() => this.network.fit({ animation: false }));
  }

  /** Where things lie now, by id; all where none are named. @param {string[]} [ids] @returns {Record<string, {x: number, y: number}>} */
  places(ids) {
    return this.network.getPositions(ids?.filter((id) => this.nodes.get(id)));
  }

  /** Where the chart means things to lie. @returns {Record<string, {x: number, y: number}>} */
  placesMeant() {
    return Object.fromEntries([...this.chart.state.spots].filter(([id]) => this.nodes.get(id)));
  }

  middle() {
    return this.network.getViewPosition();
  }

  /** The part of the chart that is in sight. */
  sight() {
    const corner = { x: this.place.clientWidth, y: this.place.clientHeight };
    return { from: this.network.DOMtoCanvas({ x: 0, y: 0 }), to: this.network.DOMtoCanvas(corner) };
  }

  /** What lies where a place in the window says so. @param {(at: {x: number, y: number}) => boolean} there @returns {string[]} */
  within(there) {
    return Object.entries(this.places()).filter(([, spot]) => there(this.network.canvasToDOM(spot))).map(([id]) => id);
  }

  /** Everything drawn, with what is written on it. @returns {{id: string, name: string}[]} */
  named() {
    return this.nodes.get().map((/** @type {any} */ node) => ({ id: node.id, name: node.told ?? node.label }));
  }

  picture() {
    return /** @type {HTMLCanvasElement} */ (this.place.querySelector("canvas"));
  }

  /** @param {import("./model.js").ChartNode} node @param {string} ink @param {string} halo */
  #node(node, ink, halo) {
    const spot = this.chart.state.spots.get(node.entity) ?? node;
    const look = this.looks[node.kind] ?? this.looks["other"];
    const pinned = this.chart.state.pinned.has(node.entity);
    const note = this.chart.state.notes.get(node.entity);
    const colour = this.colourOf(node.entity) ?? look.colour;
    if (node.kind === "group") return this.#group(node, spot, ink, pinned);
    const name = short(node.name) + (pinned ? " ⚲" : "") + (note ? `\n“${short(note)}”` : "");
    return {
      id: node.entity, label: name, told: node.name, x: spot.x, y: spot.y, shape: "circularImage", image: look.icon,
      size: 18 + 16 * this.weightOf(node.entity), fixed: pinned,
      borderWidth: this.marked.has(node.entity) ? 6 : 3,
      color: { border: this.marked.has(node.entity) ? "#d4380d" : colour, background: "#ffffff",
               highlight: { border: "#d4380d", background: "#ffffff" } },
      font: { color: ink, strokeWidth: 3, strokeColor: halo, size: 13 },
      title: `${node.name} · ${node.agencies.join(", ")}`,
    };
  }

  /** @param {import("./model.js").ChartNode} node @param {{x: number, y: number}} spot @param {string} ink @param {boolean} pinned */
  #group(node, spot, ink, pinned) {
    return { id: node.entity, label: `⊞ ${short(node.name)}`, told: node.name, x: spot.x, y: spot.y, shape: "box", fixed: pinned,
      borderWidth: 3, margin: 12, font: { color: "#14202b", size: 15 }, title: node.agencies.join(", "),
      color: { border: ink, background: "#e3ebf3", highlight: { border: "#d4380d", background: "#e3ebf3" } } };
  }

  /** @param {string} id @param {{text: string, shape: string}} box @param {string} ink */
  #box(id, { text, shape }, ink) {
    const { x, y } = this.chart.state.spots.get(id) ?? { x: 0, y: 0 };
    return { id, label: text, x, y, shape, fixed: this.chart.state.pinned.has(id), borderWidth: 1, shapeProperties: { borderDashes: [4, 3] },
      widthConstraint: { maximum: 240 }, font: { color: shape === "text" ? ink : "#14202b", size: 14 },
      color: { border: "#8a6d1d", background: "#fff8d6", highlight: { border: "#d4380d", background: "#fff8d6" } } };
  }

  /** @param {any} edge @param {string} ink @param {string} halo */
  #edge({ edge, bend, key }, ink, halo) {
    const marked = this.marked.has(edge.first) && this.marked.has(edge.second);
    const line = lineOf(edge);
    const words = (edge.role || edge.kind).replaceAll("_", " ");
    return {
      id: key, from: edge.first, to: edge.second, arrows: "to",
      label: words + (edge.count > 1 ? ` ×${edge.count}` : ""),
      width: line.width + (marked ? 2 : 0), dashes: line.dashes,
      color: { color: marked ? "#d4380d" : "#7b8c9b", highlight: "#d4380d" },
      font: { color: ink, strokeWidth: 3, strokeColor: halo, size: 11, align: "middle" },
      smooth: bend === 0 ? false : { enabled: true, roundness: Math.abs(bend),
                                     type: bend > 0 ? "curvedCW" : "curvedCCW" },
      title: edge.lines.join("\n"),
    };
  }

  /** @param {string[]} ids */
  #dropped(ids) {
    if (!ids.length) return;
    const spots = this.network.getPositions(ids);
    this.chart.change((state) => {
      for (const id of ids) state.spots.set(id, spots[id]);
    });
  }

  #show() {
    const id = this.chart.selected;
    this.network.selectNodes([...this.chart.selection].filter((each) => this.nodes.get(each)), false);
    if (!id || !this.nodes.get(id)) return;
    const { x, y } = this.network.getPosition(id);
    const seen = this.network.canvasToDOM({ x, y });
    const inside = seen.x > 0 && seen.y > 0 && seen.x < this.place.clientWidth && seen.y < this.place.clientHeight;
    if (!inside) this.network.moveTo({ position: { x, y } });
  }

  /** Arrows go to the nearest entity in that direction; Enter opens it. @param {KeyboardEvent} event */
  #key(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "a") this.chart.choose(this.named().map(({ id }) => id));
    else if (event.ctrlKey || event.metaKey) return;
    else if (way && event.shiftKey) this.place.dispatchEvent(new CustomEvent("move", { detail: way }));
    else if (way) this.#walk(way[0], way[1]);
    else if (event.key === "+") this.network.moveTo({ scale: this.network.getScale() * 1.25 });
    else if (event.key === "-") this.network.moveTo({ scale: this.network.getScale() / 1.25 });
    else if (event.key === "0") this.fit();
    else if (event.key === " ") this.#keep();
    else if (KEYS.includes(event.key)) this.#command(event.key);
    else return;
    event.preventDefault();
  }

  #keep() {
    const id = this.chart.selected;
    if (!id) return;
    if (!this.kept.delete(id)) this.kept.add(id);
    this.chart.choose([...this.kept].filter((each) => each !== id).concat(id));
  }

  /** @param {string} id */
  #goTo(id) {
    this.chart.choose([...this.kept].filter((each) => each !== id).concat(id));
  }

  /** @param {string} key */
  #command(key) {
    if (this.chart.selected) this.place.dispatchEvent(new CustomEvent("command", { detail: key }));
  }

  /** @param {number} dx @param {number} dy */
  #walk(dx, dy) {
    const all = this.named().map(({ id }) => id);
    if (!all.includes(this.chart.selected)) {
      if (all.length) this.#goTo(all[0]);
      return;
    }
    const from = this.network.getPosition(this.chart.selected);
    let best = "", least = Infinity;
    for (const id of all) {
      const to = this.network.getPosition(id);
      const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
      const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
      if (id !== this.chart.selected && along > 0 && along + 2 * aside < least) [best, least] = [id, along + 2 * aside];
    }
    if (best) this.#goTo(best);
  }
}

/** @param {number} number */
export function colourNumber(number) {
  return COLOURS[number % COLOURS.length];
}

/** Links between the same two ends bend apart, each one further than the last.
 * @param {import("./model.js").ChartEdge[]} edges */
function bent(edges) {
  const seen = new Map();
  return edges.map((edge) => {
    const ends = [edge.first, edge.second].sort().join(" ");
    const nth = seen.get(ends) ?? 0;
    seen.set(ends, nth + 1);
    const side = edge.first < edge.second ? 1 : -1;
    const bend = side * 0.14 * Math.ceil(nth / 2) * (nth % 2 ? 1 : -1);
    return { edge, bend: nth === 0 ? 0 : bend, key: keyOf(edge) };
  });
}

/** @param {string} name */
function short(name) {
  const signs = [...name];
  return signs.length > 40 ? `${signs.slice(0, 39).join("")}…` : name;
}
