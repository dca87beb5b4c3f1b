// Adding what lies beside an entity, with a guard where that is much.
import { ask } from "./door.js";
import { askIn, counted, make } from "./dom.js";
import { plain, say } from "./words.js";

const FEW = 25, PAGE = 500;

/** Which neighbours of an entity to add; null if nothing was chosen.
 * @param {string} id @param {string} name @param {Set<string>} shown @returns {Promise<string[]|null>} */
export async function chooseNeighbours(id, name, shown) {
  const found = await ask("GET", `/v1/entities/${id}/neighbours?limit=${PAGE}`);
  const fresh = found.neighbours.filter((/** @type {any} */ each) => !shown.has(each.entity));
  if (fresh.length <= FEW) return fresh.map((/** @type {any} */ each) => each.entity);
  const kinds = counted(fresh, (each) => each.kind);
  const boxes = kinds.map(([kind, many]) => make("label", { class: "choice" },
    make("input", { type: "checkbox", name: "kind", value: kind, checked: true }), ` ${plain(kind)} (${many})`));
  const most = make("label", {}, say("expand.most"), " ",
    make("input", { type: "number", name: "most", min: 1, max: PAGE, value: Math.min(fresh.length, 100) }));
  const more = found.next_cursor ? make("p", {}, say("expand.first", { count: PAGE })) : make("span");
  const told = await askIn(say("expand.title"),
    [make("p", {}, say("expand.many", { name, count: fresh.length + (found.next_cursor ? "+" : "") })), more,
      ...boxes, most], say("add"), say("cancel"));
  if (!told) return null;
  const wanted = new Set(told.getAll("kind"));
  return fresh.filter((/** @type {any} */ each) => wanted.has(each.kind)).slice(0, Number(told.get("most")))
    .map((/** @type {any} */ each) => each.entity);
}
