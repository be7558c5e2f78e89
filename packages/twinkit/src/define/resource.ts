import type { AnyAction } from "../work/action.ts";
import type { OperationDefinition } from "./operation.ts";
import type { TwinTypes } from "./twin-types.ts";

export interface ResourceOptions<T extends TwinTypes> {
  /** Operations by the name the vendor's specification gives them. */
  readonly operations: Readonly<Record<string, OperationDefinition<T>>>;
  /** Background work that the resource schedules. */
  readonly actions?: readonly AnyAction<T>[];
}

/** One resource of the vendor's API: its operations and its background work. */
export interface Resource<T extends TwinTypes> extends Required<ResourceOptions<T>> {
  readonly name: string;
}

/** Declares a resource, for example `resource("refund", { operations: { PostRefunds: post(…) } })`. */
export function resource<T extends TwinTypes>(name: string, options: ResourceOptions<T>): Resource<T> {
  return { name, operations: options.operations, actions: options.actions ?? [] };
}
