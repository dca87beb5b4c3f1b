// Puts the page together: who asks, and what every button, key and panel does.
import { Canvas, colourNumber } from "./canvas.js";
import { ask, forget, Refused, remember, remembered, signIn, Unreachable } from "./door.js";
import { askIn, button, byId, fill, make } from "./dom.js";
import { showEntity } from "./entity.js";
import { chooseNeighbours } from "./expand.js";
import { handOver, picture, reopen, save } from "./files.js";
import { startFilters } from "./filters.js";
import { Chart } from "./model.js";
import { showPaths } from "./paths.js";
import { startReview } from "./review.js";
import { startSearch } from "./search.js";
import { startTwin } from "./twin.js";
import { languages, plain, say, speak, spoken, translate, written } from "./words.js";

const looks = JSON.parse(byId("looks").textContent ?? "{}");
const demo = document.body.dataset.demo === "yes";
const chart = new Chart();
/** @type {any} */ let standing = null;
/** @type {any} */ let marking = null;
let pathFrom = "";
/** @type {Promise<void>} */ let adding = Promise.resolve();

/** @param {string} text */
function news(text) {
  byId("news").textContent = text;
}

/** Say what went wrong; what is on the page stays. @param {unknown} error */
function told(error) {
  if (error instanceof Unreachable) news(say("lost"));
  else if (error instanceof Refused && error.status === 401) signedOut();
  else if (error instanceof Refused) news(say("refused", { why: error.message }));
  else throw error;
}

/** Do something that asks the server; its faults are told. @param {() => Promise<void>} act */
async function trying(act) {
  try {
    news(say("loading"));
    await act();
    if (byId("news").textContent === say("loading")) news("");
  } catch (error) {
    told(error);
  }
}

/** @param {any} answer */
function stand(answer) {
  standing = answer.standing;
  byId("standing").textContent = say("seen", { ...standing, known: written(standing.known_at),
    agreements: standing.agreements.join(", ") || say("own") });
  if ("marking" in answer) marking = answer.marking;
  byId("marking").textContent = marked();
}

function marked() {
  if (!marking) return "";
  const first = marking.verify_first.join(", ");
  return [...marking.codes, ...marking.caveats, say("marking.onward", marking), say("marking.evidence", marking),
    ...(first ? [say("marking.first", { first })] : [])].join(" · ");
}

/** Draw with more entities, one addition after the other; what lies there stays. @param {string[]} ids */
function add(ids) {
  adding = adding.catch(() => undefined).then(() => draw(ids));
  return adding;
}

/** @param {string[]} wanted */
async function draw(wanted) {
  const entities = [...new Set([...chart.state.shown, ...wanted])];
  const answer = await ask("POST", "/v1/drawing", { entities, held: chart.held(), limit: 2000 });
  const first = chart.state.shown.size === 0;
  chart.put(answer, { wanted });
  stand(answer);
  if (first) canvas.fit();
}

const acts = {
  told, news,
  /** @param {string[]} ids */
  add: (ids) => trying(() => add(ids)),
  /** @param {string} id */
  open: (id) => trying(async () => {
    const found = await showEntity(id, acts);
    chart.select(found.entity.id);
    byId("entity-name").focus();
  }),
  /** @param {string} id */
  expand: (id) => trying(async () => {
    const wanted = await chooseNeighbours(id, chart.known.get(id)?.name ?? "", chart.state.shown);
    if (wanted) await add([id, ...wanted]);
  }),
  /** @param {string} id */
  hide: (id) => chart.change((state) => state.hidden.add(id)),
  /** @param {string} id */
  pin: (id) => chart.change((state) => {
    if (!state.pinned.delete(id)) state.pinned.add(id);
  }),
  /** @param {string[]} ids */
  mark: (ids) => trying(async () => {
    await add(ids);
    canvas.marked = new Set(ids);
    canvas.draw();
  }),
  commands: commandsOf,
};

/** What can be done with the entity that is open. @param {any} entity */
function commandsOf(entity) {
  const id = entity.id;
  const links = chart.known.get(id)?.links;
  return [
    button(say("add"), () => acts.add([id])),
    button(say("expand", { count: links ?? "…" }), () => acts.expand(id)),
    button(say("pin"), () => acts.pin(id)), button(say("hide"), () => acts.hide(id)),
    button(say("note"), () => writeNote(id, entity.name)),
    button(say("path.from"), () => {
      pathFrom = id;
      fill(byId("paths"), make("p", {}, say("path.start", { name: entity.name })));
    }),
    button(say("path.to"), () => trying(() => showPaths(pathFrom, id, acts)), { disabled: !pathFrom || pathFrom === id }),
  ];
}

/** @param {string} id @param {string} name */
async function writeNote(id, name) {
  const note = make("input", { name: "note", maxlength: 400, value: chart.state.notes.get(id) ?? "", "aria-label": say("note") });
  const said = await askIn(say("note.title", { name }), [note], say("go"), say("cancel"));
  if (said) chart.change((state) => state.notes.set(id, String(said.get("note"))));
}

