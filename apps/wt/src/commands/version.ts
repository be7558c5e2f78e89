import { defineCommand } from "citty";
import packageJson from "../../package.json" with { type: "json" };
import { EXIT, type ExitCode } from "../cli/exit-code.ts";
import { printResult } from "../cli/print-result.ts";
import { readCommandLine } from "../cli/strict-options.ts";
import { JsonOption, jsonArgument } from "./arguments.ts";

export const version = defineCommand({
  meta: { name: "version", description: "Print the version" },
  args: jsonArgument,
  run({ rawArgs }): ExitCode {
    const { options } = readCommandLine(rawArgs, jsonArgument, JsonOption);
    const document = { version: packageJson.version, node: process.versions.node };
    printResult(options.json, document, `wt ${document.version} (Node ${document.node})`);
    return EXIT.ok;
  },
});
