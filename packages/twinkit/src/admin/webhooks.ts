import type { Hono } from "hono";
import type { TwinTypes } from "../define/twin-types.ts";
import { driverOf, type TwinRuntime } from "../server/twin-runtime.ts";
import type { Delivery } from "../webhooks/delivery.ts";
import { AdminError } from "./admin-error.ts";
import { selectedWorld } from "./selected-worlds.ts";

/** `GET /admin/webhooks`, `POST /admin/webhooks/flush`, `POST /admin/webhooks/{id}/replay` */
export function webhooksRoutes<T extends TwinTypes>(app: Hono, runtime: TwinRuntime<T>): void {
  app.get("/webhooks", (c) => {
    const { deliveries } = selectedWorld(runtime, c.req.raw);
    return c.json({ deliveries: deliveries.list().map((delivery) => shown(delivery, runtime)) });
  });
  app.post("/webhooks/flush", async (c) => {
    const world = selectedWorld(runtime, c.req.raw);
    return c.json({ attempted: await driverOf(runtime, world).flushWebhooks() });
  });
  app.post("/webhooks/:id/replay", (c) => {
    const world = selectedWorld(runtime, c.req.raw);
    const id = c.req.param("id");
    const original = world.deliveries.get(id);
    if (original === undefined) {
      throw new AdminError(
        "unknown_delivery",
        `No delivery has the id ${JSON.stringify(id)} in world ${world.name}.`,
        "id",
      );
    }
    return c.json({ delivery: world.replay(original.account, original.message, id) });
  });
}

/** A delivery as users see it: the signing secret stays inside, and the body loses its secrets. */
function shown<T extends TwinTypes>(delivery: Delivery, runtime: TwinRuntime<T>): unknown {
  const { message, account: _, ...rest } = delivery;
  const { event, endpoint, url, body } = message;
  return { ...rest, event, endpoint, url, body: runtime.scrubber.text(body) };
}
