import { defineCommand } from "citty";
import { checkoutRoot, stateDirectory } from "../checkout/root.ts";
import { checkoutTwins, selectTwins } from "../checkout/twins.ts";
import { EXIT, type ExitCode } from "../cli/exit-code.ts";
import { printResult } from "../cli/print-result.ts";
import { readCommandLine } from "../cli/strict-options.ts";
import { WtError } from "../cli/wt-error.ts";
import { createAdminClient } from "../fleet/admin-client.ts";
import { openHostRecords } from "../fleet/host-records.ts";
import { JsonOption, jsonArgument, twinsArgument } from "./arguments.ts";

const args = { ...twinsArgument, ...jsonArgument } as const;

export const reset = defineCommand({
  meta: { name: "reset", description: "Take every world of running twins back to its beginning" },
  args,
  async run({ rawArgs }): Promise<ExitCode> {
    const { options, words } = readCommandLine(rawArgs, args, JsonOption);
    const root = checkoutRoot();
    const wanted = new Set(selectTwins(await checkoutTwins(root), words).map(({ name }) => name));
    await using records = await openHostRecords(stateDirectory(root));
    const served = records
      .all()
      .flatMap(({ record, runs }) => (runs ? record.twins : []))
      .filter(({ name }) => wanted.has(name));
    refuseAbsent(words, new Set(served.map(({ name }) => name)));
    await using admin = createAdminClient(process.env);
    const twins = await Promise.all(
      served.map(async (twin) => ({ twin: twin.name, problem: await admin.reset(twin) })),
    );
    const text = twins.map(({ twin, problem }) => `${twin}: ${problem ?? "reset"}`).join("\n");
    printResult(options.json, { twins }, text || "No twin runs. Start some with wt up.");
    return twins.every(({ problem }) => problem === null) ? EXIT.ok : EXIT.failed;
  },
});

/** Naming a twin that does not run is a mistake; naming none means those that do. */
function refuseAbsent(words: readonly string[], served: ReadonlySet<string>): void {
  const absent = words.map((word) => word.replace(/^twin-/, "")).filter((name) => !served.has(name));
  if (absent.length === 0) return;
  throw new WtError("unhealthy", `Not running: ${absent.join(", ")}. Start with wt up ${absent.join(" ")}.`);
}
