// Signing in and out, and the language of the page.
import { ask, forget, Refused, remember, remembered, signIn } from "./door.js";
import { byId, fill, make } from "./dom.js";
import { forgetLooks } from "./looked.js";
import { demo, told } from "./session.js";
import { languages, say, speak, spoken, translate } from "./words.js";

const RENEW = ":new-password";

/** @param {() => Promise<void>} start what the page does once it knows who looks */
export function startSigning(start) {
  byId("sign-in").addEventListener("submit", (/** @type {any} */ event) => {
    event.preventDefault();
    signedIn(new FormData(event.target)).then(start).catch((error) => {
      if (!(error instanceof Refused)) return told(error);
      const first = error.type.endsWith(RENEW);
      byId("sign-in-news").textContent = first ? say("sign.renew") : say("sign.failed", { why: error.message });
      if (first) askAnew();
    });
  });
  byId("to-provider").hidden = document.body.dataset.provider !== "yes";
  byId("to-provider").addEventListener("click", () => toProvider(byId("sign-in")));
  if (location.hash === "#not-signed-in") {
    byId("sign-in-news").textContent = say("sign.failed", { why: say("sign.provider") });
    history.replaceState(null, "", location.pathname);
  }
  byId("sign-out").addEventListener("click", async () => {
    await ask("POST", "/v1/sign-out").catch(() => null);
    forget();
    forgetLooks();
    location.reload();
  });
  if (demo || remembered().token) start().catch(told);
  else byId("sign-in").hidden = false;
  byId("sign-out").hidden = demo || !remembered().token;
}

/** A password that an administrator gave is good for choosing one's own. */
function askAnew() {
  byId("new-password").hidden = false;
  /** @type {HTMLInputElement} */ (byId("new-password").querySelector("input")).focus();
}

/** Sign in at the agency's identity provider; it leads back here. @param {HTMLFormElement} form */
function toProvider(form) {
  const why = ["purpose", "justification"].map((name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)));
  if (!why.every((field) => field.reportValidity())) return;
  rememberWhy(new FormData(form));
  location.assign("/sign-in?to=workspace");
}

/** For what and why one asks, kept for this tab. @param {FormData} said */
function rememberWhy(said) {
  const text = (/** @type {string} */ name) => String(said.get(name));
  remember({ purpose: text("purpose"), justification: text("justification"), case: text("case") });
}

/** @param {FormData} said */
async function signedIn(said) {
  const text = (/** @type {string} */ name) => String(said.get(name));
  rememberWhy(said);
  await signIn(text("name"), text("password"), text("code"), text("renewed"));
  byId("new-password").hidden = true;
  byId("sign-in").hidden = true;
  byId("sign-out").hidden = false;
}

/** @param {() => void} retold what is to be said anew in another language */
export function startLanguage(retold) {
  const choice = byId("language");
  fill(choice, ...languages().map(({ code, name }) => make("option", { value: code, selected: code === spoken() }, name)));
  choice.addEventListener("change", () => {
    speak(choice.value);
    translate();
    retold();
  });
  translate();
}
