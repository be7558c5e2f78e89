import { defineCommand } from "citty";
import { checkoutRoot } from "../checkout/root.ts";
import { checkoutTwins, selectTwins } from "../checkout/twins.ts";
import { EXIT, type ExitCode } from "../cli/exit-code.ts";
import { printResult } from "../cli/print-result.ts";
import { readCommandLine } from "../cli/strict-options.ts";
import { openHostRecords } from "../fleet/host-records.ts";
import { startHost } from "../fleet/start-host.ts";
import { stopHost } from "../fleet/stop-host.ts";
import { JsonOption, jsonArgument, twinsArgument } from "./arguments.ts";

const args = { ...twinsArgument, ...jsonArgument } as const;

export const down = defineCommand({
  meta: { name: "down", description: "Stop twins; requests in flight and running jobs are finished first" },
  args,
  async run({ rawArgs }): Promise<ExitCode> {
    const { options, words } = readCommandLine(rawArgs, args, JsonOption);
    const root = checkoutRoot();
    const twins = await checkoutTwins(root);
    const wanted = new Set(selectTwins(twins, words).map(({ name }) => name));
    await using records = await openHostRecords(root);
    const stopped: { twin: string; outcome: string }[] = [];
    for (const record of records.all()) {
      const leaving = record.twins.filter(({ name }) => wanted.has(name));
      if (leaving.length === 0) continue;
      const outcome = await stopHost(record);
      await records.remove(record);
      stopped.push(...leaving.map(({ name }) => ({ twin: name, outcome })));
      // Twins of the same process that were not named come back on their ports.
      const staying = record.twins.flatMap(({ name, port }) => {
        const twin = wanted.has(name) ? undefined : twins.find((each) => each.name === name);
        return twin === undefined ? [] : [{ twin, port }];
      });
      if (staying.length === 0) continue;
      const restarted = await startHost(root, staying);
      if (restarted.record !== null) await records.add(restarted.record);
    }
    const text = stopped.map(({ twin, outcome }) => `${twin}: ${outcome}`).join("\n") || "No twin was running.";
    printResult(options.json, { stopped }, text);
    return EXIT.ok;
  },
});