/** Colour by kind, or by community; size by links or by a measure. */
async function paint() {
  const colour = byId("colour").value, size = byId("size").value;
  canvas.colourOf = () => null;
  canvas.weightOf = () => 0;
  if (colour === "community") {
    const found = await ask("GET", "/v1/communities?limit=1000&members=1000");
    const group = new Map(found.communities.flatMap((/** @type {any} */ one) =>
      one.members.map((/** @type {any} */ each) => [each.entity, one.community])));
    canvas.colourOf = (id) => (group.has(id) ? colourNumber(group.get(id)) : null);
  }
  if (size === "links") canvas.weightOf = (id) => Math.min(1, Math.log2(1 + (chart.known.get(id)?.links ?? 0)) / 8);
  else if (size) {
    const found = await ask("GET", `/v1/centrality/${size}?limit=1000`);
    const most = Math.max(...found.ranking.map((/** @type {any} */ each) => each.score), 1e-12);
    const score = new Map(found.ranking.map((/** @type {any} */ each) => [each.entity, each.score / most]));
    canvas.weightOf = (id) => Math.sqrt(score.get(id) ?? 0);
  }
  canvas.draw();
}

const COMMANDS = {
  matter: () => trying(async () => {
    const answer = await ask("POST", "/v1/drawing", { hops: 1, limit: 60 });
    chart.put(answer, { anew: true });
    stand(answer);
    canvas.fit();
  }),
  undo: () => chart.undo(),
  redo: () => chart.redo(),
  fit: () => canvas.fit(),
  hidden: () => chart.change((state) => state.hidden.clear()),
  clear: () => chart.change((state) => { state.shown.clear(); state.hidden.clear(); }),
  save: () => save(chart, standing),
  load: () => byId("file").click(),
  hand: () => trying(() => handOver(chart.nodesNow().map((node) => node.entity))),
  png: () => trying(() => picture(chart.nodesNow().map((node) => node.entity), canvas.picture(),
    say("footnote", { marking: marked(), standing: byId("standing").textContent }))),
  print: () => window.print(),
};

/** @param {"chart"|"queue"} name */
function turnTo(name) {
  for (const each of ["chart", "queue"]) {
    byId(`${each}-panel`).hidden = each !== name;
    byId(`to-${each}`).setAttribute("aria-pressed", String(each === name));
  }
  if (name === "queue") review.load();
  else canvas.network.redraw();
}

/** The session ended: sign in again; what is on the page stays until then. */
function signedOut() {
  byId("sign-in").hidden = demo;
  news(say("ended"));
}

async function signedIn(/** @type {FormData} */ said) {
  remember({ purpose: String(said.get("purpose")), justification: String(said.get("justification")),
    case: String(said.get("case")) });
  await signIn(String(said.get("name")), String(said.get("password")), String(said.get("code")));
  byId("sign-in").hidden = true;
  byId("sign-out").hidden = false;
  await start();
}

async function start() {
  stand(await ask("GET", "/v1/standing"));
  byId("work").hidden = false;
  twin.draw();
}

const canvas = new Canvas(byId("canvas"), chart, looks);
const twin = startTwin(chart, acts);
const review = startReview(acts);
startFilters(chart);
startSearch(acts);

for (const [name, act] of Object.entries(COMMANDS)) byId(`do-${name}`).addEventListener("click", act);
for (const name of /** @type {const} */ (["chart", "queue"])) byId(`to-${name}`).addEventListener("click", () => turnTo(name));
for (const name of ["colour", "size"]) byId(name).addEventListener("change", () => trying(paint));
byId("file").addEventListener("change", (/** @type {any} */ event) => trying(async () => {
  const file = event.target.files[0];
  event.target.value = "";
  if (!file) return;
  const { answer, lost, moved } = await reopen(await file.text(), chart);
  stand(answer);
  canvas.fit();
  news([lost ? say("save.lost", { count: lost }) : "", moved ? say("save.moved") : ""].filter(Boolean).join(" "));
}));
byId("canvas").addEventListener("edge", (/** @type {any} */ event) => {
  const edge = chart.edges.get(event.detail);
  if (edge) fill(byId("entity"), make("h3", {}, `${chart.known.get(edge.first)?.name} · ${plain(edge.role || edge.kind)} · ${chart.known.get(edge.second)?.name}`),
    make("h4", {}, say("evidence")), make("ul", { class: "sources" }, ...edge.lines.map((line) => make("li", {}, line))));
});
byId("canvas").addEventListener("command", (/** @type {any} */ event) => {
  const act = { Enter: acts.open, e: acts.expand, p: acts.pin, h: acts.hide }[/** @type {"Enter"} */ (event.detail)];
  act(chart.selected);
});
chart.addEventListener("select", () => {
  const node = chart.known.get(chart.selected);
  if (node) news(say("selected", { name: node.name, kind: plain(node.kind) }));
});
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement) return;
  const act = event.key === "z" ? COMMANDS.undo : event.key === "y" ? COMMANDS.redo : null;
  if (act) {
    event.preventDefault();
    act();
  }
});
fill(byId("language"), ...languages().map(({ code, name }) => make("option", { value: code, selected: code === spoken() }, name)));
byId("language").addEventListener("change", () => {
  speak(byId("language").value);
  translate();
  twin.draw();
  if (standing) stand({ standing });
});
byId("sign-in").addEventListener("submit", (/** @type {any} */ event) => {
  event.preventDefault();
  signedIn(new FormData(event.target)).catch((error) => {
    if (error instanceof Refused) byId("sign-in-news").textContent = say("sign.failed", { why: error.message });
    else told(error);
  });
});
byId("sign-out").addEventListener("click", async () => {
  await ask("POST", "/v1/sign-out").catch(() => null);
  forget();
  location.reload();
});

translate();
if (demo || remembered().token) start().catch(told);
else byId("sign-in").hidden = false;
byId("sign-out").hidden = demo || !remembered().token;
document.documentElement.dataset.ready = "yes";
