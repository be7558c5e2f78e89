import { get, resource } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import * as v from "valibot";
import { parametersExclusive, resourceMissing } from "../../errors.ts";
import { listObject } from "../../pagination.ts";
import { boolean, inRange, list, listParams, params, rangeQuery, text } from "../../params/index.ts";
import type { Op, StripeTwin } from "../../types.ts";
import { wireEvent } from "./event.ts";
import { isExpired } from "./retention.ts";

/** Most types that one listing filters by. */
const TYPES_MAX = 20;

const ListEvents = listParams({
  created: v.optional(rangeQuery()),
  delivery_success: v.optional(boolean()),
  type: v.optional(text()),
  types: v.optional(list(text(), { max: TYPES_MAX })),
});

export const event = resource<StripeTwin>("event", {
  operations: {
    GetEvents: get("/v1/events", ListEvents, listEvents),
    GetEventsId: get("/v1/events/:id", params({}), retrieve),
  },
});

function retrieve({ path, state, now }: Op<object, "id">): Stripe.Event {
  const found = state.events.require(path.id);
  if (isExpired(found, now)) throw resourceMissing("event")(path.id, null);
  return wireEvent(found);
}

function listEvents({ params: query, state, now }: Op<v.InferOutput<typeof ListEvents>>): Stripe.ApiList<Stripe.Event> {
  const { created, type, types, delivery_success: delivered } = query;
  if (type !== undefined && types !== undefined) {
    throw parametersExclusive("You may only specify one of these parameters: type, types.");
  }
  const wanted = type === undefined ? types?.map(matcher) : [matcher(type)];
  const exact = type !== undefined && !type.includes("*") ? type : undefined;
  return listObject(state.events, query, {
    url: "/v1/events",
    wire: wireEvent,
    where: exact === undefined ? undefined : { field: "type", value: exact },
    filter: (candidate) =>
      !isExpired(candidate, now) &&
      (created === undefined || inRange(candidate.created, created)) &&
      (wanted === undefined || wanted.some((matches) => matches(candidate.type))) &&
      (delivered === undefined || delivered === (candidate.pending_webhooks === 0)),
  });
}

/** A type, or a group of types such as `customer.*`. */
function matcher(pattern: string): (type: string) => boolean {
  if (!pattern.endsWith("*")) return (type) => type === pattern;
  const prefix = pattern.slice(0, -1);
  return (type) => type.startsWith(prefix);
}
