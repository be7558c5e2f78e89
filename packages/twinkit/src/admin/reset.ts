import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";

export function resetRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "POST",
      path: "/reset",
      name: "reset",
      summary:
        "Takes a world back to its beginning: state, ledger, faults, idempotency records, clock, pending work. Named snapshots stay.",
      scope: "worlds",
      response: v.strictObject({ status: v.literal("reset"), worlds: v.array(v.string()) }),
      run: ({ worlds }) => {
        for (const world of worlds) world.reset();
        return { status: "reset", worlds: worlds.map(({ name }) => name) };
      },
    }),
  ];
}
