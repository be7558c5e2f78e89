import * as v from "valibot";

/** A twin that a host was asked for. */
export const HostedTwin = v.object({
  name: v.string(),
  twin: v.string(),
  module: v.string(),
  port: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)),
});
export type HostedTwin = v.InferOutput<typeof HostedTwin>;

/** What `wt` sends a new host: what to serve. Secrets and addresses come by the environment. */
export const HostOrder = v.object({ twins: v.array(HostedTwin) });
export type HostOrder = v.InferOutput<typeof HostOrder>;

const Refused = v.object({ twin: v.string(), code: v.string(), message: v.string() });

/** What a host answers once: ready, with what serves and what was refused, or failed as a whole. */
export const HostAnswer = v.variant("type", [
  v.object({
    type: v.literal("ready"),
    twins: v.array(v.object({ name: v.string(), twin: v.string(), port: v.number(), url: v.string() })),
    refused: v.array(Refused),
    warnings: v.array(v.string()),
  }),
  v.object({ type: v.literal("failed"), code: v.string(), message: v.string(), port: v.nullable(v.number()) }),
]);
export type HostAnswer = v.InferOutput<typeof HostAnswer>;
export type RefusedTwin = v.InferOutput<typeof Refused>;
