import { join } from "node:path";

/** The folder of this app: the parent of `src/` and of `dist/` alike. Holds the migrations and the built snapshot. */
export const PACKAGE_ROOT = join(import.meta.dirname, "..");
