// Laying the chart out anew, on the server; what is pinned stays, and things move where motion is welcome.
import { ask } from "./door.js";
import { byId } from "./dom.js";
import { stand, trying } from "./session.js";

const LONG = 400;

/** @param {import("./model.js").Chart} chart @param {import("./canvas.js").Canvas} canvas */
export function startLayouts(chart, canvas) {
  byId("layout").addEventListener("change", () => trying(async () => {
    const entities = [...chart.state.shown];
    if (!entities.length) return;
    const held = chart.held().filter((spot) => chart.state.pinned.has(spot.entity));
    const answer = await ask("POST", "/v1/drawing", { entities, held, limit: 5000, layout: byId("layout").value });
    const before = canvas.places();
    chart.put(answer, { relaid: true });
    stand(answer);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches || entities.length > 500) canvas.fit();
    else glide(canvas, before, canvas.placesMeant());
  }));
}

/** @param {import("./canvas.js").Canvas} canvas @param {Record<string, any>} from @param {Record<string, any>} to */
function glide(canvas, from, to) {
  const started = performance.now();
  const step = () => {
    const share = Math.min((performance.now() - started) / LONG, 1);
    const ids = Object.keys(to).filter((id) => from[id]);
    canvas.nodes.update(ids.map((id) => ({ id, x: from[id].x + (to[id].x - from[id].x) * share,
      y: from[id].y + (to[id].y - from[id].y) * share })));
    if (share < 1) requestAnimationFrame(step);
    else canvas.fit();
  };
  step();
}
