// The box that finds: answers while one types, facets by kind.
import { ask } from "./door.js";
import { afterTyping, button, byId, counted, fill, make } from "./dom.js";
import { plain, say } from "./words.js";

/** @param {{open: (id: string) => void, add: (ids: string[]) => void, told: (error: unknown) => void}} acts */
export function startSearch(acts) {
  const box = byId("find-text"), list = byId("hits"), facets = byId("facets"), count = byId("hit-count");
  let underway = new AbortController();
  let chosen = "";
  /** @type {any[]} */ let hits = [];

  async function look() {
    underway.abort();
    underway = new AbortController();
    const text = box.value.trim();
    chosen = "";
    if (!text) return show([], "");
    try {
      const found = await ask("POST", "/v1/search", { text, limit: 50 }, underway.signal);
      show(found.hits, text);
    } catch (error) {
      if (!(error instanceof DOMException)) acts.told(error);
    }
  }

  /** @param {any[]} found @param {string} text */
  function show(found, text) {
    hits = found;
    count.textContent = !text ? "" : found.length ? say("search.some", { count: found.length }) : say("search.none");
    draw();
  }

  function draw() {
    const kinds = counted(hits, (hit) => hit.kind);
    fill(facets, ...(kinds.length > 1 ? [["", hits.length], ...kinds] : []).map(([kind, many]) =>
      button(`${kind ? plain(String(kind)) : say("facet.all")} ${many}`,
        () => { chosen = String(kind); draw(); }, { "aria-pressed": chosen === kind ? "true" : "false" })));
    fill(list, ...hits.filter((hit) => !chosen || hit.kind === chosen).map((hit) => make("li", {},
      button(hit.name, () => acts.open(hit.entity), { class: "name" }),
      make("span", { class: "soft" }, ` ${plain(hit.kind)}, `,
        say("search.by", { property: plain(hit.property), value: hit.value })),
      button(say("add"), () => acts.add([hit.entity]), { "aria-label": `${say("add")}: ${hit.name}` }))));
  }

  box.addEventListener("input", afterTyping(look));
  byId("find").addEventListener("submit", (/** @type {Event} */ event) => { event.preventDefault(); look(); });
}
