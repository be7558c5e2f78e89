import { defineConfig } from "tsup";
import shared from "../../tsup.config.ts";

export default defineConfig({
  ...shared,
  entry: { main: "src/main.ts", "twin-host": "src/hosts/twin-host.ts", "bare-host": "src/hosts/bare-host.ts" },
  external: [...(shared as { external: (string | RegExp)[] }).external, "autocannon"],
});
