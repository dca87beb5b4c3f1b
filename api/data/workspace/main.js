// Puts the page together: the chart, what can be done with it, and the panels beside it.
import { makeActs } from "./acts.js";
import { Canvas } from "./canvas.js";
import { startCommands } from "./commands.js";
import { ask } from "./door.js";
import { byId } from "./dom.js";
import { startFilters } from "./filters.js";
import { startKeys } from "./keys.js";
import { Chart } from "./model.js";
import { startPainting } from "./painting.js";
import { startPanels } from "./panels.js";
import { startReview } from "./review.js";
import { startSearch } from "./search.js";
import { restate, stand, told } from "./session.js";
import { startLanguage, startSigning } from "./signing.js";
import { startTwin } from "./twin.js";

const chart = new Chart();
const canvas = new Canvas(byId("canvas"), chart, JSON.parse(byId("looks").textContent ?? "{}"));
const acts = makeActs(chart, canvas);
const twin = startTwin(chart, acts);

startCommands(chart, canvas);
startFilters(chart);
startSearch(acts);
startPainting(chart, canvas);
startKeys(chart, acts);
startPanels([
  { name: "chart", word: "page.chart", load: () => canvas.network.redraw() },
  { name: "queue", word: "page.queue", load: startReview(acts) },
], told);
startLanguage(() => {
  twin.draw();
  restate();
});
startSigning(async () => {
  stand(await ask("GET", "/v1/standing"));
  byId("work").hidden = false;
  twin.draw();
});
document.documentElement.dataset.ready = "yes";
