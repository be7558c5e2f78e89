import { request } from "./api.mjs";
import { refresh } from "./page.mjs";

/** Between two looks at a page that changes all the time. */
const REFRESH_GAP_MS = 400;
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 15_000;
const NEWS_GAP_MS = 3_000;

let paused = false;
let told = null;
let refreshing = false;
let stream = null;
let state = "connecting";
let newsAt = 0;

/** Follows what happens in the world of the page; a page out of sight holds no connection. */
export function followChanges() {
  document.addEventListener("visibilitychange", reconnect);
  reconnect();
}

/** Called after each change of the page: another world has another stream. */
export function pageShown() {
  const wanted = document.querySelector("#page")?.dataset.stream;
  if (stream !== null && stream.url !== wanted) reconnect();
  else showState();
}

export function togglePause() {
  paused = !paused;
  showState();
  if (!paused) void catchUp();
}

function reconnect() {
  stream?.abort.abort();
  stream = null;
  const url = document.querySelector("#page")?.dataset.stream;
  if (document.hidden || url === undefined) return;
  told = null;
  stream = { url, abort: new AbortController() };
  void follow(stream);
}

async function follow(mine) {
  for (let waitMs = RETRY_MS_MIN; ; waitMs = Math.min(waitMs * 2, RETRY_MS_MAX)) {
    try {
      const response = await request(mine.url, { signal: mine.abort.signal });
      if (!response.ok) throw new Error(`status ${response.status}`);
      waitMs = RETRY_MS_MIN;
      setState("live");
      for await (const change of changesOf(response.body)) {
        told = change;
        showState();
        if (!paused) void catchUp();
      }
    } catch {
      // An ended stream and a failed one are followed alike: after a while, again.
    }
    if (mine.abort.signal.aborted) return;
    setState("away");
    await new Promise((resolve) => {
      setTimeout(resolve, waitMs);
    });
    if (mine.abort.signal.aborted) return;
  }
}

/** The data of each event (WHATWG HTML, server-sent events); ours are one line each. */
async function* changesOf(body) {
  let rest = "";
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line.startsWith("data: ")) yield JSON.parse(line.slice("data: ".length));
  }
}

/** Refreshes until the page shows what was told last. */
async function catchUp() {
  if (refreshing) return;
  refreshing = true;
  try {
    while (isBehind()) {
      const before = Number(shown().requests);
      await refresh();
      announce(Number(shown().requests) - before);
      if (!isBehind()) return;
      await new Promise((resolve) => {
        setTimeout(resolve, REFRESH_GAP_MS);
      });
    }
  } finally {
    refreshing = false;
  }
}

/** A page that could not be shown has no version, and is not asked for again. */
function isBehind() {
  const { version } = shown();
  return !paused && told !== null && version !== undefined && version !== told.version;
}

function shown() {
  return document.querySelector("#page")?.dataset ?? {};
}

function announce(count) {
  const news = document.querySelector("#news");
  if (news === null || !(count > 0) || Date.now() - newsAt < NEWS_GAP_MS) return;
  newsAt = Date.now();
  news.textContent = `${count} new ${count === 1 ? "request" : "requests"}`;
}

function setState(next) {
  state = next;
  showState();
}

function showState() {
  const button = document.querySelector("#pause");
  const text = document.querySelector("#live-state");
  if (button === null || text === null) return;
  button.setAttribute("aria-pressed", String(paused));
  button.textContent = paused ? "Resume" : "Pause";
  const waiting = told === null ? 0 : told.requests - Number(shown().requests);
  text.dataset.state = paused ? "paused" : state;
  text.textContent = paused
    ? waiting > 0
      ? `Paused, ${waiting} new`
      : "Paused"
    : { live: "Live", connecting: "Connecting", away: "Not connected" }[state];
}
