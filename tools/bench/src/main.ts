import { parseArgs } from "node:util";
import { measureInProcess } from "./measure-in-process.ts";
import { measureLatency } from "./measure-latency.ts";
import { measureLedger } from "./measure-ledger.ts";
import { measureScale } from "./measure-scale.ts";
import { measureStart } from "./measure-start.ts";
import { measureThroughput } from "./measure-throughput.ts";
import { isMet, type Row, table } from "./report.ts";

const USAGE = `bench [start] [throughput] [latency] [in-process] [scale] [ledger] [--json] [--check]

  --json   print one JSON document
  --check  exit with 1 where a goal is missed
`;

const SECTIONS = {
  start: { title: "Start-up and memory", measure: measureStart },
  throughput: { title: "Throughput over 8 connections, ledger on", measure: measureThroughput },
  latency: { title: "Latency of sequential GETs over one connection", measure: measureLatency },
  "in-process": { title: "Twins in the test's own process", measure: measureInProcess },
  scale: { title: "A world of a million customers", measure: measureScale },
  ledger: { title: "Ledger under an hour of requests", measure: measureLedger },
} as const satisfies Record<string, { readonly title: string; readonly measure: () => Promise<Row[]> }>;
type Section = keyof typeof SECTIONS;

const commandLine = readCommandLine(process.argv.slice(2));
if (commandLine === null) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = await bench(commandLine);
}

interface CommandLine {
  readonly json: boolean;
  readonly check: boolean;
  readonly sections: readonly Section[];
}

async function bench({ json, check, sections }: CommandLine): Promise<number> {
  const results: Record<string, readonly Row[]> = {};
  for (const name of sections) {
    const { title, measure } = SECTIONS[name];
    const rows = await measure();
    results[name] = rows;
    if (!json) console.log(table(title, rows));
  }
  if (json) console.log(JSON.stringify({ node: process.version, ...results }, null, 2));
  return check && !Object.values(results).flat().every(isMet) ? 1 : 0;
}

function readCommandLine(args: readonly string[]): CommandLine | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: "boolean", default: false }, check: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    const sections = positionals.length > 0 ? positionals : Object.keys(SECTIONS);
    return sections.every(isSection) ? { ...values, sections } : null;
  } catch {
    return null;
  }
}

function isSection(name: string): name is Section {
  return Object.hasOwn(SECTIONS, name);
}
