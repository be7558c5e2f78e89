import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTempDirectory } from "@twinkit-pro/persist/testing";

const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const RUN_MS_MAX = 60_000;

export interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as the JSON document that `--json` prints. */
  readonly json: () => never;
}

/** A checkout of small twins on ports of their own, and `wt` to run in it. */
export interface Checkout extends AsyncDisposable {
  readonly root: string;
  readonly home: string;
  readonly wt: (...args: string[]) => Promise<Run>;
  /** Starts a `wt` that the test ends itself. */
  readonly spawnWt: (...args: string[]) => ChildProcess;
  /** What the host of that name logged. */
  readonly log: (name: string) => Promise<string>;
  /** Adds a twin; 0 lets the system choose its port. */
  readonly addTwin: (name: string, port: number) => Promise<void>;
  readonly write: (path: string, text: string) => Promise<void>;
  readonly append: (path: string, text: string) => Promise<void>;
}

export async function createCheckout(env: Record<string, string> = {}): Promise<Checkout> {
  const directory = await createTempDirectory();
  const home = directory.join("home");
  const write = async (path: string, text: string): Promise<void> => void (await directory.write(path, text));
  const environment = { ...withoutOurs(process.env), WT_ROOT: directory.path, WONDERTWIN_HOME: home, ...env };
  const wt = (...args: string[]): Promise<Run> => run(args, environment);
  await write("twins/.keep", "");
  return {
    root: directory.path,
    home,
    wt,
    spawnWt: (...args) => spawn(process.execPath, [MAIN, ...args], { env: environment, stdio: "ignore" }),
    log: (name) => readFile(join(directory.path, ".wt/logs", `${name}.log`), "utf8"),
    write,
    append: async (path, text) => write(path, `${await readFile(join(directory.path, path), "utf8")}\n${text}`),
    addTwin: async (name, port) => {
      await write(join("twins", name, "twin.manifest.json"), JSON.stringify(manifest(name, port)));
      await write(join("twins", name, "dist/index.js"), moduleText(name, port));
    },
    [Symbol.asyncDispose]: async () => {
      await wt("down");
      await directory.remove();
    },
  };
}

/** The machine's own settings must not reach a test. */
function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(WT|WONDERTWIN)_/.test(name)));
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args], { env, timeout: RUN_MS_MAX }, (_, stdout, stderr) => {
      resolve({ exitCode: child.exitCode ?? -1, stdout, stderr, json: () => JSON.parse(stdout) as never });
    });
  });
}

function manifest(name: string, port: number): object {
  return {
    twin_id: `twin-${name}`,
    vendor: name,
    display_name: name,
    vendor_domain: `${name}.test`,
    description: "A twin for the tests of wt",
    category: "testing",
    tier: "community",
    publisher: "wondertwin",
    version: "1.0.0",
    port,
    vendor_api_version: null,
    sdk: { primary: null, additional: [] },
    auth_pattern: "none",
    has_webhooks: false,
    specs: [],
  };
}

/** A definition needs no import: it is a value. */
function moduleText(name: string, port: number): string {
  return `export const twin = {
    name: ${JSON.stringify(name)}, version: "1.0.0", port: ${port}, state: {}, resources: [],
    authenticate: () => ({ world: "w" }), errors: {}, parameters: "flat", accepts: ["json"], requestId: () => "r",
  };`;
}
