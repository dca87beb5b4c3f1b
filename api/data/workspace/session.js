// Who looks and for what, as the head of the page says it; what goes wrong is told here.
import { begun, ended as over, lost } from "./connection.js";
import { Refused, Unreachable } from "./door.js";
import { byId } from "./dom.js";
import { say, written } from "./words.js";

export const demo = document.body.dataset.demo === "yes";
/** @type {any} */ let standing = null;
/** @type {any} */ let marking = null;

/** @param {string} text */
export function news(text) {
  byId("news").textContent = text;
}

/** Say what went wrong; what is on the page stays. @param {unknown} error */
export function told(error) {
  news(faultOf(error));
}

/** What went wrong, in words; whatever is no fault of asking is thrown on. Who is signed out is asked to sign in again;
 * what is on the page stays until then. @param {unknown} error */
export function faultOf(error) {
  if (error instanceof Unreachable) return gone();
  if (error instanceof DOMException && error.name === "AbortError") return say("stopped");
  if (!(error instanceof Refused)) throw error;
  if (error.status !== 401) return say("refused", { why: error.message });
  byId("sign-in").hidden = demo;
  return say("ended");
}

/** The server cannot be reached: it is knocked at until it answers. */
function gone() {
  lost(told);
  return say("lost");
}

/** Do something that asks the server; its faults are told. @param {() => Promise<void>} act */
export async function trying(act) {
  begun();
  try {
    news(say("loading"));
    await act();
    if (byId("news").textContent === say("loading")) news("");
  } catch (error) {
    told(error);
  } finally {
    over();
  }
}

/** Take in whose view an answer is, and how it may be passed on. @param {any} answer */
export function stand(answer) {
  standing = answer.standing;
  if ("marking" in answer) marking = answer.marking;
  restate();
}

/** The standing that the last answer gave; null before the first. */
export function standingNow() {
  return standing;
}

/** Say the head of the page, in its language of now. */
export function restate() {
  if (!standing) return;
  byId("standing").textContent = say("seen", { ...standing, known: written(standing.known_at),
    agreements: standing.agreements.join(", ") || say("own") });
  byId("marking").textContent = marked();
}

/** How what shows may be passed on, in one line. */
export function marked() {
  if (!marking) return "";
  const first = marking.verify_first.join(", ");
  return [...marking.codes, ...marking.caveats, say("marking.onward", marking), say("marking.evidence", marking),
    ...(first ? [say("marking.first", { first })] : [])].join(" · ");
}

/** What a picture says below itself. */
export function footnote() {
  return say("footnote", { marking: marked(), standing: byId("standing").textContent });
}
