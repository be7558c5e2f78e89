import * as v from "valibot";

const Port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

/** A host process that `wt up` started, with the twins it serves. */
export const HostRecord = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Stands in the process's command line: a pid that was used again is told by it. */
  nonce: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  started_at: v.pipe(v.string(), v.isoTimestamp()),
  twins: v.array(v.object({ name: v.string(), twin: v.string(), port: Port, url: v.string() })),
});
export type HostRecord = v.InferOutput<typeof HostRecord>;
export type ServedTwin = HostRecord["twins"][number];
