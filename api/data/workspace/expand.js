// Adding what lies beside entities: by kind, role, agency and time, with a guard where that is much.
import { ask } from "./door.js";
import { askIn, counted, fill, make } from "./dom.js";
import { plain, say } from "./words.js";

const FEW = 25, PAGE = 500, AT_ONCE = 20;
/** @typedef {{entity: string, kind: string, links: any[]}} Beside */
/** @typedef {{kinds: Set<string>, roles: Set<string>, agencies: Set<string>, from: string, to: string}} Wish */

/** Which neighbours of some entities to add; null if nothing was chosen.
 * @param {string[]} ids @param {string} name what they are called together @param {Set<string>} shown
 * @param {boolean} choosing ask even where it is little @returns {Promise<string[]|null>} */
export async function chooseNeighbours(ids, name, shown, choosing) {
  const { fresh, more } = await beside(ids.slice(0, AT_ONCE), shown);
  if (!fresh.length || (fresh.length <= FEW && !choosing)) return fresh.map((each) => each.entity);
  const form = make("div"), count = make("p", { role: "status" });
  const most = make("input", { type: "number", name: "most", min: 1, max: PAGE, value: Math.min(Math.max(fresh.length, 1), 100) });
  const wish = () => read(form);
  const recount = () => { count.textContent = say("expand.fit", { count: fresh.filter((each) => fits(each, wish())).length }); };
  fill(form, boxes("kind", counted(fresh, (each) => each.kind), plain),
    boxes("role", counted(fresh.flatMap(rolesOf), String), plain),
    boxes("agency", counted(fresh.flatMap(agenciesOf), String), String), span());
  form.addEventListener("change", recount);
  recount();
  const told = await askIn(say("expand.title"),
    [make("p", {}, say("expand.many", { name, count: fresh.length + (more ? "+" : "") })),
      more ? make("p", {}, say("expand.first", { count: PAGE })) : make("span"), form, count,
      make("p", {}, make("label", {}, say("expand.most"), " ", most))], say("add"), say("cancel"));
  if (!told) return null;
  const wanted = wish();
  return fresh.filter((each) => fits(each, wanted)).slice(0, Number(told.get("most"))).map((each) => each.entity);
}

/** What lies beside some entities and not on the chart, each once with all its links.
 * @param {string[]} ids @param {Set<string>} shown */
async function beside(ids, shown) {
  /** @type {Map<string, Beside>} */ const fresh = new Map();
  let more = false;
  for (const id of ids) {
    const found = await ask("GET", `/v1/entities/${id}/neighbours?limit=${PAGE}`);
    more ||= Boolean(found.next_cursor);
    for (const each of found.neighbours) {
      if (shown.has(each.entity) || ids.includes(each.entity)) continue;
      fresh.set(each.entity, { ...each, links: [...(fresh.get(each.entity)?.links ?? []), ...each.links] });
    }
  }
  return { fresh: [...fresh.values()], more };
}

/** @param {Beside} each @returns {string[]} */
const rolesOf = (each) => [...new Set(each.links.map((link) => link.role || link.kind))];
/** @param {Beside} each @returns {string[]} */
const agenciesOf = (each) => [...new Set(each.links.map((link) => link.origin.agency))];

/** Boxes to tick, all of them at first. @param {string} name @param {[string, number][]} found @param {(word: string) => string} told */
function boxes(name, found, told) {
  return make("fieldset", {}, make("legend", {}, say(`filter.${name}`)), ...found.map(([value, many]) => make("label", { class: "choice" },
    make("input", { type: "checkbox", name, value, checked: true }), ` ${told(value)} (${many})`)));
}

/** From when to when a link is to hold. */
function span() {
  const day = (/** @type {string} */ name) => make("label", {}, say(`expand.${name}`), " ", make("input", { type: "date", name }));
  return make("fieldset", {}, make("legend", {}, say("expand.when")), day("from"), " ", day("to"));
}

/** @param {HTMLElement} form @returns {Wish} */
function read(form) {
  const ticked = (/** @type {string} */ name) => new Set([.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(`[name=${name}]:checked`))].map((each) => each.value));
  const day = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.querySelector(`[name=${name}]`)).value;
  return { kinds: ticked("kind"), roles: ticked("role"), agencies: ticked("agency"), from: day("from"), to: day("to") };
}

/** Whether some link to it is as wished. @param {Beside} each @param {Wish} wish */
function fits(each, wish) {
  return wish.kinds.has(each.kind) && each.links.some((link) => wish.roles.has(link.role || link.kind)
    && wish.agencies.has(link.origin.agency) && during(link.valid, wish));
}

/** A link without times holds always, unless a time is asked for. @param {any} valid @param {Wish} wish */
function during({ start, end }, { from, to }) {
  if (!from && !to) return true;
  if (start === null && end === null) return false;
  return (!to || (start ?? "").slice(0, 10) <= to) && (!from || (end ?? start ?? "").slice(0, 10) >= from);
}
