// Two states of charts beside each other or one over the other: what came, what went, what moved.
import { ask } from "./door.js";
import { button, fill, make } from "./dom.js";
import { stand, trying } from "./session.js";
import { named, table } from "./tables.js";
import { plain, say } from "./words.js";

const WIDE = 620, HIGH = 420, ROOM = 30, STILL = 1;
const COLOURS = { came: "#2f8f3f", went: "#c2334d", moved: "#a56b00", same: "#5b7f95" };
/** @typedef {{x: number, y: number}} Spot */
/** @typedef {{title: string, spots: Map<string, Spot>}} Sheet */
/** @typedef {"came"|"went"|"moved"|"same"} Fate */
/** @typedef {{word: string, sheet: () => Promise<Sheet>}} Choice */

/** Lay two states beside each other, each chosen from a list.
 * @param {HTMLElement} place @param {Choice[]} choices @param {number} first @param {import("./acts.js").Acts} acts */
export async function compare(place, choices, first, acts) {
  let over = false, at = [first, 0];
  const answer = make("div", { id: "compared" });
  const picks = [0, 1].map((side) => {
    const list = make("select", { on: { change: () => { at[side] = Number(list.value); trying(draw); } } },
      ...choices.map(({ word }, number) => make("option", { value: number, selected: number === at[side] }, word)));
    return make("label", {}, say(side ? "compare.after" : "compare.before"), " ", list);
  });
  const turned = button("", () => { over = !over; trying(draw); }, { id: "compare-turn" });

  async function draw() {
    const [before, after] = await Promise.all(at.map((number) => choices[number].sheet()));
    const ids = [...new Set([...before.spots.keys(), ...after.spots.keys()])];
    const drawn = ids.length ? await ask("POST", "/v1/drawing", { entities: ids.slice(0, 5000), limit: 5000 }) : null;
    if (drawn) stand(drawn);
    turned.textContent = say(over ? "compare.beside" : "compare.over");
    fill(answer, ...shown(before, after, drawn?.nodes ?? [], drawn?.edges ?? [], over, acts));
  }

  fill(place, make("h3", {}, say("compare.title")), make("p", { class: "row" }, ...picks, turned), answer);
  place.scrollIntoView({ block: "nearest" });
  await draw();
}

/** @param {Sheet} before @param {Sheet} after @param {any[]} nodes @param {any[]} edges @param {boolean} over
 * @param {import("./acts.js").Acts} acts */
function shown(before, after, nodes, edges, over, acts) {
  const fates = new Map(nodes.map(({ entity }) => [entity, fateOf(before.spots.get(entity), after.spots.get(entity))]));
  const many = (/** @type {Fate} */ fate) => [...fates.values()].filter((each) => each === fate).length;
  const told = say("compare.told", { came: many("came"), went: many("went"), moved: many("moved"), same: many("same") });
  const pictures = over ? [picture([before, after], nodes, edges, fates, say("compare.over.label"))]
    : [before, after].map((sheet) => picture([sheet], nodes, edges, fates, sheet.title, [before, after]));
  const order = ["came", "went", "moved", "same"];
  const rows = nodes.map((node) => ({ node, fate: /** @type {Fate} */ (fates.get(node.entity)) }))
    .sort((a, b) => order.indexOf(a.fate) - order.indexOf(b.fate) || a.node.name.localeCompare(b.node.name));
  return [make("p", { role: "status" }, told), make("div", { class: "compared" }, ...pictures),
    make("ul", { class: "legend" }, ...order.map((fate) => make("li", {}, swatch(/** @type {Fate} */ (fate)), say(`compare.${fate}`)))),
    table(say("compare.title"), ["table.name", "table.kind", "compare.fate"], rows.slice(0, 500).map(({ node, fate }) => [
      named(node, acts), plain(node.kind), say(`compare.${fate}`)]))];
}

/** @param {Spot} [before] @param {Spot} [after] @returns {Fate} */
function fateOf(before, after) {
  if (!before) return "came";
  if (!after) return "went";
  return Math.hypot(before.x - after.x, before.y - after.y) > STILL ? "moved" : "same";
}

