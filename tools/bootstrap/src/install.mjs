import { createHash } from "node:crypto";
import fs from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { BIN, MODULES, ROOT, packageFolders, readJson } from "./checkout.mjs";
import { chooseRuntime, lowestVersion } from "./runtime.mjs";
import { StepFailure, step } from "./step.mjs";

const STAMP_FILE = join(MODULES, ".bootstrap.json");
const PROJECT_NODE = join(MODULES, "node", "bin", process.platform === "win32" ? "node.exe" : "node");
const SEE_ABOVE = "The lines above say why.";

/** @typedef {{mode: "machine" | "project", node: string}} Runtime */

/**
 * Makes sure of pnpm, the dependencies and, where the machine's Node is too old, the project's own.
 *
 * @param {{packageManager: string, engines: {node: string}}} manifest the root's package.json
 * @returns {Promise<{node: string, env: NodeJS.ProcessEnv}>} the Node that runs the project, and the environment in
 *   which its commands, pnpm and that Node are first in PATH
 * @throws {StepFailure}
 */
export async function install(manifest) {
  const runtime = decideRuntime(manifest.engines.node);
  const machineEnv = { ...process.env, PATH: pathWithoutBin(), TURBO_TELEMETRY_DISABLED: "1", DO_NOT_TRACK: "1" };
  const stamp = readStamp();
  const pnpm = hasPnpm(stamp.pnpm) ? stamp.pnpm : await locatePnpm(manifest.packageManager, machineEnv);
  const installEnv = withPath(machineEnv, [pnpm]);
  const key = installKey(runtime.mode);
  const current = stamp.key === key && fs.existsSync(runtime.node);
  if (!current) await installDependencies(runtime, manifest.engines.node, installEnv);
  linkNode(runtime);
  const env = withPath(installEnv, runtime.mode === "machine" ? [dirname(runtime.node), BIN] : [BIN]);
  const version = await step({
    name: "runtime",
    command: [runtime.node, "--version"],
    env,
    fallback: useOwnNode(manifest.engines.node),
    output: "keep",
  });
  if (!current) fs.writeFileSync(STAMP_FILE, JSON.stringify({ key, pnpm }));
  // turbo must not answer with what another Node built or tested.
  return { node: runtime.node, env: { ...env, WT_RUNTIME: version.stdout.trim() } };
}

/**
 * What the last install left: for what it was made, and where npx keeps pnpm.
 *
 * @returns {{key?: string, pnpm?: string}}
 */
function readStamp() {
  try {
    return readJson(STAMP_FILE);
  } catch {
    return {};
  }
}

/**
 * @param {string} engines
 * @returns {Runtime}
 */
function decideRuntime(engines) {
  const { version, execPath } = process;
  const modules = fs.existsSync(MODULES) ? fs.realpathSync(MODULES) : MODULES;
  const mode = chooseRuntime({ version, execPath: fs.realpathSync(execPath), engines, modules });
  if (mode !== "too-old") return { mode, node: mode === "machine" ? execPath : PROJECT_NODE };
  const advice = `Node ${version} is too old even to fetch the project's own. ${useOwnNode(engines)}`;
  throw new StepFailure({ step: "runtime", command: `${execPath} --version`, exitCode: 1, advice });
}

/** @param {string} engines */
function useOwnNode(engines) {
  return `Install Node ${engines} from https://nodejs.org and run it again.`;
}

/**
 * Everything that decides what an install leaves behind.
 *
 * @param {Runtime["mode"]} mode
 */
function installKey(mode) {
  const root = ["pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc", "package.json"].map((name) => join(ROOT, name));
  const hash = createHash("sha256").update(`${mode} ${process.platform} ${process.arch}`);
  for (const file of [...root, ...packageFolders().map((folder) => join(folder, "package.json"))]) {
    hash.update(`\0${file}\0`).update(fs.readFileSync(file));
  }
  return hash.digest("hex");
}

/**
 * The folder that npx keeps pnpm in; turbo runs scripts through pnpm, so it must be in PATH.
 *
 * @param {string} packageManager
 * @param {NodeJS.ProcessEnv} env
 */
async function locatePnpm(packageManager, env) {
  const command = ["npx", "--yes", "--prefer-offline", "--package", packageManager, "node", "-p", "process.env.PATH"];
  const fallback = "npx comes with npm: check that `npx --version` answers.";
  const { stdout } = await step({ name: "pnpm", command, env, fallback, output: "keep" });
  const folder = stdout.trim().split(delimiter).find(hasPnpm);
  if (folder !== undefined) return folder;
  throw new StepFailure({
    step: "pnpm",
    command: command.join(" "),
    exitCode: 0,
    advice: `No pnpm in ${stdout.trim()}`,
  });
}

/**
 * @param {Runtime} runtime
 * @param {string} engines
 * @param {NodeJS.ProcessEnv} env
 */
async function installDependencies({ mode, node }, engines, env) {
  const command = ["pnpm", "install", "--frozen-lockfile"];
  // The one install script that is needed downloads the project's own Node.
  if (mode === "machine") command.push("--ignore-scripts");
  // The packages are checked against the Node that will run them, not against the one that installs them.
  if (mode === "project") command.push(`--config.node-version=${lowestVersion(engines)}`);
  await step({ name: "install", command, env, fallback: SEE_ABOVE });
  if (mode === "machine" || fs.existsSync(node)) return;
  // An earlier install for the machine's Node left the scripts out.
  await step({ name: "runtime", command: ["pnpm", "rebuild", "node"], env, fallback: SEE_ABOVE });
}

/**
 * pnpm links `node` by a shell script that waits for it: a signal would stop the script and orphan Node. Every install
 * by hand brings the script back. For the machine's Node there is no link, because every other command would take it.
 *
 * @param {Runtime} runtime
 */
function linkNode({ mode }) {
  if (process.platform === "win32") return;
  const link = join(BIN, "node");
  const linked = fs.lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  if (linked && mode === "project") return;
  fs.rmSync(link, { force: true });
  if (mode === "project") fs.symlinkSync("../node/bin/node", link);
}

/** PATH as it was before npm put the checkout's own commands first: an install must not run on what it replaces. */
function pathWithoutBin() {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== BIN)
    .join(delimiter);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} folders
 */
function withPath(env, folders) {
  return { ...env, PATH: [...folders, env["PATH"]].join(delimiter) };
}

/**
 * @param {string | undefined} folder
 * @returns {folder is string}
 */
function hasPnpm(folder) {
  return folder !== undefined && fs.existsSync(join(folder, "pnpm"));
}
