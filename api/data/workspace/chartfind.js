// Finding on the chart: Enter goes to the next entity, note or group whose name has the words.
import { byId } from "./dom.js";
import { say } from "./words.js";

/** @param {import("./model.js").Chart} chart @param {import("./canvas.js").Canvas} canvas */
export function startChartFind(chart, canvas) {
  const box = byId("chart-find-text"), told = byId("chart-found");
  let at = 0, last = "";

  byId("chart-find").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = folded(box.value.trim());
    const found = text ? canvas.named().filter(({ name }) => folded(name).includes(text)) : [];
    at = text === last ? at + 1 : 0;
    last = text;
    told.textContent = found.length ? say("find.at", { number: at % found.length + 1, count: found.length, name: found[at % found.length].name }) : say("search.none");
    if (found.length) chart.select(found[at % found.length].id);
  });
}

/** Without accents and capitals. @param {string} text */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
