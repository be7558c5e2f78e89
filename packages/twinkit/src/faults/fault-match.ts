import type { FaultSpec } from "./fault-spec.ts";
import { anonymous, matchesText, namesParameters, PathPattern } from "./path-pattern.ts";

/** What a fault may know of an operation. */
export interface MatchedOperation {
  readonly name: string;
  readonly method: string;
  readonly pattern: string;
}

/** A request as faults see it; `operation` is null where no route matched. */
export interface FaultRequest {
  readonly method: string;
  readonly path: string;
  readonly operation: MatchedOperation | null;
}

/** Which requests a fault is about. */
export class FaultMatch {
  readonly #method: string | null;
  readonly #name: string | null;
  /** The routes of a twin that the path spells out; empty where it is a pattern over paths. */
  readonly #routes: ReadonlySet<string>;
  readonly #path: PathPattern | null;
  /** The operations it can reach. A path of no operation may be hit all the same. */
  readonly operations: readonly MatchedOperation[];

  constructor({ method, path, operation }: FaultSpec["match"], operations: readonly MatchedOperation[]) {
    this.#method = method ?? null;
    this.#name = operation ?? null;
    this.#routes = path === undefined ? new Set() : routesOf(path, operations);
    this.#path = path === undefined ? null : new PathPattern(path);
    this.operations = operations.filter((each) => this.#reaches(each));
  }

  fits({ method, path, operation }: FaultRequest): boolean {
    if (this.#method !== null && method !== this.#method) return false;
    if (this.#name !== null && (operation === null || !matchesText(this.#name, operation.name))) return false;
    if (this.#path === null) return true;
    if (this.#routes.size > 0) return operation !== null && this.#routes.has(operation.pattern);
    return this.#path.matches(path);
  }

  #reaches({ name, method, pattern }: MatchedOperation): boolean {
    if (this.#method !== null && method !== (this.#method === "HEAD" ? "GET" : this.#method)) return false;
    if (this.#name !== null && !matchesText(this.#name, name)) return false;
    if (this.#path === null) return true;
    return this.#routes.size > 0 ? this.#routes.has(pattern) : this.#path.meets(pattern);
  }
}

/** `/v1/customers/:customer` is that route alone, though `/v1/customers/search` has the same form. */
function routesOf(path: string, operations: readonly MatchedOperation[]): Set<string> {
  if (!namesParameters(path)) return new Set();
  const form = anonymous(path);
  return new Set(operations.map(({ pattern }) => pattern).filter((pattern) => anonymous(pattern) === form));
}
