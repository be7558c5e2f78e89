import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import { driverOf, type TwinRuntime } from "../server/twin-runtime.ts";
import type { Delivery } from "../webhooks/delivery.ts";
import { AdminError } from "./admin-error.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";

const DeliveryId = v.strictObject({ id: v.pipe(v.string(), v.maxLength(128)) });

export function webhooksRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "GET",
      path: "/webhooks",
      name: "listWebhooks",
      summary: "Deliveries of a world and their attempts, oldest first.",
      scope: "world",
      response: v.strictObject({ deliveries: v.array(v.looseObject({ id: v.string() })) }),
      run: ({ runtime, world }) => ({
        deliveries: world.deliveries.list().map((delivery) => shown(delivery, runtime)),
      }),
    }),
    adminRoute({
      method: "POST",
      path: "/webhooks/flush",
      name: "flushWebhooks",
      summary: "Attempts every pending delivery now; what was delivered is not sent again.",
      scope: "world",
      response: v.strictObject({ attempted: v.number() }),
      run: async ({ runtime, world }) => ({ attempted: await driverOf(runtime, world).flushWebhooks() }),
    }),
    adminRoute({
      method: "POST",
      path: "/webhooks/:id/replay",
      name: "replayWebhook",
      summary: "Sends the message of a delivery again, as a new delivery, signed anew.",
      scope: "world",
      params: DeliveryId,
      response: v.strictObject({ delivery: v.string() }),
      refusals: ["unknown_delivery"],
      run: ({ world, params: { id } }) => {
        const original = world.deliveries.get(id);
        if (original === undefined) {
          throw new AdminError(
            "unknown_delivery",
            `No delivery has the id ${JSON.stringify(id)} in world ${world.name}.`,
            "id",
          );
        }
        return { delivery: world.replay(original.account, original.message, id) };
      },
    }),
  ];
}

/** A delivery as users see it: the signing secret stays inside, and the body loses its secrets. */
function shown<T extends TwinTypes>(delivery: Delivery, runtime: TwinRuntime<T>): unknown {
  const { message, account: _, ...rest } = delivery;
  const { event, endpoint, url, body } = message;
  return { ...rest, event, endpoint, url, body: runtime.scrubber.text(body) };
}
