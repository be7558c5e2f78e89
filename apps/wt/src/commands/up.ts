import { defineCommand } from "citty";
import * as v from "valibot";
import { checkoutRoot } from "../checkout/root.ts";
import { checkoutTwins, selectTwins } from "../checkout/twins.ts";
import { EXIT, type ExitCode } from "../cli/exit-code.ts";
import { printResult } from "../cli/print-result.ts";
import { readCommandLine } from "../cli/strict-options.ts";
import { createAdminClient } from "../fleet/admin-client.ts";
import { type HostRecords, openHostRecords } from "../fleet/host-records.ts";
import { startHost, type TwinPlace } from "../fleet/start-host.ts";
import { reportTable, reportTwins } from "../fleet/twin-report.ts";
import type { RefusedTwin } from "../host/host-message.ts";
import { jsonArgument, twinsArgument } from "./arguments.ts";

const args = {
  ...twinsArgument,
  isolate: { type: "boolean", description: "Give each twin a process of its own" },
  "port-offset": { type: "string", valueHint: "n", description: "Add n to every port of the table (default 0)" },
  ...jsonArgument,
} as const;

const Options = v.object({
  isolate: v.optional(v.boolean(), false),
  "port-offset": v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,5}$/, "must be a whole number of 0 or more"), v.transform(Number)),
    "0",
  ),
  json: v.optional(v.boolean(), false),
});

export const up = defineCommand({
  meta: { name: "up", description: "Start twins in the background; those that run already are left alone" },
  args,
  async run({ rawArgs }): Promise<ExitCode> {
    const { options, words } = readCommandLine(rawArgs, args, Options);
    const root = checkoutRoot();
    const wanted = selectTwins(await checkoutTwins(root), words);
    await using records = await openHostRecords(root);
    const running = new Set(records.all().flatMap((record) => record.twins.map(({ name }) => name)));
    const places = wanted
      .filter(({ name }) => !running.has(name))
      .map((twin) => ({ twin, port: twin.manifest.port + options["port-offset"] }));
    const { refused, warnings } = await startAll(root, places, options.isolate, records);
    await using admin = createAdminClient(process.env);
    const names = new Set(wanted.map(({ name }) => name));
    const twins = (await reportTwins(records.all(), admin)).filter(({ twin }) => names.has(twin));
    printResult(options.json, { twins, refused, warnings }, describe(twins, refused, warnings));
    return refused.length === 0 && twins.every(({ healthy }) => healthy) ? EXIT.ok : EXIT.failed;
  },
});

interface Outcome {
  readonly refused: RefusedTwin[];
  readonly warnings: string[];
}

async function startAll(
  root: string,
  places: readonly TwinPlace[],
  isolate: boolean,
  records: HostRecords,
): Promise<Outcome> {
  const groups = isolate ? places.map((place) => [place]) : places.length > 0 ? [places] : [];
  const refused: RefusedTwin[] = [];
  const warnings = new Set<string>();
  for (const group of groups) {
    const { record, answer } = await startHost(root, group);
    if (record !== null) await records.add(record);
    refused.push(...answer.refused);
    for (const warning of answer.warnings) warnings.add(warning);
  }
  return { refused, warnings: [...warnings] };
}

function describe(
  twins: Parameters<typeof reportTable>[0],
  refused: readonly RefusedTwin[],
  warnings: readonly string[],
): string {
  const lines = [...warnings.map((warning) => `Warning: ${warning}`), ...refused.map(({ message }) => message)];
  return [...lines, ...(twins.length > 0 ? [reportTable(twins)] : [])].join("\n");
}
