import { RunId } from "@twinkit-pro/contracts";
import { defineCommand } from "citty";
import * as v from "valibot";
import { checkoutRoot, stateDirectory } from "../checkout/root.ts";
import { checkoutTwins, selectTwins } from "../checkout/twins.ts";
import { EXIT, type ExitCode } from "../cli/exit-code.ts";
import { printResult } from "../cli/print-result.ts";
import { readCommandLine } from "../cli/strict-options.ts";
import { table } from "../cli/table.ts";
import { WtError } from "../cli/wt-error.ts";
import { openHostRecords } from "../fleet/host-records.ts";
import { createRunClient, type RunClient, type StartRun, type TwinRun } from "../fleet/run-client.ts";
import type { ServedTwin } from "../host/host-message.ts";
import { jsonArgument } from "./arguments.ts";

const ACTIONS = ["start", "finish", "current"] as const;

const args = {
  action: { type: "positional", required: false, description: "start, finish or current" },
  twin: { type: "positional", required: false, description: "Twins, by vendor name (default: all that run)" },
  world: { type: "string", valueHint: "name", description: "Only this world (default: all worlds, new ones included)" },
  "run-id": { type: "string", valueHint: "name", description: "Name of the run (default: made of the time)" },
  seed: { type: "string", valueHint: "n", description: "start: seed of ids and all other randomness" },
  at: { type: "string", valueHint: "instant", description: "start: where the clocks stand still (RFC 3339)" },
  snapshot: { type: "string", valueHint: "name", description: "start: begin with this snapshot of --world" },
  "no-reset": { type: "boolean", description: "start: capture from the worlds as they are" },
  ...jsonArgument,
} as const;

const Options = v.object({
  world: v.exactOptional(v.string()),
  "run-id": v.exactOptional(RunId),
  seed: v.exactOptional(v.pipe(v.string(), v.regex(/^-?\d{1,15}$/, "must be a whole number"), v.transform(Number))),
  at: v.exactOptional(v.pipe(v.string(), v.isoTimestamp("must be an instant such as 2027-01-01T00:00:00Z"))),
  snapshot: v.exactOptional(v.string()),
  "no-reset": v.optional(v.boolean(), false),
  json: v.optional(v.boolean(), false),
});
type Options = v.InferOutput<typeof Options>;

export const run = defineCommand({
  meta: {
    name: "run",
    description: "Reset and reseed running twins and capture what happens until the run is finished",
  },
  args,
  async run({ rawArgs }): Promise<ExitCode> {
    const { options, words } = readCommandLine(rawArgs, args, Options);
    const [word, ...names] = words;
    const action = ACTIONS.find((each) => each === word);
    if (action === undefined) throw new WtError("usage", `wt run ${word ?? ""}: say start, finish or current.`);
    const twins = await runningTwins(names);
    await using client = createRunClient(process.env, options.world ?? null);
    const runs = await Promise.all(twins.map((twin) => act(client, action, twin, options)));
    printResult(options.json, { runs }, describe(runs) || "No twin runs. Start some with wt up.");
    return runs.every(({ problem }) => problem === null) ? EXIT.ok : EXIT.failed;
  },
});

function act(
  client: RunClient,
  action: (typeof ACTIONS)[number],
  twin: ServedTwin,
  options: Options,
): Promise<TwinRun> {
  if (action === "start") return client.start(twin, startOf(options));
  return action === "finish" ? client.finish(twin, options["run-id"]) : client.current(twin);
}

function startOf({ "run-id": runId, seed, at, snapshot, "no-reset": noReset }: Options): StartRun {
  return {
    ...(runId === undefined ? {} : { run_id: runId }),
    ...(seed === undefined ? {} : { seed }),
    ...(at === undefined ? {} : { at }),
    ...(snapshot === undefined ? {} : { fixtures: { snapshot } }),
    reset: !noReset,
  };
}

/** Naming a twin that does not run is a mistake; naming none means those that do. */
async function runningTwins(names: readonly string[]): Promise<ServedTwin[]> {
  const root = checkoutRoot();
  const wanted = selectTwins(await checkoutTwins(root), names).map(({ name }) => name);
  await using records = await openHostRecords(stateDirectory(root));
  const running = records.all().flatMap(({ record, runs }) => (runs ? record.twins : []));
  const absent = names.length === 0 ? [] : wanted.filter((name) => !running.some((twin) => twin.name === name));
  if (absent.length > 0) {
    throw new WtError("unhealthy", `Not running: ${absent.join(", ")}. Start with wt up ${absent.join(" ")}.`);
  }
  return running.filter(({ name }) => wanted.includes(name));
}

function describe(runs: readonly TwinRun[]): string {
  const problems = runs.flatMap(({ twin, problem }) => (problem === null ? [] : [`${twin}: ${problem}`]));
  const idle = runs.flatMap(({ twin, run, problem }) => (run === null && problem === null ? [`${twin}: no run`] : []));
  const rows = runs.flatMap(({ twin, run }) =>
    run === null
      ? []
      : [
          [
            twin,
            run.run_id,
            run.status,
            run.world,
            String(run.seed),
            String(run.entries ?? "-"),
            String(run.dropped ?? "-"),
            run.path ?? "in memory",
          ],
        ],
  );
  const shown =
    rows.length === 0
      ? []
      : [table(["TWIN", "RUN", "STATUS", "WORLD", "SEED", "EXCHANGES", "DROPPED", "CAPTURE"], rows)];
  return [...shown, ...idle, ...problems].join("\n");
}
