import { join, relative } from "node:path";
import { findCheckout, type Checkout } from "./checkout.ts";
import { childEnvironment } from "./child-environment.ts";
import { type Console, seconds } from "./console.ts";
import { abandonFleet, requireNoFleet, startFleet, stopFleet } from "./fleet.ts";
import { issueLicense } from "./license.ts";
import type { Options } from "./options.ts";
import { type PlatformProcess, startPlatform } from "./platform-process.ts";
import { requireFreePorts } from "./ports.ts";
import { StartFailure } from "./start-failure.ts";
import { Interrupted, requireGoing, unlessStopped } from "./stop-signal.ts";

export const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const;

export interface Endings {
  /** Aborted when this is to end in order. */
  readonly stop: AbortSignal;
  /** Aborted when it is to end at once: what was started is told to end, and not awaited. */
  readonly abandon: AbortSignal;
}

/**
 * Starts everything, demonstrates it, and stays until it is told to stop. Whatever happens, what was started is stopped
 * before this resolves.
 * @returns the exit code; never rejects
 */
export async function start(options: Options, console: Console, { stop, abandon }: Endings): Promise<number> {
  const startedMs = performance.now();
  const cleanUp = new AsyncDisposableStack();
  let isReady = false;
  let exitCode: number = EXIT.ok;
  try {
    const platform = await bringUp(options, { console, stop, abandon, cleanUp });
    isReady = true;
    console.line(`\nready after ${seconds(performance.now() - startedMs)}`);
    if (!options.exit) await untilStopped(platform, console, stop);
  } catch (error) {
    exitCode = explain(error, isReady, console);
  }
  try {
    await cleanUp.disposeAsync();
  } catch (error) {
    exitCode = explain(error, isReady, console);
  }
  return exitCode;
}

interface Surroundings extends Endings {
  readonly console: Console;
  /** Ends what was started, the last first. */
  readonly cleanUp: AsyncDisposableStack;
}

async function bringUp(options: Options, { console, stop, abandon, cleanUp }: Surroundings): Promise<PlatformProcess> {
  const checkout = await findCheckout(options.portOffset, process.env);
  const env = childEnvironment(checkout, process.env);
  await requireNoFleet(checkout, env);
  await requireFreePorts(checkout);
  // What is being started is awaited, not abandoned, so that it can be stopped.
  const platform = await startPlatform(checkout, env, abandon);
  cleanUp.defer(() => platform.stop());
  requireGoing(stop);
  console.step("platform", `${platform.url}, embedded database in ${shownPath(checkout, checkout.dataDirectory)}`);
  const license = await issueLicense(checkout, env);
  console.step("licence", `for ${license.aud.join(" and ")}, until ${new Date(license.exp * 1_000).toISOString()}`);
  cleanUp.defer(() => stopFleet(checkout, env));
  abandon.addEventListener("abort", () => abandonFleet(checkout, env));
  await startFleet(checkout, options.portOffset, env);
  requireGoing(stop);
  console.step("fleet", checkout.twins.map(({ name, port }) => `${name} on ${port}`).join(", "));
  if (options.demo) {
    // Loaded after the start: nothing before it waits for the SDK.
    const { demonstrate } = await import("./demo/demonstration.ts");
    await unlessStopped(stop, demonstrate(checkout, env, console));
  }
  showPlaces(checkout, console);
  return platform;
}

function showPlaces(checkout: Checkout, console: Console): void {
  console.line("");
  console.step("platform", `http://127.0.0.1:${checkout.platformPort}`);
  for (const { name, port } of checkout.twins) console.step(name, `http://127.0.0.1:${port}`);
  console.step("logs", shownPath(checkout, join(checkout.stateDirectory, "logs")));
}

/** As short as it can be typed in the checkout. */
function shownPath({ root }: Checkout, path: string): string {
  const short = relative(root, path);
  return short.startsWith("..") ? path : short;
}

/** @throws Interrupted when told to stop; StartFailure where the platform ends by itself */
async function untilStopped(platform: PlatformProcess, console: Console, stop: AbortSignal): Promise<void> {
  console.line("Ctrl-C stops everything");
  const ended = platform.ended.then((said) => {
    throw new StartFailure(`The platform ended: ${said}`);
  });
  await unlessStopped(stop, ended);
}

/** Being told to stop is how a start that was ready ends well. */
function explain(error: unknown, isReady: boolean, console: Console): number {
  const fault = error instanceof Interrupted ? error.cause : error;
  if (error instanceof Interrupted && !(fault instanceof Error)) {
    console.line("\nstopping");
    return isReady ? EXIT.ok : EXIT.interrupted;
  }
  const message = fault instanceof StartFailure ? fault.message : ((fault as Error).stack ?? String(fault));
  console.problem(`\n${message}`);
  return EXIT.failed;
}
