import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { text } from "node:stream/consumers";
import { createTempDirectory } from "@twinkit-pro/persist/testing";

const HOST = fileURLToPath(new URL("../dist/host.js", import.meta.url));

/** A host process with one twin, without the `wt up` that starts it otherwise. */
export interface Host extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly port: number;
  /** How it ended: its code, or the signal that no code of it could answer. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** All that it logged, once it has ended. */
  readonly log: Promise<string>;
}

/** @param module text of the twin's module; it exports a definition as `twin` and may import nothing but `node:` */
export async function startHost(module: string): Promise<Host> {
  const directory = await createTempDirectory();
  const file = await directory.write("twin.mjs", module);
  const child = spawn(process.execPath, [HOST], {
    cwd: directory.path,
    env: { PATH: process.env["PATH"], WONDERTWIN_HOME: directory.join("home") },
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const ended = once(child, "exit").then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals | null);
  const log = text(child.stdout!);
  const twins = [{ name: "one", twin: "twin-one", module: file, port: 0 }];
  child.send({ type: "serve", twins, data: null, fleetPort: 0 });
  const message = once(child, "message") as Promise<[{ twins: readonly { readonly port: number }[] }]>;
  const tooEarly = ended.then(async () => {
    throw new Error(`the host ended before its twin listened:\n${await log}`);
  });
  const [answer] = await Promise.race([message, tooEarly]);
  tooEarly.catch(() => undefined);
  child.send({ type: "keep" });
  return {
    child,
    port: answer.twins[0]!.port,
    ended,
    log,
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
      await directory.remove();
    },
  };
}
