import type { FleetState, FleetTwin } from "../../fleet-control/fleet-state.ts";
import type { Change } from "../live/change-stream.ts";
import { versionText } from "../live/world-version.ts";

/** What the page of a fleet says of a twin. */
export interface TwinFacts {
  readonly name: string;
  readonly version: string;
  /** Where a browser finds its pages. */
  readonly url: string;
  readonly isStopping: boolean;
  readonly license: string;
  readonly worlds: number;
  /** Since each world's last reset. */
  readonly requests: number;
  /** Scheduled actions in all worlds. */
  readonly waiting: number;
}

/** `host` is where the fleet's page was reached: a twin that listens everywhere is reached there, too. */
export function twinFacts({ twin, url, runtime }: FleetTwin, host: string): TwinFacts {
  let [requests, waiting] = [0, 0];
  for (const { ledger, agenda } of runtime.worlds.all()) {
    requests += ledger.dropped + ledger.size;
    waiting += agenda.size;
  }
  return {
    name: twin.name,
    version: twin.version,
    url: reachableFrom(url, host),
    isStopping: runtime.closing,
    license: runtime.license().status,
    worlds: runtime.worlds.size,
    requests,
    waiting,
  };
}

/** What an open page of the fleet is told. */
export function fleetChange({ twins, clock }: FleetState): Change {
  const facts = twins.map((twin) => twinFacts(twin, ""));
  return {
    version: versionText([facts, clock.position]),
    requests: facts.reduce((sum, { requests }) => sum + requests, 0),
  };
}

function reachableFrom(url: string, host: string): string {
  const at = new URL(url);
  if ((at.hostname === "0.0.0.0" || at.hostname === "[::]") && host !== "") at.hostname = host;
  return at.origin;
}
