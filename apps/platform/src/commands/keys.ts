import { defineCommand } from "citty";

export const keys = defineCommand({
  meta: { name: "keys", description: "Signing keys of licences" },
  subCommands: {
    init: async () => (await import("./keys/init.ts")).init,
    list: async () => (await import("./keys/list.ts")).list,
    rotate: async () => (await import("./keys/rotate.ts")).rotate,
  },
});