/** @param {Fate} fate */
function swatch(fate) {
  const sheet = make("canvas", { width: 16, height: 16, "aria-hidden": "true" });
  mark(sheet.getContext("2d"), { x: 8, y: 8 }, fate);
  return sheet;
}

/** One state, or two over each other; both keep to one scale, so that the eye can go between them.
 * @param {Sheet[]} sheets @param {any[]} nodes @param {any[]} edges @param {Map<string, Fate>} fates @param {string} title
 * @param {Sheet[]} [within] */
function picture(sheets, nodes, edges, fates, title, within = sheets) {
  const sheet = make("canvas", { width: WIDE, height: HIGH, role: "img", "aria-label": say("compare.picture", { title }) });
  const pen = sheet.getContext("2d"), scaled = scale(within.flatMap(({ spots }) => [...spots.values()]));
  const ink = getComputedStyle(document.body).color;
  const last = sheets[sheets.length - 1], spot = (/** @type {string} */ id) => last.spots.get(id) ?? sheets[0].spots.get(id);
  pen.strokeStyle = pen.fillStyle = ink;
  pen.globalAlpha = 0.3;
  for (const { first, second } of edges) line(pen, spot(first), spot(second), scaled);
  pen.globalAlpha = 1;
  pen.font = "11px system-ui, sans-serif";
  for (const { entity, name } of nodes) {
    const at = spot(entity), fate = fates.get(entity) ?? "same";
    if (!at) continue;
    if (sheets.length > 1 && fate === "moved") way(pen, sheets[0].spots.get(entity), at, scaled);
    mark(pen, scaled(at), fate);
    pen.fillStyle = ink;
    if (nodes.length < 40 || fate !== "same") pen.fillText([...name].slice(0, 22).join(""), scaled(at).x + 8, scaled(at).y + 4);
  }
  return make("figure", {}, sheet, make("figcaption", {}, title));
}

/** @param {Spot[]} spots @returns {(spot: Spot) => Spot} */
function scale(spots) {
  const low = { x: Infinity, y: Infinity }, high = { x: -Infinity, y: -Infinity };
  for (const { x, y } of spots) {
    [low.x, low.y, high.x, high.y] = [Math.min(low.x, x), Math.min(low.y, y), Math.max(high.x, x), Math.max(high.y, y)];
  }
  const by = Math.min((WIDE - 2 * ROOM) / Math.max(high.x - low.x, 1), (HIGH - 2 * ROOM) / Math.max(high.y - low.y, 1), 1);
  const [left, top] = [(WIDE - (high.x + low.x) * by) / 2, (HIGH - (high.y + low.y) * by) / 2];
  return ({ x, y }) => ({ x: left + x * by, y: top + y * by });
}

/** Each fate has a shape of its own beside its colour. @param {CanvasRenderingContext2D} pen @param {Spot} at @param {Fate} fate */
function mark(pen, { x, y }, fate) {
  pen.fillStyle = pen.strokeStyle = COLOURS[fate];
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(x, y, 5, 0, 2 * Math.PI);
  if (fate === "went") pen.stroke();
  else pen.fill();
  const arm = fate === "came" || fate === "went" ? 7 : 0;
  if (arm) pen.fillRect(x - arm, y - 1, 2 * arm, 2);
  if (fate === "came") pen.fillRect(x - 1, y - arm, 2, 2 * arm);
  if (fate === "moved") pen.strokeRect(x - 6, y - 6, 12, 12);
}

/** @param {CanvasRenderingContext2D} pen @param {Spot|undefined} from @param {Spot|undefined} to @param {(spot: Spot) => Spot} scaled */
function line(pen, from, to, scaled) {
  if (!from || !to) return;
  const [a, b] = [scaled(from), scaled(to)];
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(a.x, a.y);
  pen.lineTo(b.x, b.y);
  pen.stroke();
}

/** Where something moved: from its old place to its new one. @param {CanvasRenderingContext2D} pen @param {Spot|undefined} from
 * @param {Spot} to @param {(spot: Spot) => Spot} scaled */
function way(pen, from, to, scaled) {
  pen.strokeStyle = COLOURS.moved;
  pen.setLineDash([5, 4]);
  line(pen, from, to, scaled);
  pen.setLineDash([]);
}
