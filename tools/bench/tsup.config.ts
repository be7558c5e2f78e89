import { defineConfig } from "tsup";
import shared from "../../tsup.config.ts";

const HOSTS = [
  "twin-host",
  "bare-host",
  "node-server-host",
  "emulate-host",
  "load-client",
  "in-process-host",
  "ledger-host",
];

export default defineConfig({
  ...shared,
  entry: { main: "src/main.ts", ...Object.fromEntries(HOSTS.map((name) => [name, `src/hosts/${name}.ts`])) },
  // The load generator and the peer run as their authors ship them.
  noExternal: [/^(?!@twinkit-pro\/|@wondertwin\/|node:|autocannon$|emulate$)/],
});
