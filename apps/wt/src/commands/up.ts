import { resolve } from "node:path";
import { defineCommand } from "citty";
import * as v from "valibot";
import { checkoutRoot, stateDirectory } from "../checkout/root.ts";
import { type CheckoutTwin, checkoutTwins, selectTwins } from "../checkout/twins.ts";
import { EXIT, type ExitCode } from "../cli/exit-code.ts";
import { printResult } from "../cli/print-result.ts";
import { readCommandLine } from "../cli/strict-options.ts";
import { WtError } from "../cli/wt-error.ts";
import { createAdminClient } from "../fleet/admin-client.ts";
import { type HostRecords, openHostRecords } from "../fleet/host-records.ts";
import type { TwinPlace } from "../fleet/start-host.ts";
import { startHosts, type StartOutcome } from "../fleet/start-hosts.ts";
import { stopTwins } from "../fleet/stop-twins.ts";
import { reportTable, reportTwins, type TwinReport } from "../fleet/twin-report.ts";
import { jsonArgument, twinsArgument } from "./arguments.ts";

const PORT_MAX = 65_535;
/** Where the fleet's own admin API listens, next to the twins of the published table. */
const FLEET_PORT = 4_110;

const args = {
  ...twinsArgument,
  isolate: { type: "boolean", description: "Give each twin a process of its own" },
  "port-offset": { type: "string", valueHint: "n", description: "Add n to every port of the table (default 0)" },
  data: {
    type: "string",
    valueHint: "dir",
    description: "Keep the worlds in this directory (default: in memory only)",
  },
  ...jsonArgument,
} as const;

const Options = v.object({
  isolate: v.optional(v.boolean(), false),
  "port-offset": v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,5}$/, "must be a whole number of 0 or more"), v.transform(Number)),
    "0",
  ),
  data: v.exactOptional(v.pipe(v.string(), v.nonEmpty("must name a directory"))),
  json: v.optional(v.boolean(), false),
});

export const up = defineCommand({
  meta: { name: "up", description: "Start twins in the background; those that run already are left alone" },
  args,
  async run({ rawArgs }): Promise<ExitCode> {
    const { options, words } = readCommandLine(rawArgs, args, Options);
    const root = checkoutRoot();
    const wanted = selectTwins(await checkoutTwins(root), words);
    const places = wanted.map((twin) => placeOf(twin, options["port-offset"]));
    const directory = stateDirectory(root);
    await using records = await openHostRecords(directory);
    const missing = await notRunning(places, records);
    const started = await startHosts(missing, {
      stateDirectory: directory,
      records,
      isolate: options.isolate,
      fleetPort: Math.min(FLEET_PORT + options["port-offset"], PORT_MAX),
      data: options.data === undefined ? null : resolve(options.data),
    });
    await using admin = createAdminClient(process.env);
    const names = new Set(wanted.map(({ name }) => name));
    const twins = (await reportTwins(records.all(), admin)).filter(({ twin }) => names.has(twin));
    printResult(options.json, { twins, ...started }, describe(twins, started));
    return started.refused.length === 0 && twins.every(({ healthy }) => healthy) ? EXIT.ok : EXIT.failed;
  },
});

function placeOf(twin: CheckoutTwin, offset: number): TwinPlace {
  const port = twin.manifest.port + offset;
  if (port <= PORT_MAX) return { twin, port };
  throw new WtError("usage", `--port-offset ${offset} puts ${twin.name} on port ${port}; ports end at ${PORT_MAX}.`);
}

/** Twins whose process ended by itself are forgotten and count as missing. */
async function notRunning(places: readonly TwinPlace[], records: HostRecords): Promise<TwinPlace[]> {
  const names = new Set(places.map(({ twin }) => twin.name));
  for (const host of records.all()) if (!host.runs) await stopTwins(host, names, records);
  const running = new Set(records.all().flatMap(({ record }) => record.twins.map(({ name }) => name)));
  return places.filter(({ twin }) => !running.has(twin.name));
}

function describe(twins: readonly TwinReport[], { refused, warnings }: StartOutcome): string {
  const lines = [...warnings.map((warning) => `Warning: ${warning}`), ...refused.map(({ message }) => message)];
  return [...lines, ...(twins.length > 0 ? [reportTable(twins)] : [])].join("\n");
}
