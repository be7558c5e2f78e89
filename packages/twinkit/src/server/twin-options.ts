import type { HttpClient, ResolvedAddress } from "@twinkit-pro/httpclient";
import type { LedgerEntry, LicenseHealth, TelemetryEvent } from "@twinkit-pro/contracts";
import type { ClockOptions, WorldClock } from "../world/clock.ts";
import type { Log } from "./log.ts";
import type { RuntimeConfig } from "./runtime-config.ts";

/** What a twin tells of itself; an event without the fields that the emitter adds. */
export type Observation = TelemetryEvent extends infer Event
  ? Event extends TelemetryEvent
    ? Omit<Event, "event_id" | "at">
    : never
  : never;

export interface TwinOptions {
  /** Seed of ids and of all other randomness. @default 42 */
  readonly seed?: number;
  /** Where the clocks of new worlds start. A `WorldClock` may be shared by several twins and moves as it is moved. */
  readonly clock?: ClockOptions | WorldClock;
  /** Most worlds; a request that needs one more is refused with 507. @default 10,000 */
  readonly worldsMax?: number;
  /** Most that one world's objects may weigh, estimated in bytes; what would exceed it is refused with 507. @default 2 GiB */
  readonly worldBytesMax?: number;
  readonly config?: Partial<RuntimeConfig>;
  /**
   * Hosts that webhooks and outbound calls may go to beside this machine: `hooks.example.com`, `*.example.com`,
   * `10.0.0.7:8080`. Link-local and metadata addresses stay closed, whatever names them. @default none
   */
  readonly webhookHosts?: readonly string[];
  /** Resolves the host names of webhooks and outbound calls; for tests. @default the operating system */
  readonly lookup?: (hostname: string) => Promise<readonly ResolvedAddress[]>;
  /** Takes what webhooks and outbound calls send, in place of the network. @default the network, bound by `webhookHosts` */
  readonly outbound?: HttpClient;
  /** Receives what the twin observes; must neither block nor throw. @default nothing is told */
  readonly observe?: (observation: Observation) => void;
  /** Receives each exchange as the ledger keeps it, scrubbed of secrets; must neither block nor throw. @default nothing */
  readonly onExchange?: (entry: LedgerEntry) => void;
  /**
   * Where captures of runs lie, in a folder named after the twin, as they happen.
   * @default they are kept in memory, at most 64 MiB of them
   */
  readonly runsDirectory?: string;
  /** State of the licence, asked for at each health check. @default none */
  readonly license?: () => LicenseHealth;
  /** Needed to reach `/admin` where the twin listens beyond loopback. */
  readonly adminToken?: string;
  /** @default nothing is logged */
  readonly log?: Log;
}

export interface CloseReport {
  /** Scheduled actions that were finished because their kind must not be lost. */
  readonly finished: number;
  /** Background tasks that did not end in time and were aborted. */
  readonly aborted: number;
}
