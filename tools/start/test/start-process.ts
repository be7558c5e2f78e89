import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { fileURLToPath } from "node:url";
import { createTempDirectory } from "@twinkit-pro/persist/testing";
import { isTaken } from "../src/taken-port.ts";

const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));
/** Platform, Stripe and iconik in the published table. */
const PORTS = [4100, 4111, 4117] as const;

/** One folder for what starts leave, and ports that were free a moment ago. */
export interface Scene extends AsyncDisposable {
  readonly offset: number;
  readonly ports: readonly number[];
  readonly start: (...args: string[]) => Started;
  /** Whether anything listens on a port of the scene. */
  readonly isAnyTaken: () => Promise<boolean>;
  readonly stateDirectory: string;
}

/** A running `npm start`. */
export interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** The exit code, when all its output has arrived. */
  readonly ended: Promise<number | null>;
  /** Resolves when the output matches, rejects when it ends before. */
  readonly until: (pattern: RegExp) => Promise<RegExpExecArray>;
}

export async function createScene(): Promise<Scene> {
  const directory = await createTempDirectory();
  const offset = await freeOffset();
  const environment = { ...process.env, WT_STATE_DIR: directory.path, npm_lifecycle_event: undefined };
  const ports = PORTS.map((port) => port + offset);
  const running: Started[] = [];
  return {
    offset,
    ports,
    stateDirectory: directory.path,
    start: (...args) => {
      const started = startProcess(["--port-offset", String(offset), ...args], environment);
      running.push(started);
      return started;
    },
    isAnyTaken: async () => (await Promise.all(ports.map(isTaken))).includes(true),
    [Symbol.asyncDispose]: async () => {
      for (const { child } of running) child.kill("SIGTERM");
      await Promise.all(running.map(({ ended }) => ended));
      await directory.remove();
    },
  };
}

function startProcess(args: readonly string[], env: NodeJS.ProcessEnv): Started {
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const heard = new EventEmitter();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      heard.emit("more");
    });
  }
  const ended = once(child, "close").then(([code]) => code as number | null);
  const over = ended.then(() => "over" as const);
  return {
    child,
    output: () => output,
    ended,
    until: async (pattern) => {
      for (;;) {
        const found = pattern.exec(output);
        if (found !== null) return found;
        if ((await Promise.race([once(heard, "more"), over])) === "over") {
          throw new Error(`it ended before ${String(pattern)}:\n${output}`);
        }
      }
    },
  };
}

async function freeOffset(): Promise<number> {
  for (;;) {
    const offset = 10_000 + Math.floor(Math.random() * 15_000);
    const taken = await Promise.all(PORTS.map((port) => isTaken(port + offset)));
    if (!taken.includes(true)) return offset;
  }
}
