import fs from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds bootstrap.mjs. */
export const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
export const MODULES = join(ROOT, "node_modules");
export const BIN = join(MODULES, ".bin");

/** The folders that pnpm-workspace.yaml names. */
const WORKSPACE_GROUPS = ["apps", "packages", "twins", "tools", "examples"];

/** Absolute paths of the workspace's packages, sorted. */
export function packageFolders() {
  const groups = WORKSPACE_GROUPS.map((group) => join(ROOT, group)).filter((group) => fs.existsSync(group));
  const folders = groups.flatMap((group) => fs.readdirSync(group).map((name) => join(group, name)));
  return folders.filter((folder) => fs.existsSync(join(folder, "package.json"))).sort();
}

/** @param {string} file */
export function readJson(file) {
  return JSON.parse(fs.readFileSync(file, "utf8"));
}
