// Charts as files: saved and opened again, handed over under recipient and reason, or as a picture.
import { ask, askWhole, Refused } from "./door.js";
import { askIn, make } from "./dom.js";
import { sound } from "./grouping.js";
import { SHAPES } from "./model.js";
import { news } from "./session.js";
import { say } from "./words.js";

const FORMAT = "comity-chart", VERSION = 1;
const ID = /^[0-9a-f]{32}$/;

/** @param {Blob} content @param {string} name */
function download(content, name) {
  const link = make("a", { href: URL.createObjectURL(content), download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

/** A place to a tenth of a pixel, which every program writes alike. @param {number} [at] */
const tenth = (at = 0) => Math.round(at * 10) / 10;

/** Everything of the chart but facts: those are asked anew, as whoever opens the file.
 * @param {import("./model.js").Chart} chart @param {any} standing */
export function saved(chart, standing) {
  const { state } = chart;
  return {
    format: FORMAT, version: VERSION, known_at: standing?.known_at ?? null, valid_at: standing?.valid_at ?? null,
    digest: standing?.digest ?? "", query: { hops: 0, limit: 5000, layout: "forces", seed: 0 },
    entities: chart.held().map(({ entity, x, y }) => ({ entity, x: tenth(x), y: tenth(y), pinned: state.pinned.has(entity),
      hidden: state.hidden.has(entity), note: state.notes.get(entity) ?? "" })),
    groups: [...state.groups].map(([id, { name, members, open }]) => ({ id, name, members: [...members], open })),
    boxes: [...state.boxes].map(([id, box]) => ({ id, ...box, ...state.spots.get(id) })),
  };
}

/** @param {import("./model.js").Chart} chart @param {any} standing */
export function save(chart, standing) {
  const text = JSON.stringify(saved(chart, standing), null, 1);
  download(new Blob([text], { type: "application/json" }), "chart.comity.json");
}

/** Open a file: what is not there any more stays away, and is counted.
 * @param {string} text @param {import("./model.js").Chart} chart @returns {Promise<{answer: any, lost: number, moved: boolean}>} */
export async function reopen(text, chart) {
  let told;
  try {
    told = JSON.parse(text);
  } catch {
    throw new Refused(0, { detail: say("save.bad") });
  }
  const fine = told?.format === FORMAT && told.version === VERSION && Array.isArray(told.entities)
    && told.entities.every((/** @type {any} */ each) => ID.test(each.entity) && Number.isFinite(each.x) && Number.isFinite(each.y));
  if (!fine || told.entities.length > 5000) throw new Refused(0, { detail: say("save.bad") });
  const held = told.entities.map((/** @type {any} */ { entity, x, y }) => ({ entity, x, y }));
  const entities = held.map((/** @type {any} */ spot) => spot.entity);
  if (!entities.length) throw new Refused(0, { detail: say("save.bad") });
  const answer = await ask("POST", "/v1/drawing", { entities, held, limit: 5000 });
  chart.put(answer, { anew: true });
  const leads = new Map(answer.leads.map((/** @type {any} */ lead) => [lead.asked, lead.entity]));
  const there = new Set(answer.nodes.map((/** @type {any} */ node) => node.entity));
  for (const each of told.entities) {
    const id = leads.get(each.entity) ?? each.entity;
    if (!there.has(id)) continue;
    if (each.pinned === true) chart.state.pinned.add(id);
    if (each.hidden === true) chart.state.hidden.add(id);
    if (typeof each.note === "string" && each.note) chart.state.notes.set(id, each.note.slice(0, 400));
  }
  restore(told, chart.state, (id) => leads.get(id) ?? id);
  const lost = entities.filter((/** @type {string} */ id) => !there.has(leads.get(id) ?? id)).length;
  return { answer, lost, moved: told.digest !== answer.standing.digest };
}

/** Take in the groups and notes of a file, as far as they are what they should be.
 * @param {any} told @param {import("./model.js").State} state @param {(id: string) => string} led */
function restore(told, state, led) {
  const text = (/** @type {unknown} */ value) => (typeof value === "string" ? value.slice(0, 400) : "");
  const groups = (Array.isArray(told.groups) ? told.groups.slice(0, 500) : []).filter((/** @type {any} */ { id }) => /^group \d+$/.test(id));
  state.groups = sound(groups.map((/** @type {any} */ { id, name, members, open }) => [id, { name: text(name), open: open === true,
    members: new Set((Array.isArray(members) ? members : []).map(led)) }]), (id) => state.shown.has(id));
  for (const { id, shape, x, y, ...box } of Array.isArray(told.boxes) ? told.boxes.slice(0, 500) : []) {
    if (!/^box \d+$/.test(id) || !SHAPES.includes(shape) || !Number.isFinite(x) || !Number.isFinite(y)) continue;
    state.boxes.set(id, { text: text(box.text), shape });
    state.spots.set(id, { x, y });
  }
}

const FORMATS = ["csv", "graphml", "json", "html-chart", "gexf", "anx", "svg", "pdf"];

/** Who gets it and why; null if nothing is to go. @param {string[]} formats */
async function recipient(formats) {
  const field = (/** @type {string} */ name) => make("p", {}, make("label", {}, say(`hand.${name}`), " ",
    make("input", { name, required: true, minlength: 2, maxlength: 400 })));
  const choice = make("p", {}, make("label", {}, say("hand.format"), " ",
    make("select", { name: "format" }, ...formats.map((each) => make("option", {}, each)))));
  const free = make("label", { class: "choice" }, make("input", { type: "checkbox", name: "free" }), " ", say("hand.free"));
  return askIn(say("hand.title"), [field("recipient"), field("reason"), choice, free], say("go"), say("cancel"));
}

/** Hand the entities of the chart over as a file; the server says whether they may go, and to whom went what.
 * @param {string[]} entities */
export async function handOver(entities) {
  const told = await recipient(FORMATS);
  if (!told) return;
  const format = String(told.get("format"));
  const answer = await exported(entities, told, format);
  download(await answer.blob(), `hand-over.${format === "html-chart" ? "html" : format}`);
  sayLeftOut(answer);
}

/** How much less went than was asked for. @param {Response} answer */
function sayLeftOut(answer) {
  const counts = Object.fromEntries([...(answer.headers.get("Comity-Left-Out") ?? "").matchAll(/(\w+)=(\d+)/g)].map(([, name, many]) => [name, many]));
  if (Number(counts.facts)) news(say("hand.left", counts));
}

/** @param {string[]} entities @param {FormData} told @param {string} format */
function exported(entities, told, format) {
  return askWhole("POST", "/v1/exports", { entities, format, recipient: told.get("recipient"),
    reason: told.get("reason"), only_free: told.get("free") !== null });
}

/** The picture with its marking; a hand-over like any other, and audited as one. It is as it stands, unless something
 * is to be left out: then the server draws what is left.
 * @param {string[]} entities @param {HTMLCanvasElement} canvas @param {string} footnote
 * @param {(foot: string[]) => string} drawing the chart as lines and words, with lines below it */
export async function picture(entities, canvas, footnote, drawing) {
  const told = await recipient(["png", "svg"]);
  if (!told) return;
  const parted = told.get("free") !== null, svg = told.get("format") === "svg", foot = [footnote, `${told.get("recipient")}: ${told.get("reason")}`];
  const answer = await exported(entities, told, parted ? "svg" : "json");
  if (!parted && !svg) return download(await framed(canvas, foot), "chart.png");
  const drawn = new Blob([parted ? await answer.text() : drawing(foot)], { type: "image/svg+xml" });
  download(svg ? drawn : await dotted(drawn), svg ? "chart.svg" : "chart.png");
  sayLeftOut(answer);
}

/** A drawing of lines as dots. @param {Blob} drawn @returns {Promise<Blob>} */
async function dotted(drawn) {
  const image = new Image();
  image.src = URL.createObjectURL(drawn);
  await image.decode();
  return asPng(image.naturalWidth, image.naturalHeight, (pen) => pen.drawImage(image, 0, 0));
}

/** What is on the screen, with lines below it. @param {HTMLCanvasElement} canvas @param {string[]} foot @returns {Promise<Blob>} */
function framed(canvas, foot) {
  return asPng(canvas.width, canvas.height + 60, (pen) => {
    pen.drawImage(canvas, 0, 0);
    pen.fillStyle = "#14202b";
    pen.font = "14px sans-serif";
    foot.forEach((line, at) => pen.fillText(line, 10, canvas.height + 24 * (at + 1), canvas.width - 20));
  });
}

/** @param {number} wide @param {number} high @param {(pen: CanvasRenderingContext2D) => void} paint @returns {Promise<Blob>} */
function asPng(wide, high, paint) {
  const whole = Object.assign(document.createElement("canvas"), { width: wide, height: high });
  const pen = /** @type {CanvasRenderingContext2D} */ (whole.getContext("2d"));
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, wide, high);
  paint(pen);
  return new Promise((done, failed) => whole.toBlob((content) => (content ? done(content) : failed(new Error("no picture"))), "image/png"));
}
