// The one way to the server: every question carries who asks, for what and why.

const KEPT = "comity-sign-in";

export class Refused extends Error {
  /** @param {number} status @param {any} problem */
  constructor(status, problem) {
    super(problem?.detail || problem?.title || String(status));
    this.status = status;
    this.type = String(problem?.type ?? "");
  }
}

/** Without a connection: the page stays as it is. */
export class Unreachable extends Error {}

/** @type {{token: string, purpose: string, justification: string, case: string}} */
let standing = { token: "", purpose: "", justification: "", case: "" };

/** What was said at signing in, kept for this tab alone. */
export function remembered() {
  try {
    standing = { ...standing, ...JSON.parse(sessionStorage.getItem(KEPT) ?? "{}") };
  } catch {
    sessionStorage.removeItem(KEPT);
  }
  return standing;
}

/** @param {Partial<typeof standing>} said */
export function remember(said) {
  standing = { ...standing, ...said };
  sessionStorage.setItem(KEPT, JSON.stringify(standing));
}

export function forget() {
  standing = { token: "", purpose: "", justification: "", case: "" };
  sessionStorage.removeItem(KEPT);
}

function headers() {
  /** @type {Record<string, string>} */
  const told = {};
  if (standing.token) told["Authorization"] = `Bearer ${standing.token}`;
  if (standing.purpose) told["Comity-Purpose"] = encodeURIComponent(standing.purpose);
  if (standing.justification) told["Comity-Justification"] = encodeURIComponent(standing.justification);
  if (standing.case) told["Comity-Case"] = encodeURIComponent(standing.case);
  return told;
}

let stopper = new AbortController();

/** Wait no longer for any answer that is under way; what is written is not cut off. */
export function stopAll() {
  stopper.abort();
  stopper = new AbortController();
}

/** Ends with the caller's own signal, or when all is stopped. @param {AbortSignal} [signal] */
function stoppable(signal) {
  return signal ? AbortSignal.any([signal, stopper.signal]) : stopper.signal;
}

/** @param {string} method @param {string} path @param {unknown} [body] @param {AbortSignal} [signal]
 * @param {Record<string, string>} [more] */
async function sent(method, path, body, signal, more = {}) {
  const told = { ...headers(), ...more };
  if (body !== undefined) told["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, {
      method, headers: told, signal, credentials: "same-origin",
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable();
  }
  if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => null));
  return answer;
}

/** Ask, and read the answer as JSON.
 * @param {string} method @param {string} path @param {unknown} [body] @param {AbortSignal} [signal]
 * @returns {Promise<any>} */
export async function ask(method, path, body, signal) {
  const answer = await sent(method, path, body, method === "DELETE" ? signal : stoppable(signal));
  return answer.status === 204 ? null : answer.json();
}

/** Send what is to be kept, under a key of its own: what is sent again under the same one is taken once.
 * @param {string} path @param {unknown} body @param {string} [key] @returns {Promise<any>} */
export async function send(path, body, key = crypto.randomUUID()) {
  return (await sent("POST", path, body, undefined, { "Idempotency-Key": key })).json();
}

/** Ask for the sake of a case.
 * @param {string} of @param {string} path @returns {Promise<any>} */
export async function askFor(of, path) {
  return (await sent("GET", path, undefined, stoppable(), { "Comity-Case": encodeURIComponent(of) })).json();
}

/** The names of the events of a stream, as they come.
 * @param {string} path @param {AbortSignal} signal @returns {AsyncGenerator<string>} */
export async function* events(path, signal) {
  const answer = await sent("GET", path, undefined, signal);
  const reader = /** @type {ReadableStream<Uint8Array>} */ (answer.body).pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (text + value).split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts) yield part.match(/^event: (\w+)/)?.[1] ?? "";
  }
}

/** Ask for a file or a picture.
 * @param {string} method @param {string} path @param {unknown} [body] @returns {Promise<Blob>} */
export async function askFile(method, path, body) {
  return (await askWhole(method, path, body)).blob();
}

/** The same with what its headers say. @param {string} method @param {string} path @param {unknown} [body] */
export function askWhole(method, path, body) {
  return sent(method, path, body, stoppable());
}

/** Sign in; the password is sent once and kept nowhere.
 * @param {string} name @param {string} password @param {string} code @param {string} renewed a new one, if any */
export async function signIn(name, password, code, renewed) {
  const told = await ask("POST", "/v1/sign-in", { name, password, code, ...(renewed ? { new_password: renewed } : {}) });
  remember({ token: told.token });
}
