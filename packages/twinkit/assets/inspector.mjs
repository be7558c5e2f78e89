import { copyBody, download, runAction } from "./actions.mjs";
import { hasToken, keepToken, request } from "./api.mjs";
import { followChanges, pageShown, togglePause } from "./changes.mjs";
import { onShown, tick, visit } from "./page.mjs";

const UI_PATH = "/admin/ui";
const TICK_MS = 1_000;

document.addEventListener("click", (event) => {
  if (event.target.closest("#pause") !== null) return togglePause();
  const copies = event.target.closest("[data-copies]");
  if (copies !== null) return void copyBody(copies);
  const downloads = event.target.closest("[data-downloads]");
  if (downloads !== null) return void download(downloads);
  const link = event.target.closest("a[href]");
  if (link === null || !isOurs(link) || event.button !== 0 || hasModifier(event)) return;
  event.preventDefault();
  void visit(link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id === "token-form") {
    event.preventDefault();
    void openWith(form.querySelector("#token").value);
  } else if (form.dataset.api !== undefined) {
    event.preventDefault();
    void runAction(form, event.submitter);
  } else if (form.method === "get") {
    event.preventDefault();
    const url = new URL(form.action);
    for (const [name, value] of new FormData(form, event.submitter))
      if (value !== "") url.searchParams.set(name, value);
    void visit(url.href);
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});

window.addEventListener("popstate", () => void visit(location.href, { history: "keep" }));

onShown.add(pageShown);
onShown.add(showCurrentPanel);
setInterval(tick, TICK_MS);

showCurrentPanel();
if (document.querySelector("[data-needs-token]") === null) followChanges();
else if (hasToken()) void openWith(null);

/** Shows the page that the token was missing for. `token` null: the one that is kept. */
async function openWith(token) {
  if (token !== null) keepToken(token);
  const { status } = await request(location.href);
  if (status === 401) {
    keepToken(null);
    document.querySelector("#token-problem").textContent = "The twin refused this token.";
    return;
  }
  await visit(location.href, { history: "keep" });
  followChanges();
}

/** On a narrow screen the navigation is a strip that scrolls. */
function showCurrentPanel() {
  const strip = document.querySelector(".panels");
  const link = strip?.querySelector("[aria-current]");
  if (!link) return;
  const [outer, inner] = [strip.getBoundingClientRect(), link.getBoundingClientRect()];
  if (inner.left < outer.left || inner.right > outer.right) strip.scrollBy(inner.left - outer.left - 16, 0);
}

function isOurs(link) {
  // Places of the same page are the browser's to go to.
  if (link.getAttribute("href").startsWith("#")) return false;
  return link.origin === location.origin && link.pathname.startsWith(UI_PATH) && link.target === "";
}

function hasModifier({ altKey, ctrlKey, metaKey, shiftKey }) {
  return altKey || ctrlKey || metaKey || shiftKey;
}
