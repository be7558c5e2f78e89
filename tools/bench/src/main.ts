import { parseArgs } from "node:util";
import { measureListing } from "./measure-listing.ts";
import { measureStart } from "./measure-start.ts";
import { measureThroughput } from "./measure-throughput.ts";
import { type Row, table } from "./report.ts";

const SECTIONS: Readonly<Record<string, { readonly title: string; readonly measure: () => Promise<Row[]> }>> = {
  start: { title: "Start-up and memory", measure: measureStart },
  throughput: { title: "Throughput, Stripe twin with 10,000 customers", measure: measureThroughput },
  listing: { title: "Listing as the collection grows", measure: measureListing },
};

const { values, positionals } = parseArgs({ options: { json: { type: "boolean" } }, allowPositionals: true });
const wanted = positionals.length > 0 ? positionals : Object.keys(SECTIONS);
const results: Record<string, Row[]> = {};

for (const name of wanted) {
  const section = SECTIONS[name];
  if (section === undefined) {
    console.error(`No section is named ${name}; there are ${Object.keys(SECTIONS).join(", ")}.`);
    process.exit(2);
  }
  const rows = await section.measure();
  results[name] = rows;
  if (values.json !== true) console.log(table(section.title, rows));
}
if (values.json === true) console.log(JSON.stringify(results, null, 2));
