// What is under way and whether the server is there: long work shows its time and is stopped, a lost server is knocked at.
import { ask, stopAll } from "./door.js";
import { byId } from "./dom.js";
import { say } from "./words.js";

const LONG = 1000, KNOCK = 2000;
let asking = 0, since = 0, clock = 0, knocking = false;

/** Something that asks has begun. */
export function begun() {
  asking += 1;
  if (asking > 1) return;
  since = performance.now();
  clock = window.setInterval(tick, 250);
}

/** It has ended, however it ended. */
export function ended() {
  asking -= 1;
  if (asking > 0) return;
  clearInterval(clock);
  byId("progress").hidden = true;
}

function tick() {
  // Who fills in a form waits for nothing.
  if (document.querySelector("dialog[open]")) since = performance.now();
  const long = performance.now() - since;
  if (long < LONG) return;
  byId("progress").hidden = false;
  byId("progress-time").textContent = say("asking", { seconds: Math.floor(long / 1000) });
}

/** The server is out of reach: say so until it answers again, then have the page catch up.
 * @param {(error: unknown) => void} told what an answer says that is none */
export async function lost(told) {
  byId("lost").hidden = false;
  if (knocking) return;
  knocking = true;
  while (!(await answers(told))) await new Promise((resolve) => setTimeout(resolve, KNOCK));
  knocking = false;
  byId("lost").hidden = true;
  dispatchEvent(new Event("back"));
}

/** @param {(error: unknown) => void} told */
async function answers(told) {
  try {
    await ask("GET", "/v1/standing");
  } catch (error) {
    if (/** @type {any} */ (error).status === undefined) return false;
    told(error);
  }
  return true;
}

/** @param {() => Promise<void>} catchUp what is asked anew once the server is back */
export function startConnection(catchUp) {
  byId("stop").addEventListener("click", stopAll);
  addEventListener("back", catchUp);
}
