import { spawn } from "node:child_process";
import * as v from "valibot";
import type { Checkout } from "./checkout.ts";
import { requireCommand, runCommand } from "./run-command.ts";
import { StartFailure } from "./start-failure.ts";

const Twins = v.object({ twins: v.array(v.object({ twin: v.string(), url: v.string(), running: v.boolean() })) });

/**
 * Forgets twins that ended by themselves earlier.
 * @throws StartFailure where twins of this checkout run already: they are somebody's, with what they hold
 */
export async function requireNoFleet({ wt }: Checkout, env: NodeJS.ProcessEnv): Promise<void> {
  const { document, stderr } = await runCommand(wt, ["status", "--json"], env);
  const parsed = v.safeParse(Twins, document);
  if (!parsed.success) throw new StartFailure(stderr || `wt status answered ${JSON.stringify(document)}.`);
  const { twins } = parsed.output;
  const running = twins.filter(({ running }) => running).map(({ twin, url }) => `${twin} at ${url}`);
  if (running.length > 0) {
    throw new StartFailure(`Twins run already: ${running.join(", ")}.\nStop them first: npx wt down`);
  }
  if (twins.length > 0) await requireCommand(wt, ["down", "--json"], env);
}

export async function startFleet({ wt }: Checkout, portOffset: number, env: NodeJS.ProcessEnv): Promise<void> {
  await requireCommand(wt, ["up", "--port-offset", String(portOffset), "--json"], env);
}

export async function stopFleet({ wt }: Checkout, env: NodeJS.ProcessEnv): Promise<void> {
  await requireCommand(wt, ["down", "--json"], env);
}

/** Has the twins stopped by a process that outlives this one. */
export function abandonFleet({ wt }: Checkout, env: NodeJS.ProcessEnv): void {
  spawn(process.execPath, [wt, "down"], { env, detached: true, stdio: "ignore" }).unref();
}
