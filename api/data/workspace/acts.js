// What can be done with an entity from anywhere on the page: opened, put on the chart, expanded, noted.
import { ask } from "./door.js";
import { askIn, button, byId, fill, make } from "./dom.js";
import { showEntity } from "./entity.js";
import { chooseNeighbours } from "./expand.js";
import { showPaths } from "./paths.js";
import { news, stand, told, trying } from "./session.js";
import { say } from "./words.js";

/** @typedef {ReturnType<typeof makeActs>} Acts */

/** @param {import("./model.js").Chart} chart @param {import("./canvas.js").Canvas} canvas */
export function makeActs(chart, canvas) {
  /** @type {Promise<void>} */ let adding = Promise.resolve();
  let pathFrom = "";

  /** Draw with more entities, one addition after the other; what lies there stays.
   * @param {string[]} ids @param {{x: number, y: number}} [at] where the first is to lie */
  function add(ids, at) {
    adding = adding.catch(() => undefined).then(() => draw(ids, at));
    return adding;
  }

  /** @param {string[]} wanted @param {{x: number, y: number}} [at] */
  async function draw(wanted, at) {
    const entities = [...new Set([...chart.state.shown, ...wanted])];
    if (!entities.length) return; // asked of nobody, the server draws those who matter
    const held = [...chart.held(), ...(at && !chart.state.shown.has(wanted[0]) ? [{ entity: wanted[0], ...at }] : [])];
    const answer = await ask("POST", "/v1/drawing", { entities, held, limit: 5000 });
    const first = chart.state.shown.size === 0;
    chart.put(answer, { wanted });
    stand(answer);
    if (first) canvas.fit();
  }

  const acts = {
    told, news,
    /** Open a kept chart; set by what keeps them. @param {string} path @returns {Promise<void>} */
    openChart: async (path) => { throw new Error(`nobody opens ${path}`); },
    /** @param {string[]} ids @param {{x: number, y: number}} [at] */
    add: (ids, at) => trying(() => add(ids, at)),
    /** @param {string} id */
    open: (id) => trying(async () => {
      const found = await showEntity(id, acts);
      chart.select(found.entity.id);
      byId("entity-name").focus();
    }),
    /** @param {string} id @param {boolean} [choosing] */
    expand: (id, choosing = false) => acts.expandAll([id], choosing),
    /** Expand several at once. @param {string[]} ids @param {boolean} [choosing] */
    expandAll: (ids, choosing = false) => trying(async () => {
      const names = ids.map((id) => chart.known.get(id)?.name ?? "").filter(Boolean);
      const told = names.slice(0, 3).join(", ") + (names.length > 3 ? "…" : "");
      const wanted = await chooseNeighbours(ids, told, chart.state.shown, choosing);
      if (wanted) await add([...ids, ...wanted]);
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
    /** What can be done with the entity that is open. @param {any} entity */
    commands: ({ id, name }) => [
      button(say("add"), () => acts.add([id])),
      button(say("expand", { count: chart.known.get(id)?.links ?? "…" }), () => acts.expand(id)),
      button(say("expand.by"), () => acts.expand(id, true)),
      button(say("pin"), () => acts.pin(id)), button(say("hide"), () => acts.hide(id)),
      button(say("note"), () => writeNote(id, name)),
      button(say("path.from"), () => {
        pathFrom = id;
        fill(byId("paths"), make("p", {}, say("path.start", { name })));
      }),
      button(say("path.to"), () => trying(() => showPaths(pathFrom, id, chart, acts)),
        { disabled: !pathFrom || pathFrom === id }),
    ],
  };

  /** @param {string} id @param {string} name */
  async function writeNote(id, name) {
    const note = make("input", { name: "note", maxlength: 400, value: chart.state.notes.get(id) ?? "", "aria-label": say("note") });
    const said = await askIn(say("note.title", { name }), [note], say("go"), say("cancel"));
    if (said) chart.change((state) => state.notes.set(id, String(said.get("note"))));
  }

  return acts;
}
