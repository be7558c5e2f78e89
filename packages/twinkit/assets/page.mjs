import { request } from "./api.mjs";
import { morph } from "./morph.mjs";

const FRESH = "fresh";
const SAID_MS = 8_000;
let loading = new AbortController();
let clockReadAt = Date.now();
let silence = 0;
let visiting = 0;

/** Called with what the page shows now, after each change of it. */
export const onShown = new Set();

/**
 * Goes to another page of the inspector without leaving this one.
 * @param {{ history?: "push" | "keep" }} [options]
 */
export async function visit(url, { history = "push" } = {}) {
  const before = new URL(location.href);
  visiting += 1;
  const isShown = await load(url);
  visiting -= 1;
  if (!isShown) return;
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

/** Shows the present state of this page; not while the reader is on the way to another one. */
export async function refresh() {
  if (visiting > 0) return;
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

/** Says how something went, to eyes and to screen readers; what went wrong stays until the next thing is said. */
export function say(text, tone = "ok") {
  const said = document.querySelector("#said");
  if (said === null) return;
  clearTimeout(silence);
  said.textContent = text;
  said.className = `said tone-${tone}`;
  if (tone === "ok") silence = setTimeout(() => say(""), SAID_MS);
}

function panelOf(url) {
  return url.pathname.split("/", 4).join("/");
}

function isWide() {
  return matchMedia("(min-width: 60rem)").matches;
}
