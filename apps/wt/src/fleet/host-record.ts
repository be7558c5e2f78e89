import * as v from "valibot";
import { ControlAddress, ServedTwin } from "../host/host-message.ts";

/** A host process that `wt up` started, with the twins it serves. */
export const HostRecord = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Stands in the process's command line: a pid that was used again is told by it. */
  nonce: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  started_at: v.pipe(v.string(), v.isoTimestamp()),
  version: v.string(),
  log_file: v.string(),
  control: ControlAddress,
  /** Where the fleet's own admin API listens; hosts of older versions have none. */
  fleet: v.exactOptional(v.string()),
  twins: v.array(ServedTwin),
});
export type HostRecord = v.InferOutput<typeof HostRecord>;
