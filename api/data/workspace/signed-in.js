// Comes back from the identity provider with a token: keeps it for this tab alone, and goes on to the workspace.
import { remember, remembered } from "./door.js";

remembered();
remember(JSON.parse(document.getElementById("signed-in")?.textContent ?? "{}"));
location.replace("/workspace");
