// The box that finds: answers while one types, facets by kind and agency.
import { ask } from "./door.js";
import { afterTyping, button, byId, counted, fill, make } from "./dom.js";
import { plain, say } from "./words.js";

/** @param {{open: (id: string) => void, add: (ids: string[]) => void, told: (error: unknown) => void}} acts */
export function startSearch(acts) {
  const box = byId("find-text"), list = byId("hits"), facets = byId("facets"), count = byId("hit-count");
  let underway = new AbortController();
  const chosen = { kind: "", agency: "" };
  /** @type {any[]} */ let hits = [];

  async function look() {
    underway.abort();
    underway = new AbortController();
    const text = box.value.trim();
    chosen.kind = chosen.agency = "";
    if (!text) return show([]);
    try {
      const found = await ask("POST", "/v1/search", { text, limit: 50 }, underway.signal);
      show(found.hits);
    } catch (error) {
      if (!(error instanceof DOMException)) acts.told(error);
    }
  }

  /** @param {any[]} found */
  function show(found) {
    hits = found;
    draw();
  }

  /** What is left by the facets, but for one of them. @param {string} [but] */
  function left(but = "") {
    return hits.filter((hit) => (but === "kind" || !chosen.kind || hit.kind === chosen.kind)
      && (but === "agency" || !chosen.agency || hit.agencies.includes(chosen.agency)));
  }

  /** A row of buttons, one for each kind or agency of what was found.
   * @param {"kind"|"agency"} name @param {(hit: any) => string[]} of @param {(word: string) => string} told */
  function facet(name, of, told) {
    const found = counted(left(name).flatMap(of), String);
    if (found.length < 2 && !chosen[name]) return null;
    const one = (/** @type {string} */ value, /** @type {string} */ text) => button(text,
      () => { chosen[name] = value; draw(); }, { "aria-pressed": String(chosen[name] === value) });
    return make("div", { class: "row", role: "group", "aria-label": say(`filter.${name}`) },
      one("", `${say("facet.all")} ${left(name).length}`), ...found.map(([value, many]) => one(value, `${told(value)} ${many}`)));
  }

  function draw() {
    count.textContent = !box.value.trim() ? "" : hits.length ? say("search.some", { count: hits.length }) : say("search.none");
    fill(facets, facet("kind", (hit) => [hit.kind], plain), facet("agency", (hit) => hit.agencies, String));
    byId("all-hits").hidden = left().length < 2;
    fill(list, ...left().map((hit) => make("li", {},
      button(hit.name, () => acts.open(hit.entity), { class: "name" }),
      make("span", { class: "soft" }, ` ${plain(hit.kind)}, `,
        say("search.by", { property: plain(hit.property), value: hit.value })),
      button(say("add"), () => acts.add([hit.entity]), { "aria-label": `${say("add")}: ${hit.name}` }))));
  }

  byId("all-hits").addEventListener("click", () => acts.add(left().map((hit) => hit.entity)));
  box.addEventListener("input", afterTyping(look));
  byId("find").addEventListener("submit", (/** @type {Event} */ event) => { event.preventDefault(); look(); });
  return { draw };
}
