import type { OperationDefinition } from "../define/operation.ts";
import type { TwinTypes } from "../define/twin-types.ts";

/** An operation with the name its resource gave it. */
export interface NamedOperation<T extends TwinTypes> extends OperationDefinition<T> {
  readonly name: string;
}
