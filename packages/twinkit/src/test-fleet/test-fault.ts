import * as v from "valibot";
import { armFault } from "../faults/arm-fault.ts";
import type { Fault } from "../faults/fault.ts";
import type { FaultPlan } from "../faults/fault-plan.ts";
import { FaultSpec, type FaultSpecInput } from "../faults/fault-spec.ts";
import type { FleetWorld } from "../fleet-control/fleet-state.ts";
import { RUNTIME } from "../server/twin.ts";
import { TwinkitError } from "../twinkit-error.ts";

/** A fault that a test armed. */
export interface TestFault {
  /** Requests, or webhooks, that it was asked about. */
  readonly matched: number;
  /** How many of them it struck. */
  readonly fired: number;
  /** Strikes nothing any more; what it has counted stays. */
  disarm(): void;
}

/** @throws TwinkitError `fault_invalid` with the path of the field */
export function parseFault(input: FaultSpecInput): FaultSpec {
  const parsed = v.safeParse(FaultSpec, input);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue) ?? "";
  throw new TwinkitError("fault_invalid", `The field ${path} of the fault was refused: ${issue.message}.`, { path });
}

/** A fault in any number of worlds. */
export class SpreadFault implements TestFault {
  readonly #spec: FaultSpec;
  readonly #armed: { readonly fault: Fault; readonly faults: FaultPlan }[] = [];
  #isDisarmed = false;

  constructor(spec: FaultSpec) {
    this.#spec = spec;
  }

  get matched(): number {
    return this.#armed.reduce((sum, { fault }) => sum + fault.matched, 0);
  }

  get fired(): number {
    return this.#armed.reduce((sum, { fault }) => sum + fault.fired, 0);
  }

  /** @throws TwinkitError `fault_invalid`, `faults_full` */
  armIn({ twin, driver: { world } }: FleetWorld): void {
    if (this.#isDisarmed) return;
    this.#armed.push({ fault: armFault(twin[RUNTIME].definition, world, this.#spec), faults: world.faults });
  }

  disarm(): void {
    this.#isDisarmed = true;
    // After a reset another fault may have the id.
    for (const { fault, faults } of this.#armed) if (faults.get(fault.id) === fault) faults.disarm(fault.id);
  }
}

/**
 * Does for each of several twins what arms a fault there: one may not have the operation or the code that it names.
 * @throws TwinkitError `fault_invalid` where none has
 */
export function armSomewhere<Place>(places: readonly Place[], arm: (place: Place) => void): void {
  const refusals: unknown[] = [];
  for (const place of places) {
    try {
      arm(place);
    } catch (error) {
      refusals.push(error);
    }
  }
  if (refusals.length > 0 && refusals.length === places.length) throw refusals[0];
}
