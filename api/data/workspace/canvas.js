// Draws the chart with vis-network, and lets it be walked with the keyboard.
/* global vis */
import { together } from "./dom.js";
import { boxLook, common, entityLook, linkLooks } from "./dress.js";
import { Faces } from "./faces.js";
import { folded } from "./grouping.js";
import { svgOf } from "./svg.js";

const COLOURS = ["#4269d0", "#a56b00", "#c2334d", "#3d8a8a", "#3ca951", "#9c5fb5", "#8b6d5c", "#5b7f95",
  "#b3478c", "#6b7a1f"];

/** How far apart two things are told apart, and the turn by which seeds lie in a sunflower. */
const APART = 90, GOLDEN = 2.4;
const KEYS = ["Enter", "e", "E", "p", "h", "g", "l", "o"];

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
    /** What the drawing library was told of everything, by id. @type {Map<string, any>} */ this.dressed = new Map();
    this.faces = new Faces(this.network, looks);
    this.network.on("afterDrawing", (/** @type {CanvasRenderingContext2D} */ pen) => {
      this.faces.paint(pen, this.dressed, this.sight());
      document.documentElement.dataset.drawn = String(this.dressed.size);
    });
    place.addEventListener("keydown", (event) => this.#key(event));
    chart.addEventListener("change", together(() => this.draw()));
    chart.addEventListener("select", () => this.#show());
  }

  draw() {
    this.#paintFor(getComputedStyle(document.body).color, getComputedStyle(document.documentElement).getPropertyValue("--ground"));
    const { chart, looks, marked, colourOf, weightOf } = this;
    const by = { chart, looks, marked, colourOf, weightOf, ink: this.faces.ink };
    const drawn = folded(chart.nodesNow(), chart.edgesNow(), chart.state.groups);
    const nodes = [...drawn.nodes.map((node) => entityLook(node, by)), ...[...chart.state.boxes].map(([id, box]) => boxLook(id, box, by))];
    this.dressed = new Map(nodes.map((node) => [node.id, node]));
    this.#atOnce(() => {
      renew(this.nodes, nodes);
      renew(this.edges, linkLooks(drawn.edges, marked));
    });
  }

  /** Tell what holds for everything, where the page's colours are others than before. @param {string} ink @param {string} halo */
  #paintFor(ink, halo) {
    if (this.faces.ink === ink && this.faces.halo === halo) return;
    Object.assign(this.faces, { ink, halo });
    this.network.setOptions(common(ink, halo));
  }

  /** Left alone, the library draws the whole chart anew at each step of a change. @param {() => void} change */
  #atOnce(change) {
    const { emitter } = this.network.body;
    emitter.emit("_blockRedraw");
    change();
    emitter.emit("_allowRedraw");
    // What comes into sight unseen so far has no size yet, and would stay away until the next time.
    emitter.emit("_resizeNodes");
    emitter.emit("_requestRedraw");
  }

  /** Show all of it, once what has changed is drawn. */
  fit() {
    queueMicrotask(() => this.network.fit({ animation: false }));
  }

  /** Where things lie now, by id; all where none are named. @param {string[]} [ids] @returns {Record<string, {x: number, y: number}>} */
  places(ids) {
    return this.network.getPositions(ids?.filter((id) => this.dressed.has(id)));
  }

  /** Where the chart means things to lie. @returns {Record<string, {x: number, y: number}>} */
  placesMeant() {
    return Object.fromEntries([...this.chart.state.spots].filter(([id]) => this.dressed.has(id)));
  }

  middle() {
    return this.network.getViewPosition();
  }

  /** The place nearest to the middle of what is in sight where nothing lies. */
  clearing() {
    const { x, y } = this.middle(), there = Object.values(this.places());
    for (let turn = 0; ; turn += 1) {
      const far = APART * Math.sqrt(turn) / 2, spot = { x: x + far * Math.cos(turn * GOLDEN), y: y + far * Math.sin(turn * GOLDEN) };
      if (there.every((each) => Math.hypot(each.x - spot.x, each.y - spot.y) >= APART)) return spot;
    }
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
    return [...this.dressed].map(([id, { told }]) => ({ id, name: told }));
  }

  /** The chart as a drawing of lines and words, with lines below it. @param {string[]} foot */
  drawing(foot) {
    const spots = this.places();
    const nodes = [...this.dressed.values()].map((node) => ({ id: node.id, ...spots[node.id], label: node.says ?? node.label,
      look: { image: node.icon, colour: node.color.border, fill: node.color.background, shape: node.shape } }));
    const lines = this.edges.get().map((/** @type {any} */ edge) => ({ from: edge.from, to: edge.to, label: edge.label, width: edge.width,
      dashes: edge.dashes, colour: edge.color.color, bend: edge.smooth ? edge.smooth.roundness * (edge.smooth.type === "curvedCW" ? -1 : 1) : 0 }));
    return svgOf(nodes, lines, foot);
  }

  picture() {
    return /** @type {HTMLCanvasElement} */ (this.place.querySelector("canvas"));
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
    this.network.selectNodes([...this.chart.selection].filter((each) => this.dressed.has(each)), false);
    if (!id || !this.dressed.has(id)) return;
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

/** Make a set hold just some things, and tell the library of what is new or other alone.
 * @param {any} set @param {Record<string, any>[]} wanted */
function renew(set, wanted) {
  const had = new Map(set.get().map((/** @type {any} */ each) => [each.id, each])), there = new Set(wanted.map((each) => each.id));
  set.remove([...had.keys()].filter((id) => !there.has(id)));
  set.update(wanted.filter((each) => !same(each, had.get(each.id))));
}

/** @param {Record<string, any>} one @param {Record<string, any>|undefined} other */
function same(one, other) {
  if (!other) return false;
  for (const name in one) if (one[name] !== other[name]) return false;
  return true;
}
