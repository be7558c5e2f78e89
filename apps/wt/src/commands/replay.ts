import { createReadStream, existsSync } from "node:fs";
import { ReplayError, type ReplayReport } from "@twinkit-pro/contracts";
import { readTextBounded } from "@twinkit-pro/persist";
import { formatReplayReport, readReplay, replayBundle, type ReplayOptions, TwinkitError } from "@twinkit-pro/twinkit";
import { defineCommand } from "citty";
import * as v from "valibot";
import { loadDefinition } from "../checkout/load-definition.ts";
import { checkoutRoot } from "../checkout/root.ts";
import { checkoutTwins, selectTwins } from "../checkout/twins.ts";
import { EXIT, type ExitCode } from "../cli/exit-code.ts";
import { printResult } from "../cli/print-result.ts";
import { readCommandLine } from "../cli/strict-options.ts";
import { WtError } from "../cli/wt-error.ts";
import { jsonArgument } from "./arguments.ts";

const FIXTURES_BYTES_MAX = 256 * 1024 * 1024;

const args = {
  bundle: { type: "positional", required: false, description: "File of a bundle, plain or gzip" },
  twin: { type: "string", valueHint: "name", description: "Twin of the checkout (default: the one that was recorded)" },
  fixtures: { type: "string", valueHint: "file", description: "State that the run began with (GET /admin/state)" },
  recover: { type: "boolean", description: "Replay what is there of a bundle that was cut off" },
  strict: { type: "boolean", description: "Exit with 1 also where exchanges could not be replayed" },
  color: { type: "boolean", description: "Colour the differences" },
  ...jsonArgument,
} as const;

const Options = v.object({
  twin: v.exactOptional(v.string()),
  fixtures: v.exactOptional(v.string()),
  recover: v.optional(v.boolean(), false),
  strict: v.optional(v.boolean(), false),
  color: v.optional(v.boolean(), false),
  json: v.optional(v.boolean(), false),
});

export const replay = defineCommand({
  meta: {
    name: "replay",
    description:
      "Send a bundle's requests to a twin of its own and compare the answers; exits with 1 where one differs",
  },
  args,
  async run({ rawArgs }): Promise<ExitCode> {
    const { options, words } = readCommandLine(rawArgs, args, Options);
    const [path, ...rest] = words;
    if (path === undefined || rest.length > 0) throw new WtError("usage", "wt replay: name one file of a bundle.");
    if (!existsSync(path)) throw new WtError("storage", `There is no file ${path}. Name the file of a bundle.`);
    const report = await explained(path, async () => {
      const definition = await loadDefinition(await moduleFor(path, options.twin));
      return replayBundle(definition, bytesOf(path), await replayOptions(options));
    });
    printResult(options.json, report, formatReplayReport(report, { color: options.color }));
    return failed(report, options.strict) ? EXIT.failed : EXIT.ok;
  },
});

/** A bundle of which nothing could be compared proves nothing. */
function failed({ verdict, exchanges }: ReplayReport, strict: boolean): boolean {
  if (verdict === "different") return true;
  return verdict === "incomplete" && (strict || exchanges.equal === 0);
}

async function moduleFor(path: string, named: string | undefined): Promise<string> {
  const twins = await checkoutTwins(checkoutRoot());
  const wanted = named ?? (await recordedTwin(path));
  const [twin] = selectTwins(twins, [wanted]);
  if (twin !== undefined && existsSync(twin.module)) return twin.module;
  throw new WtError("not_built", `${wanted} is not built. Run npm test or npm start in the checkout once.`);
}

async function recordedTwin(path: string): Promise<string> {
  const reader = await readReplay(bytesOf(path), { recover: true });
  await reader.close();
  return reader.header.twin;
}

function bytesOf(path: string): AsyncIterable<Uint8Array> {
  return createReadStream(path) as AsyncIterable<Uint8Array>;
}

async function replayOptions({ recover, fixtures }: v.InferOutput<typeof Options>): Promise<ReplayOptions> {
  if (fixtures === undefined) return { recover };
  const text = await readTextBounded(fixtures, { maxBytes: FIXTURES_BYTES_MAX });
  try {
    return { recover, fixtures: JSON.parse(text) as unknown };
  } catch (error) {
    throw new WtError("bundle_invalid", `${fixtures} is not JSON: ${String(error)}.`, { cause: error });
  }
}

async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isExpected = error instanceof ReplayError || error instanceof TwinkitError;
    if (!isExpected) throw error;
    const hint = error.code === "trailer_missing" ? " Replay what is there with --recover." : "";
    throw new WtError("bundle_invalid", `${path} cannot be replayed. ${error.message}${hint}`, { cause: error });
  }
}
