// The buttons above the chart: what each does to the chart as a whole.
import { ask } from "./door.js";
import { button, byId, make } from "./dom.js";
import { handOver, picture, reopen, save } from "./files.js";
import { footnote, news, stand, standingNow, trying } from "./session.js";
import { say } from "./words.js";

/** @typedef {{name: string, word: string, act: () => void}} Command */

/** Put a row of buttons above the chart. @param {string} group @param {Command[]} commands */
export function addCommands(group, commands) {
  byId("tools").append(make("div", { class: "row", role: "group", "data-say-label": `group.${group}` },
    ...commands.map(({ name, word, act }) => button("", act, { id: `do-${name}`, "data-say": word }))));
}

/** @param {import("./model.js").Chart} chart @param {import("./canvas.js").Canvas} canvas */
export function startCommands(chart, canvas) {
  const shown = () => chart.nodesNow().map((node) => node.entity);

  async function matter() {
    const answer = await ask("POST", "/v1/drawing", { hops: 1, limit: 60 });
    chart.put(answer, { anew: true });
    stand(answer);
    canvas.fit();
  }

  /** @param {any} event */
  async function opened(event) {
    const file = event.target.files[0];
    event.target.value = "";
    if (!file) return;
    const { answer, lost, moved } = await reopen(await file.text(), chart);
    stand(answer);
    canvas.fit();
    news([lost ? say("save.lost", { count: lost }) : "", moved ? say("save.moved") : ""].filter(Boolean).join(" "));
  }

  addCommands("chart", [
    { name: "matter", word: "page.matter", act: () => trying(matter) },
    { name: "undo", word: "page.undo", act: () => chart.undo() },
    { name: "redo", word: "page.redo", act: () => chart.redo() },
    { name: "fit", word: "page.fit", act: () => canvas.fit() },
    { name: "hidden", word: "page.hidden", act: () => chart.change((state) => state.hidden.clear()) },
    { name: "clear", word: "page.clear", act: () => chart.change((state) => { for (const part of Object.values(state)) part.clear(); }) },
  ]);
  addCommands("file", [
    { name: "save", word: "page.save", act: () => save(chart, standingNow()) },
    { name: "load", word: "page.load", act: () => byId("file").click() },
    { name: "hand", word: "page.hand", act: () => trying(() => handOver(shown())) },
    { name: "png", word: "page.png", act: () => trying(() => picture(shown(), canvas.picture(), footnote(), (foot) => canvas.drawing(foot))) },
    { name: "print", word: "page.print", act: () => window.print() },
  ]);
  byId("file").addEventListener("change", (/** @type {any} */ event) => trying(() => opened(event)));
}
