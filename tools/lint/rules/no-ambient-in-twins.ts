import { bannedName } from "./ban.ts";
import type { Ban } from "./ban.ts";
import type { Rule } from "./rule.ts";
import { visitUses } from "./uses.ts";
import type { Use } from "./uses.ts";

const AMBIENT: Ban = {
  globals: [
    "AbortSignal.timeout",
    "crypto.getRandomValues",
    "crypto.randomUUID",
    "crypto.subtle.generateKey",
    "Date.now",
    "EventSource",
    "fetch",
    "Math.random",
    "performance",
    "process.env",
    "process.hrtime",
    "process.nextTick",
    "process.uptime",
    "queueMicrotask",
    "setImmediate",
    "setInterval",
    "setTimeout",
    "Temporal.Now",
    "WebSocket",
    "XMLHttpRequest",
  ],
  modules: {
    child_process: "*",
    cluster: "*",
    crypto: [
      "generateKey",
      "generateKeyPair",
      "generateKeyPairSync",
      "generateKeySync",
      "generatePrime",
      "generatePrimeSync",
      "getRandomValues",
      "randomBytes",
      "randomFill",
      "randomFillSync",
      "randomInt",
      "randomUUID",
      "webcrypto",
    ],
    dgram: "*",
    dns: "*",
    "dns/promises": "*",
    fs: "*",
    "fs/promises": "*",
    http: "*",
    http2: "*",
    https: "*",
    net: "*",
    perf_hooks: "*",
    process: ["env", "hrtime", "nextTick", "uptime"],
    sqlite: "*",
    timers: "*",
    "timers/promises": "*",
    tls: "*",
    worker_threads: "*",
  },
};

/**
 * A twin takes time, randomness, background work, HTTP and storage from what its handlers are given, so that a run can
 * be repeated, its clock moved, and its end waited for.
 */
export const noAmbientInTwins: Rule = {
  create: (context) =>
    visitUses(context, (use) => {
      const name = readsClock(use) ? "the current time" : bannedName(use, AMBIENT);
      if (name === undefined) return false;
      const message = `A twin must not reach ${name}: use what the handler is given (now, schedule, ids, http, state).`;
      context.report({ node: use.node, message });
      return true;
    }),
};

/** `new Date()`, and `Date()` with any arguments. */
function readsClock({ module, path, how, arguments: given }: Use): boolean {
  if (module !== undefined || path.length !== 1 || path[0] !== "Date") return false;
  return how === "call" || (how === "new" && given.length === 0);
}
