import { type AnyTwinDefinition, startFleet } from "@twinkit-pro/twinkit";
import { announce } from "./ready.ts";
import { fillCustomers } from "./fill-customers.ts";

/** Hosts the twins named on the command line; `--customers N` stores that many in the Stripe twin first. */
const MODULES: Readonly<Record<string, () => Promise<{ readonly twin: AnyTwinDefinition }>>> = {
  stripe: () => import("@wondertwin/twin-stripe"),
  iconik: () => import("@wondertwin/twin-iconik"),
};

const args = process.argv.slice(2);
const at = args.indexOf("--customers");
const customers = at < 0 ? 0 : Number(args[at + 1]);
const names = at < 0 ? args : args.slice(0, at);

const definitions = await Promise.all(
  names.map(async (name) => {
    const load = MODULES[name];
    if (load === undefined) throw new Error(`no twin is named ${name}; there are ${Object.keys(MODULES).join(", ")}`);
    return (await load()).twin;
  }),
);
let filledBytes = 0;
const fleet = await startFleet(definitions.map((definition) => ({ definition, port: 0 })));
const [first] = fleet.listeners;
if (customers > 0 && first !== undefined) {
  await fillCustomers(first.twin, customers);
  filledBytes = process.memoryUsage.rss();
  globalThis.gc?.();
}
announce(
  fleet.listeners.map(({ url }) => url),
  filledBytes,
);
