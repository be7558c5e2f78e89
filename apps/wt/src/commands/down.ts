import { defineCommand } from "citty";
import { checkoutRoot, stateDirectory } from "../checkout/root.ts";
import { checkoutTwins, selectTwins } from "../checkout/twins.ts";
import { EXIT, type ExitCode } from "../cli/exit-code.ts";
import { printResult } from "../cli/print-result.ts";
import { readCommandLine } from "../cli/strict-options.ts";
import { openHostRecords } from "../fleet/host-records.ts";
import { type StoppedTwin, stopTwins } from "../fleet/stop-twins.ts";
import { JsonOption, jsonArgument, twinsArgument } from "./arguments.ts";

const args = { ...twinsArgument, ...jsonArgument } as const;

export const down = defineCommand({
  meta: { name: "down", description: "Stop twins; requests in flight and running jobs are finished first" },
  args,
  async run({ rawArgs }): Promise<ExitCode> {
    const { options, words } = readCommandLine(rawArgs, args, JsonOption);
    const root = checkoutRoot();
    await using records = await openHostRecords(stateDirectory(root));
    const wanted = await wantedNames(root, words, () =>
      records.all().flatMap(({ record }) => record.twins.map(({ name }) => name)),
    );
    const stopped: StoppedTwin[] = [];
    for (const host of records.all()) stopped.push(...(await stopTwins(host, wanted, records)));
    const text = stopped.map(({ twin, outcome }) => `${twin}: ${outcome}`).join("\n") || "No twin was running.";
    printResult(options.json, { stopped }, text);
    return EXIT.ok;
  },
});

/** Without names all that run are meant, also those whose folder has gone from the checkout. */
async function wantedNames(root: string, words: readonly string[], known: () => string[]): Promise<Set<string>> {
  if (words.length === 0) return new Set(known());
  return new Set(selectTwins(await checkoutTwins(root), words).map(({ name }) => name));
}
