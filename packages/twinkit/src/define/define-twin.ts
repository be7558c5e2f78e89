import { VendorName, Version } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { rateLimitsProblem } from "../limits/check-rate-limits.ts";
import { TwinkitError } from "../twinkit-error.ts";
import { webhookProblems } from "../webhooks/webhook-problems.ts";
import type { TwinDefinition } from "./twin-definition.ts";
import type { TwinTypes } from "./twin-types.ts";

/**
 * Declares a twin. Nothing is started; `createTwin`, `listen` and `createFleet` do that.
 * @throws TwinkitError `definition_invalid` where two operations or actions share a name or a route, or a limit has no number.
 */
export function defineTwin<T extends TwinTypes>(definition: TwinDefinition<T>): TwinDefinition<T> {
  if (!v.is(VendorName, definition.name)) refuse(`the name ${JSON.stringify(definition.name)} is not lower-case kebab`);
  if (!v.is(Version, definition.version)) refuse(`the version ${JSON.stringify(definition.version)} is not semantic`);
  const operations = definition.resources.flatMap((resource) => Object.entries(resource.operations));
  refuseRepeats(
    "operation",
    operations.map(([name]) => name),
  );
  refuseRepeats(
    "route",
    operations.map(([, { method, pattern }]) => `${method} ${pattern.replace(/:\w+/g, ":")}`),
  );
  refuseRepeats(
    "action",
    definition.resources.flatMap((resource) => resource.actions.map((action) => action.name)),
  );
  const problem = definition.rateLimits === undefined ? null : rateLimitsProblem(definition.rateLimits);
  if (problem !== null) refuse(problem);
  for (const problem of definition.webhooks === undefined ? [] : webhookProblems(definition.webhooks)) refuse(problem);
  return definition;

  function refuse(problem: string): never {
    throw new TwinkitError("definition_invalid", `Twin ${definition.name}: ${problem}.`);
  }

  function refuseRepeats(what: string, names: readonly string[]): void {
    const seen = new Set<string>();
    for (const name of names) {
      if (seen.has(name)) refuse(`the ${what} ${name} is declared twice`);
      seen.add(name);
    }
  }
}
