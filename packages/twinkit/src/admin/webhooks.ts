import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import { driverOf, type TwinRuntime } from "../server/twin-runtime.ts";
import { type Delivery, DELIVERY_STATUSES, DeliveryAttempt, FailureStreak } from "../webhooks/delivery.ts";
import { DELIVERIES_KEPT_MAX } from "../webhooks/delivery-log.ts";
import { shownUrl } from "../webhooks/send-attempt.ts";
import type { World } from "../world/world.ts";
import { AdminError } from "./admin-error.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";

const NAME_CHARS_MAX = 256;
const Name = v.pipe(v.string(), v.nonEmpty(), v.maxLength(NAME_CHARS_MAX));
const DeliveryId = v.strictObject({
  id: v.pipe(v.string(), v.maxLength(128), v.description("Id of a delivery, such as `whd_000001`.")),
});

const Filter = v.strictObject({
  status: v.optional(v.pipe(v.picklist(DELIVERY_STATUSES), v.description("Only deliveries in this state."))),
  type: v.optional(v.pipe(Name, v.description("Only deliveries of events of this type, as the vendor names it."))),
  endpoint: v.optional(v.pipe(Name, v.description("Only deliveries to this endpoint, by the vendor's id of it."))),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[1-9]\d{0,5}$/, "write a whole number from 1"),
      v.description(`At most this many, the newest. A world keeps its last ${DELIVERIES_KEPT_MAX} finished ones.`),
      v.transform(Number),
    ),
  ),
});

/** A delivery as users see it: the signing secret stays inside, and what else is secret is left out. */
const ShownDelivery = v.strictObject({
  id: v.string(),
  event: v.strictObject({ id: v.string(), type: v.string() }),
  endpoint: v.pipe(v.string(), v.description("The vendor's id of the subscription.")),
  account: v.pipe(v.string(), v.description("Where the event happened; empty for the main account.")),
  url: v.string(),
  body: v.pipe(v.string(), v.description("What is sent, without secrets.")),
  status: v.picklist(DELIVERY_STATUSES),
  created_at: v.pipe(v.string(), v.description("On the world's clock, as all times of a delivery.")),
  next_attempt_at: v.nullable(v.string()),
  attempts: v.array(DeliveryAttempt),
  failure: v.pipe(v.nullable(v.string()), v.description("Why it failed for good.")),
  replayed_from: v.pipe(v.nullable(v.string()), v.description("The delivery that it repeats.")),
});
export type ShownDelivery = v.InferOutput<typeof ShownDelivery>;

export function webhooksRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "GET",
      path: "/webhooks",
      name: "listWebhooks",
      summary: "Deliveries of a world and their attempts, oldest first, and the endpoints that fail at present.",
      scope: "world",
      query: Filter,
      response: v.strictObject({ deliveries: v.array(ShownDelivery), failing: v.array(FailureStreak) }),
      run: ({ runtime, world, query }) => ({
        deliveries: selected(world.deliveries.list(), query).map((delivery) => shownDelivery(delivery, runtime)),
        failing: world.deliveries.failing.list(),
      }),
    }),
    adminRoute({
      method: "GET",
      path: "/webhooks/:id",
      name: "getWebhook",
      summary: "One delivery: the message, and request and response of each attempt.",
      scope: "world",
      params: DeliveryId,
      response: ShownDelivery,
      refusals: ["unknown_delivery"],
      run: ({ runtime, world, params }) => shownDelivery(requireDelivery(world, params.id), runtime),
    }),
    adminRoute({
      method: "POST",
      path: "/webhooks/flush",
      name: "flushWebhooks",
      summary: "Attempts every pending delivery now; what was delivered is not sent again.",
      scope: "world",
      response: v.strictObject({ attempted: v.pipe(v.number(), v.description("How many were pending.")) }),
      run: async ({ runtime, world }) => ({ attempted: await driverOf(runtime, world).flushWebhooks() }),
    }),
    adminRoute({
      method: "POST",
      path: "/webhooks/:id/replay",
      name: "replayWebhook",
      summary: "Sends the message of a delivery again, as a new delivery, signed anew.",
      scope: "world",
      params: DeliveryId,
      response: v.strictObject({ delivery: v.pipe(v.string(), v.description("Id of the new delivery.")) }),
      refusals: ["unknown_delivery"],
      run: ({ world, params: { id } }) => {
        const { account, message } = requireDelivery(world, id);
        return { delivery: world.replay(account, message, id) };
      },
    }),
  ];
}

function requireDelivery<T extends TwinTypes>(world: World<T>, id: string): Delivery {
  const delivery = world.deliveries.get(id);
  if (delivery !== undefined) return delivery;
  const problem = `No delivery has the id ${JSON.stringify(id)} in world ${world.name}`;
  throw new AdminError("unknown_delivery", `${problem}; GET /admin/webhooks lists them.`, "id");
}

function selected(
  deliveries: readonly Delivery[],
  { status, type, endpoint, limit }: v.InferOutput<typeof Filter>,
): readonly Delivery[] {
  const matching = deliveries.filter(
    (delivery) =>
      (status === undefined || delivery.status === status) &&
      (type === undefined || delivery.message.event.type === type) &&
      (endpoint === undefined || delivery.message.endpoint === endpoint),
  );
  return limit === undefined ? matching : matching.slice(-limit);
}

export function shownDelivery<T extends TwinTypes>(delivery: Delivery, { scrubber }: TwinRuntime<T>): ShownDelivery {
  const { message, ...rest } = delivery;
  const { event, endpoint, url, body } = message;
  return { ...rest, event, endpoint, url: shownUrl(url, scrubber), body: scrubber.text(body) } as ShownDelivery;
}
