// Puts the page together: the chart, what can be done with it, and the panels beside it.
import { makeActs } from "./acts.js";
import { startGroups } from "./aggregate.js";
import { startLegend } from "./appearance.js";
import { Canvas } from "./canvas.js";
import { startConnection } from "./connection.js";
import { startChartFind } from "./chartfind.js";
import { startBoard } from "./board.js";
import { startCommands } from "./commands.js";
import { ask } from "./door.js";
import { byId } from "./dom.js";
import { showAgain } from "./entity.js";
import { startFilters } from "./filters.js";
import { startHulls } from "./hulls.js";
import { startInsight } from "./insight.js";
import { startKept } from "./kept.js";
import { startKeys } from "./keys.js";
import { startLayouts } from "./layouts.js";
import { startMinimap } from "./minimap.js";
import { startMap } from "./mapping.js";
import { Chart } from "./model.js";
import { startOffice } from "./office.js";
import { startPainting } from "./painting.js";
import { startPanels } from "./panels.js";
import { startReview } from "./review.js";
import { startSearch } from "./search.js";
import { startSelection } from "./selection.js";
import { news, restate, stand, standingNow, told, trying } from "./session.js";
import { say } from "./words.js";
import { startLanguage, startSigning } from "./signing.js";
import { startTimeline } from "./timeline.js";
import { startTwin } from "./twin.js";

const chart = new Chart();
const looks = JSON.parse(byId("looks").textContent ?? "{}");
const canvas = new Canvas(byId("canvas"), chart, looks);
const acts = makeActs(chart, canvas);
const twin = startTwin(chart, acts);

startCommands(chart, canvas);
startKeys(chart, acts, startSelection(chart, canvas, acts));
startLayouts(chart, canvas);
startHulls(canvas);
startMinimap(canvas);
startChartFind(chart, canvas);
const legend = startLegend(chart, looks);
const filters = startFilters(chart);
const search = startSearch(acts);
startPainting(chart, canvas);
startPanels([
  { name: "chart", word: "page.chart", load: () => canvas.network.redraw() },
  { name: "groups", word: "page.groups", load: startGroups(acts, looks) },
  { name: "queue", word: "page.queue", load: startReview(acts) },
  { name: "time", word: "page.timeline", load: startTimeline(chart, acts) },
  { name: "map", word: "page.map", load: startMap(chart, acts) },
  { name: "insight", word: "page.insight", load: startInsight(chart, acts) },
  { name: "office", word: "page.office", load: startOffice(chart) },
  { name: "board", word: "page.board", load: startBoard(acts) },
  { name: "kept", word: "page.kept", load: startKept(chart, canvas, acts) },
], told);
startLanguage(() => {
  twin.draw();
  legend.draw();
  filters.boxes();
  canvas.draw();
  search.draw();
  restate();
  trying(() => showAgain(acts));
});
/** What lies on the chart and who is open is asked for anew, as it shows by now. */
async function catchUp() {
  if (chart.state.shown.size) await acts.add([]);
  await trying(() => showAgain(acts));
}
startConnection(async () => {
  await catchUp();
  news(say("back"));
});
startSigning(async () => {
  const answer = await ask("GET", "/v1/standing");
  // What somebody else saw, or the same one for another purpose, is not for whoever signs in after them.
  if (standingNow() && whose(standingNow()) !== whose(answer.standing)) return location.reload();
  stand(answer);
  byId("work").hidden = false;
  twin.draw();
  await catchUp();
});
/** @param {any} standing */
function whose({ viewer, agency, purpose }) {
  return JSON.stringify([viewer, agency, purpose]);
}
document.documentElement.dataset.ready = "yes";
