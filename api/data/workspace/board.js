// The board of a case: its charts, who is pinned, notes and what is to be done, made anew as records arrive.
import { askFor, events, remembered, Unreachable } from "./door.js";
import { button, fill, make } from "./dom.js";
import { labelled } from "./draw.js";
import { news, trying } from "./session.js";
import { plain, say, written } from "./words.js";

/** @param {import("./acts.js").Acts} acts @returns {(place: HTMLElement) => Promise<void>} */
export function startBoard(acts) {
  let chosen = "", watching = new AbortController();

  /** @param {HTMLElement} place */
  async function load(place) {
    chosen ||= remembered().case;
    const name = make("input", { id: "board-case", maxlength: 200, value: chosen });
    const inside = make("div", { id: "board" });
    fill(place, labelled("kept.case", name), button(say("board.show"), () => trying(async () => {
      chosen = name.value.trim();
      await draw(inside);
      watch(place, inside);
    })), inside);
    if (!chosen) return;
    await draw(inside);
    watch(place, inside);
  }

  /** @param {HTMLElement} inside */
  async function draw(inside) {
    const { charts, entities, notes, tasks } = await askFor(chosen, "/v1/board");
    /** @param {string} title @param {any[]} all @param {(one: any) => any} line */
    const list = (title, all, line) => [make("h3", {}, say(title)),
      all.length ? make("ul", {}, ...all.map((one) => make("li", {}, line(one)))) : make("p", {}, say("nothing"))];
    fill(inside,
      ...list("board.entities", entities, (one) => button(`${one.name}, ${plain(one.kind)}`, () => acts.open(one.entity))),
      entities.length ? button(say("board.all"), () => acts.add(entities.map((/** @type {any} */ one) => one.entity))) : null,
      ...list("page.kept", charts, (one) => make("span", {}, [one.title, one.agency, written(one.at)].join(" · "), " ",
        button(say("board.open"), () => acts.openChart(`/v1/charts/${one.ref}`), { "aria-label": `${say("board.open")}: ${one.title}` }))),
      ...list("board.notes", notes, (one) => one.text),
      ...list("board.tasks", tasks, (one) => say("board.task", { ...one, sort: say(`task.${one.sort}`), until: written(one.until) })));
  }

  /** Follow what changes in the view as long as the board is looked at.
   * @param {HTMLElement} place @param {HTMLElement} inside */
  async function watch(place, inside) {
    watching.abort();
    watching = new AbortController();
    try {
      for await (const name of events("/v1/live?ticks=720", watching.signal)) {
        if (place.hidden) return watching.abort();
        if (name !== "changes") continue;
        await draw(inside);
        news(say("board.changed"));
      }
    } catch (error) {
      const left = error instanceof DOMException && error.name === "AbortError";
      if (!left) news(say(error instanceof Unreachable ? "lost" : "board.still"));
    }
  }

  return load;
}
