import { defineCommand } from "citty";

export const config = defineCommand({
  meta: { name: "config", description: "The configuration from the environment" },
  subCommands: { check: async () => (await import("./config/check.ts")).check },
});
