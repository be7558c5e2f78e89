import { sep } from "node:path";

/** pnpm 10 starts from this version on; it installs everything else. */
const OLDEST_NODE = "18.12.0";

/**
 * @param {string} version `1.2.3`, as is the minimum; a leading `v` or `>=` is ignored
 * @param {string} minimum
 */
export function isAtLeast(version, minimum) {
  const have = numbers(version);
  const want = numbers(minimum);
  const at = [0, 1, 2].find((index) => (have[index] ?? 0) !== (want[index] ?? 0));
  return at === undefined || (have[at] ?? 0) > (want[at] ?? 0);
}

/**
 * Whose Node runs the project: the machine's when it is new enough, else the one that the lockfile pins.
 * A bootstrap that already runs under the pinned one (npm puts `node_modules/.bin` first in PATH) stays with it.
 *
 * @param {{version: string, execPath: string, engines: string, modules: string}} machine
 * @returns {"machine" | "project" | "too-old"}
 */
export function chooseRuntime({ version, execPath, engines, modules }) {
  if (execPath.startsWith(modules + sep)) return "project";
  if (isAtLeast(version, engines)) return "machine";
  return isAtLeast(version, OLDEST_NODE) ? "project" : "too-old";
}

/** @param {string} range `>=24.11` gives `24.11.0` */
export function lowestVersion(range) {
  const [major = 0, minor = 0, patch = 0] = numbers(range);
  return `${major}.${minor}.${patch}`;
}

/** @param {string} version */
function numbers(version) {
  return version.replace(/^\D+/, "").split(".").map(Number);
}
