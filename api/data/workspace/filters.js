// What is switched off, and the window of time with its histogram.
import { byId, counted, fill, make, together } from "./dom.js";
import { plain, say } from "./words.js";

const BARS = 48;

/** @param {import("./model.js").Chart} chart */
export function startFilters(chart) {
  const from = byId("time-from"), to = byId("time-to"), told = byId("time-told"), bars = byId("time-bars");
  /** @type {string[]} */ let moments = [];
  let timer = 0;

  function boxes() {
    const nodes = [...chart.state.shown].map((id) => chart.known.get(id)).filter((node) => node !== undefined);
    const there = new Set(nodes.map((node) => node.entity));
    const edges = [...chart.edges.values()].filter((edge) => there.has(edge.first) && there.has(edge.second));
    const groups = [
      ...counted(nodes, (node) => `kind ${node.kind}`),
      ...counted(edges, (edge) => `role ${edge.role || edge.kind}`),
      ...counted(edges, (edge) => `trust ${edge.trust}`),
      ...counted(nodes.flatMap((node) => node.agencies), (agency) => `agency ${agency}`)];
    fill(byId("filters"), ...["kind", "role", "trust", "agency"].map((group) => make("fieldset", {},
      make("legend", {}, say(`filter.${group}`)),
      ...groups.filter(([name]) => name.startsWith(`${group} `)).map(([name, many]) => make("label", { class: "choice" },
        make("input", { type: "checkbox", checked: !chart.filter.off.has(name), on: { change: () => toggle(name) } }),
        ` ${group === "agency" ? name.slice(7) : plain(name.slice(group.length + 1))} ${many}`)))));
    moments = edges.flatMap((edge) => (edge.valid.start ? [edge.valid.start] : [])).sort();
    histogram();
  }

  /** @param {string} name */
  function toggle(name) {
    const off = new Set(chart.filter.off);
    if (!off.delete(name)) off.add(name);
    chart.narrow({ off });
  }

  function histogram() {
    byId("timeline").hidden = moments.length < 2;
    if (moments.length < 2) return;
    const first = Date.parse(moments[0]), span = Math.max(Date.parse(moments[moments.length - 1]) - first, 1);
    const counts = new Array(BARS).fill(0);
    for (const each of moments) counts[Math.min(BARS - 1, Math.floor((Date.parse(each) - first) / span * BARS))] += 1;
    const most = Math.max(...counts);
    fill(bars, ...counts.map((many) => make("span", { class: `bar h${Math.ceil(8 * many / most)}` })));
    from.max = to.max = BARS;
  }

  /** @param {number} step */
  function moment(step) {
    const first = Date.parse(moments[0]), span = Math.max(Date.parse(moments[moments.length - 1]) - first, 1);
    return new Date(first + span * step / BARS).toISOString();
  }

  function narrow() {
    const low = Math.min(Number(from.value), Number(to.value)), high = Math.max(Number(from.value), Number(to.value));
    const whole = low === 0 && high === BARS;
    const window = { from: whole ? "" : moment(low), to: whole ? "" : moment(high) };
    told.textContent = whole ? say("window.all") : say("window", { from: window.from.slice(0, 10), to: window.to.slice(0, 10) });
    chart.narrow(window);
  }

  function play() {
    if (timer) {
      clearInterval(timer);
      timer = 0;
      byId("time-play").textContent = say("play");
      return;
    }
    byId("time-play").textContent = say("stop");
    const wide = Math.max(Math.abs(Number(to.value) - Number(from.value)) % BARS, 4);
    let step = 0;
    timer = window.setInterval(() => {
      [from.value, to.value] = [String(step), String(Math.min(step + wide, BARS))];
      narrow();
      if (step + wide >= BARS) play();
      step += 1;
    }, 350);
  }

  from.addEventListener("input", narrow);
  to.addEventListener("input", narrow);
  byId("time-play").addEventListener("click", play);
  let last = "";
  chart.addEventListener("change", together(() => {
    const now = [...chart.state.shown].join();
    if (now !== last) boxes();
    last = now;
  }));
  return { boxes };
}
