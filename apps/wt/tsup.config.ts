import { defineConfig } from "tsup";
import shared from "../../tsup.config.ts";

export default defineConfig({ ...shared, entry: ["src/main.ts", "src/host.ts", "src/index.ts"] });
