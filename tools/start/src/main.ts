import { demonstrateIconik } from "./demonstration/iconik.ts";
import { demonstrateStripe } from "./demonstration/stripe.ts";
import { demonstrateTelemetry, telemetryCounts } from "./demonstration/telemetry.ts";
import { type Fleet, startFleet } from "./fleet.ts";
import { issueLicense } from "./issue-license.ts";
import { type Options, parseOptions } from "./options.ts";
import { placesOf } from "./places.ts";
import { startPlatform } from "./platform-process.ts";
import { gap, say } from "./report.ts";
import { StartError } from "./start-error.ts";

const TWINS = ["stripe", "iconik"] as const;

const stopping = Promise.withResolvers<void>();
/** What was started, last first: the order in which it is stopped. */
const started: (() => Promise<void>)[] = [];

process.exitCode = await main();
// Connections that a library keeps alive must not keep a finished start running.
process.exit();

async function main(): Promise<number> {
  let signals = 0;
  const onSignal = (): void => {
    signals += 1;
    // The second signal leaves at once.
    if (signals > 1) process.exit(1);
    stopping.resolve();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  try {
    const options = parseOptions(process.argv.slice(2));
    await Promise.race([start(options), stopping.promise]);
    if (!options.exit) await stopping.promise;
    return 0;
  } catch (error) {
    console.error(error instanceof StartError ? `\n${error.message}` : error);
    return 1;
  } finally {
    await stopAll();
  }
}

async function start(options: Options): Promise<void> {
  const places = placesOf(options.portOffset);
  say("platform", "starting");
  const platform = await startPlatform(places);
  started.unshift(platform.stop);
  say("", `${places.platformUrl} on an embedded database in .wt/platform`);

  const twinIds = TWINS.map((twin) => `twin-${twin}`);
  const claims = await issueLicense(places, platform, twinIds);
  say("licence", `for ${claims.aud.join(" and ")}, until ${new Date(claims.exp * 1_000).toISOString()}`);

  const before = await telemetryCounts(places);
  const fleet = await startFleet(places, TWINS);
  started.unshift(fleet.stop);
  say("fleet", `${fleet.twins.map(({ twin }) => twin).join(" and ")} run in one process`);
  gap();

  if (options.demonstrate) {
    await demonstrateStripe(urlOf(fleet, "stripe"));
    await demonstrateIconik(urlOf(fleet, "iconik"));
    await demonstrateTelemetry(places, twinIds, before);
    gap();
  }
  showAddresses(places.platformUrl, fleet);
  say("ready", options.exit ? "" : "Ctrl-C stops everything.");
}

function showAddresses(platformUrl: string, fleet: Fleet): void {
  say("platform", platformUrl);
  for (const { twin, url } of fleet.twins) say(twin, `${url}   (admin API: ${url}/admin/health)`);
  say("logs", ".wt/logs");
  gap();
}

function urlOf(fleet: Fleet, name: string): string {
  const found = fleet.twins.find(({ twin }) => twin === name);
  if (found === undefined) throw new StartError(`The twin ${name} is not in the fleet.`);
  return found.url;
}

async function stopAll(): Promise<void> {
  if (started.length > 0) say("stopping", "");
  for (const stop of started.splice(0)) await stop();
}
