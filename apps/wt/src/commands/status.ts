import { defineCommand } from "citty";
import { checkoutRoot, stateDirectory } from "../checkout/root.ts";
import { EXIT, type ExitCode } from "../cli/exit-code.ts";
import { printResult } from "../cli/print-result.ts";
import { readCommandLine } from "../cli/strict-options.ts";
import { createAdminClient } from "../fleet/admin-client.ts";
import { openHostRecords } from "../fleet/host-records.ts";
import { reportTable, reportTwins } from "../fleet/twin-report.ts";
import { JsonOption, jsonArgument } from "./arguments.ts";

const args = jsonArgument;

export const status = defineCommand({
  meta: {
    name: "status",
    description: "Show the twins that run and how they are; exits with 1 where one is unhealthy",
  },
  args,
  async run({ rawArgs }): Promise<ExitCode> {
    const { options } = readCommandLine(rawArgs, args, JsonOption);
    await using records = await openHostRecords(stateDirectory(checkoutRoot()));
    await using admin = createAdminClient(process.env);
    const twins = await reportTwins(records.all(), admin);
    printResult(
      options.json,
      { twins },
      twins.length > 0 ? reportTable(twins) : "No twin runs. Start some with wt up.",
    );
    return twins.every(({ healthy }) => healthy) ? EXIT.ok : EXIT.failed;
  },
});
