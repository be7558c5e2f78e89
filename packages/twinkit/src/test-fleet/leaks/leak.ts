import * as v from "valibot";

/** Something that a twin left active after it was closed. */
export const Leak = v.strictObject({
  /**
   * - `resource`: a handle or timer, those included that let the process end (`unref`);
   * - `listener`: a listener on the process;
   * - `process`: the process did not end by itself.
   */
  kind: v.picklist(["resource", "listener", "process"]),
  /** Node's name of the resource, or the name of the event. */
  name: v.string(),
  /** Where it was made, the innermost frame first; empty where that is not known. */
  madeAt: v.array(v.string()),
});
export type Leak = v.InferOutput<typeof Leak>;

/** A request that makes work which the twin has to give up: an event for a webhook, a job. */
export interface LeakCheckRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
