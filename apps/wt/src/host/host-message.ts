import * as v from "valibot";

const Port = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));

/** A twin that a host was asked for. */
export const HostedTwin = v.object({
  name: v.string(),
  twin: v.string(),
  module: v.string(),
  port: Port,
});
export type HostedTwin = v.InferOutput<typeof HostedTwin>;

/** What `wt` tells a new host. Secrets and addresses come by the environment. */
export const HostOrder = v.variant("type", [
  v.object({
    type: v.literal("serve"),
    twins: v.array(HostedTwin),
    /** Port of the fleet's own admin API; another host may have it already, any free one will do then. */
    fleetPort: Port,
    /** Absolute path of the directory that keeps the twins' worlds; null keeps none. */
    data: v.nullable(v.string()),
  }),
  /** It is recorded and runs by itself from here on; a host whose starter goes before that ends. */
  v.object({ type: v.literal("keep") }),
]);
export type HostOrder = v.InferOutput<typeof HostOrder>;
export type ServeOrder = Extract<HostOrder, { readonly type: "serve" }>;

const Refused = v.object({ twin: v.string(), code: v.string(), message: v.string() });
export type RefusedTwin = v.InferOutput<typeof Refused>;

export const ServedTwin = v.object({ name: v.string(), twin: v.string(), port: Port, url: v.string() });
export type ServedTwin = v.InferOutput<typeof ServedTwin>;

/** Where a host takes orders while it runs, and the secret they need. */
export const ControlAddress = v.object({ url: v.pipe(v.string(), v.url()), token: v.string() });
export type ControlAddress = v.InferOutput<typeof ControlAddress>;

/** What a host answers once: ready, with what serves and what was refused, or failed as a whole. */
export const HostAnswer = v.variant("type", [
  v.object({
    type: v.literal("ready"),
    twins: v.array(ServedTwin),
    refused: v.array(Refused),
    warnings: v.array(v.string()),
    control: ControlAddress,
    /** Where the fleet's own admin API listens. */
    fleet: v.string(),
  }),
  v.object({ type: v.literal("failed"), code: v.string(), message: v.string(), port: v.nullable(v.number()) }),
]);
export type HostAnswer = v.InferOutput<typeof HostAnswer>;
