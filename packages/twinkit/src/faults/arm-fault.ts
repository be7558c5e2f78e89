import type { TwinDefinition } from "../define/twin-definition.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { TwinkitError } from "../twinkit-error.ts";
import type { World } from "../world/world.ts";
import type { Fault } from "./fault.ts";
import type { MatchedOperation } from "./fault-match.ts";
import { faultProblem } from "./fault-problem.ts";
import type { FaultSpec } from "./fault-spec.ts";
import { injectableCodes } from "./injected-error.ts";
import { matchesText } from "./path-pattern.ts";

/**
 * Arms a fault in a world.
 * @throws TwinkitError `fault_invalid` where the spec contradicts itself or names what the twin does not have;
 * `faults_full` where the world has as many as it may. Nothing was armed then.
 */
export function armFault<T extends TwinTypes>(definition: TwinDefinition<T>, world: World<T>, spec: FaultSpec): Fault {
  checkFault(definition, spec);
  return world.faults.arm(spec, operationsOf(definition));
}

/** @throws TwinkitError `fault_invalid` where the spec contradicts itself or names what the twin does not have */
export function checkFault<T extends TwinTypes>(definition: TwinDefinition<T>, spec: FaultSpec): void {
  const problem = faultProblem(spec);
  if (problem !== null) throw invalid(problem.message, problem.path);
  refuseUnknownOperation(spec, operationsOf(definition));
  refuseUnknownCode(definition, spec);
  if (spec.effect.webhook !== undefined && definition.webhooks === undefined) {
    throw invalid(`twin-${definition.name} has no webhooks`, "effect.webhook");
  }
}

function operationsOf<T extends TwinTypes>({ resources }: TwinDefinition<T>): MatchedOperation[] {
  return resources.flatMap((resource) =>
    Object.entries(resource.operations).map(([name, { method, pattern }]) => ({ name, method, pattern })),
  );
}

function refuseUnknownOperation({ match: { operation } }: FaultSpec, operations: readonly MatchedOperation[]): void {
  if (operation === undefined || operations.some(({ name }) => matchesText(operation, name))) return;
  const wanted = operation.toLowerCase();
  const close = operations.map(({ name }) => name).filter((name) => name.toLowerCase().includes(wanted));
  const hint = close.length === 0 ? "coverage.json of the twin lists them" : `there is ${close.slice(0, 5).join(", ")}`;
  throw invalid(`the twin has no operation ${JSON.stringify(operation)}; ${hint}`, "match.operation");
}

function refuseUnknownCode<T extends TwinTypes>({ name, errors }: TwinDefinition<T>, { effect }: FaultSpec): void {
  const { code } = effect;
  const codes = injectableCodes(errors);
  if (code === undefined || codes.includes(code)) return;
  const choice = codes.length === 0 ? "it knows none; name a status" : `it knows ${codes.join(", ")}`;
  throw invalid(`twin-${name} has no error code ${JSON.stringify(code)}: ${choice}`, "effect.code");
}

function invalid(problem: string, path: string | null): TwinkitError {
  const where = path === null ? "The fault" : `The field ${path}`;
  return new TwinkitError("fault_invalid", `${where} was refused: ${problem}.`, path === null ? {} : { path });
}
