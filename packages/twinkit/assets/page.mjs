import { request } from "./api.mjs";
import { morph } from "./morph.mjs";

const FRESH = "fresh";
let loading = new AbortController();
let clockReadAt = Date.now();

/** Called with what the page shows now, after each change of it. */
export const onShown = new Set();

/**
 * Goes to another page of the inspector without leaving this one.
 * @param {{ history?: "push" | "keep" }} [options]
 */
export async function visit(url, { history = "push" } = {}) {
  const before = new URL(location.href);
  if (!(await load(url))) return;
  if (history === "push" && url !== location.href) window.history.pushState(null, "", url);
  for (const form of document.querySelectorAll('form[method="get"]')) form.reset();
  const after = new URL(url, location.href);
  if (after.pathname !== before.pathname) {
    document.querySelector("#detail")?.scrollTo(0, 0);
    if (!isWide() || panelOf(after) !== panelOf(before)) window.scrollTo(0, 0);
  }
  // What had the focus may be gone, or out of sight behind a detail.
  const focused = document.activeElement;
  if (focused === null || focused === document.body || !focused.checkVisibility()) {
    document.querySelector("#main")?.focus({ preventScroll: true });
  }
}

/** Shows the present state of this page. */
export async function refresh() {
  await load(location.href, (added) => added.classList.add(FRESH));
}

/** Writes the time of flowing clocks on, once a second. */
export function tick() {
  const passed = Date.now() - clockReadAt;
  for (const time of document.querySelectorAll('[data-clock="flowing"]')) {
    const now = new Date(Date.parse(time.dateTime) + passed);
    time.textContent = now
      .toISOString()
      .replace("T", " ")
      .replace(/\.\d+Z$/, "");
  }
}

/** @returns whether the page was shown; another one may have been asked for in the meantime */
async function load(url, onAdded) {
  loading.abort();
  const mine = (loading = new AbortController());
  try {
    const response = await request(url, { headers: { accept: "text/html" }, signal: mine.signal });
    const wanted = new DOMParser().parseFromString(await response.text(), "text/html");
    if (mine.signal.aborted) return false;
    show(wanted, onAdded);
    return true;
  } catch (error) {
    if (!mine.signal.aborted) say(`The twin did not answer: ${error.message}.`, "bad");
    return false;
  }
}

function show(wanted, onAdded) {
  document.title = wanted.title;
  const [present, next] = [document.querySelector("#page"), wanted.querySelector("#page")];
  if (present !== null && next !== null) morph(present, next, onAdded);
  else document.body.replaceChildren(...wanted.body.childNodes);
  clockReadAt = Date.now();
  for (const listener of onShown) listener();
}

/** Says how something went, to eyes and to screen readers. */
export function say(text, tone = "ok") {
  const said = document.querySelector("#said");
  if (said === null) return;
  said.textContent = text;
  said.className = `said tone-${tone}`;
  said.hidden = text === "";
}

function panelOf(url) {
  return url.pathname.split("/", 4).join("/");
}

function isWide() {
  return matchMedia("(min-width: 60rem)").matches;
}
