// What is done with several entities at once: pinned, hidden, taken off, moved, grouped; notes beside them.
import { addCommands } from "./commands.js";
import { askIn, button, byId, fill, make, together } from "./dom.js";
import { aroundOf, chainOf, combine, dissolve, GROUP, seenAs, within } from "./grouping.js";
import { startLasso } from "./lasso.js";
import { SHAPES } from "./model.js";
import { news } from "./session.js";
import { say } from "./words.js";

export const BOX = "box ";
const STEP = 20;

/** @param {import("./model.js").Chart} chart @param {import("./canvas.js").Canvas} canvas
 * @param {import("./acts.js").Acts} acts */
export function startSelection(chart, canvas, acts) {
  const lasso = startLasso(canvas, (ids) => {
    chart.choose([...chart.selection, ...ids]);
    news(say("selection.count", { count: chart.selection.size }));
  });
  const chosen = () => [...chart.selection].filter((id) => !id.startsWith(BOX));
  /** @param {(ids: string[]) => void} act */
  const some = (act) => () => (chart.selection.size ? act([...chart.selection]) : news(say("selection.none")));

  /** @param {string[]} ids */
  function pin(ids) {
    const all = ids.every((id) => chart.state.pinned.has(id));
    chart.change((state) => { for (const id of ids) if (all) state.pinned.delete(id); else state.pinned.add(id); });
  }

  /** @param {string[]} ids */
  function hide(ids) {
    chart.change((state) => {
      for (const id of ids) if (!state.boxes.delete(id)) for (const each of membersOf(chart, id)) state.hidden.add(each);
    });
  }

  async function group() {
    const ids = chosen();
    if (ids.length < 2) return news(say("group.two"));
    const name = make("input", { name: "name", required: true, maxlength: 80, "aria-label": say("table.name") });
    const told = await askIn(say("group.title", { count: ids.length }), [name], say("go"), say("cancel"));
    if (!told) return;
    const id = fresh(GROUP, chart.state.groups);
    chart.change((state) => combine(state.groups, id, String(told.get("name")), ids));
    chart.choose([id]);
  }

  async function box() {
    const text = make("textarea", { name: "text", required: true, maxlength: 400, rows: 3, "aria-label": say("box.text") });
    const shape = make("select", { name: "shape", "aria-label": say("box.shape") },
      ...SHAPES.map((each) => make("option", { value: each }, say(`shape.${each}`))));
    const told = await askIn(say("box.title"), [make("p", {}, text), make("p", {}, shape)], say("go"), say("cancel"));
    if (!told) return;
    const id = fresh(BOX, chart.state.boxes);
    chart.change((state) => {
      state.boxes.set(id, { text: String(told.get("text")), shape: String(told.get("shape")) });
      state.spots.set(id, canvas.middle());
    });
  }

  /** @param {number} dx @param {number} dy */
  function move(dx, dy) {
    const ids = chart.selection.size ? [...chart.selection] : [chart.selected];
    const spots = canvas.places(ids);
    chart.change((state) => { for (const id of ids) if (spots[id]) state.spots.set(id, { x: spots[id].x + dx * STEP, y: spots[id].y + dy * STEP }); });
  }

  function groups() {
    const around = aroundOf(chart.state.groups);
    fill(byId("groups"), ...inOrder(chart.state.groups).map(([id, each]) => {
      const named = (/** @type {string} */ word) => ({ "aria-label": `${say(word)}: ${each.name}` });
      const turned = each.open ? "group.close" : "group.open";
      const deep = Math.min(chainOf(id, around).length, 6);
      return make("li", { class: `deep${deep}` }, make("span", {}, `${each.name} (${within(chart.state.groups, id).length})`),
        button(say(turned), () => turn(chart, id), named(turned)),
        button(say("group.choose"), () => chart.choose([seenAs(id, chart.state.groups, around)]), named("group.choose")),
        button(say("group.end"), () => chart.change((state) => dissolve(state.groups, id)), named("group.end")));
    }));
  }

  addCommands("selection", [
    { name: "lasso", word: "page.lasso", act: () => lasso.toggle() },
    { name: "all", word: "page.all", act: () => chart.choose(chart.nodesNow().map((node) => node.entity)) },
    { name: "expand", word: "page.expand", act: some((ids) => acts.expandAll(ids.filter((id) => chart.known.has(id)), true)) },
    { name: "pin", word: "page.pin", act: some(pin) },
    { name: "hide", word: "page.hide", act: some(hide) },
    { name: "group", word: "page.group", act: () => { group(); } },
    { name: "box", word: "page.box", act: () => { box(); } },
  ]);
  chart.addEventListener("change", together(groups));
  canvas.place.addEventListener("move", (/** @type {any} */ event) => move(event.detail[0], event.detail[1]));
  return { group, hide: some(hide), pin: some(pin), lasso };
}

/** Open a closed group, or close an open one; who is chosen in it stays chosen as the group.
 * @param {import("./model.js").Chart} chart @param {string} id */
export function turn(chart, id) {
  chart.change((state) => {
    const group = state.groups.get(id);
    if (group) state.groups.set(id, { ...group, open: !group.open });
  });
  const { groups } = chart.state, around = aroundOf(groups);
  if (chart.selected) chart.choose([...chart.selection].map((one) => seenAs(one, groups, around)));
}

/** Groups with those in each right behind it. @param {import("./grouping.js").Groups} groups */
function inOrder(groups) {
  const around = aroundOf(groups);
  /** @param {string|undefined} home @returns {[string, import("./grouping.js").Group][]} */
  const inside = (home) => [...groups].filter(([id]) => around.get(id) === home).flatMap(([id, each]) => [[id, each], ...inside(id)]);
  return inside(undefined);
}

/** @param {import("./model.js").Chart} chart @param {string} id */
function membersOf(chart, id) {
  return id.startsWith(GROUP) ? within(chart.state.groups, id) : [id];
}

/** @param {string} sort @param {Map<string, any>} taken */
function fresh(sort, taken) {
  let number = taken.size + 1;
  while (taken.has(`${sort}${number}`)) number += 1;
  return `${sort}${number}`;
}
