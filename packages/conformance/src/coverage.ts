import type { AxisResult, Coverage, OperationCoverage } from "@twinkit-pro/contracts";
import type { Evidence, OperationRoute } from "./evidence.ts";

export interface CoverageSubject {
  readonly twinId: string;
  readonly twinVersion: string;
  /** Official SDK with its version, or null where the vendor publishes none. */
  readonly sdk: string | null;
  readonly routes: readonly OperationRoute[];
}

const PASS: AxisResult = { verdict: "PASS" };
const NO_SDK: AxisResult = { verdict: "NOT_APPLICABLE", reason: "the vendor publishes no SDK for Node" };
const NO_SPEC: AxisResult = {
  verdict: "UNRUNNABLE",
  reason: "responses are not yet checked against the vendor's schema",
};
const NO_RECORDING: AxisResult = { verdict: "UNRUNNABLE", reason: "no recording of the real service" };

/** What the runs prove per operation, in the order of routes. Axes stand beside each other and are never summed. */
export function coverageOf(subject: CoverageSubject, evidence: Evidence): Coverage {
  return {
    schema_version: 1,
    twin_id: subject.twinId,
    twin_version: subject.twinVersion,
    driver: subject.sdk ?? "documented HTTP API",
    operations: subject.routes.map((route) => operationCoverage(subject, route, evidence)),
  };
}

function operationCoverage(subject: CoverageSubject, route: OperationRoute, evidence: Evidence): OperationCoverage {
  const shown = (where: ReadonlySet<string>): AxisResult =>
    where.has(route.operation) ? PASS : { verdict: "FAIL", reason: "no run has shown it" };
  return {
    operation: route.operation,
    method: route.method as OperationCoverage["method"],
    path: route.path,
    axes: {
      mounted: PASS,
      spec_valid: NO_SPEC,
      sdk_driven: subject.sdk === null ? NO_SDK : shown(evidence.driven),
      stateful: shown(evidence.stateful),
      negative: shown(evidence.negative),
      recorded: NO_RECORDING,
    },
  };
}
