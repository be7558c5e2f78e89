import { readFileSync } from "node:fs";

/** Both `src/` and `dist/` lie beside `assets/`; this file must stay at the top of `src/`. */
const ASSETS = new URL("../assets/", import.meta.url);

/** The text of a file that is served as it is. `name` is one of ours, never a part of a request. */
export function readAsset(name: string): string {
  return readFileSync(new URL(name, ASSETS), "utf8");
}
