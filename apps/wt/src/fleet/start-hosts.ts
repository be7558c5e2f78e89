import type { RefusedTwin } from "../host/host-message.ts";
import type { HostRecords } from "./host-records.ts";
import { type HostChoices, startHost, type StartedHost, type TwinPlace } from "./start-host.ts";

export interface StartOptions extends HostChoices {
  readonly stateDirectory: string;
  readonly records: HostRecords;
  /** Each twin in a process of its own. */
  readonly isolate: boolean;
}

export interface StartOutcome {
  readonly refused: readonly RefusedTwin[];
  readonly warnings: readonly string[];
}

/**
 * Starts twins and records their hosts. Where one cannot start, none stays; twins that a licence refuses are told of
 * and do not count.
 * @throws WtError
 */
export async function startHosts(places: readonly TwinPlace[], options: StartOptions): Promise<StartOutcome> {
  const { stateDirectory, records, isolate } = options;
  const groups = isolate ? places.map((place) => [place]) : places.length > 0 ? [places] : [];
  const hosts: StartedHost[] = [];
  try {
    for (const group of groups) hosts.push(await startHost(stateDirectory, group, options));
  } catch (error) {
    await Promise.all(hosts.map((host) => host.discard()));
    throw error;
  }
  for (const { record, keep } of hosts) {
    if (record !== null) await records.add(record);
    await keep();
  }
  return {
    refused: hosts.flatMap(({ refused }) => refused),
    warnings: [...new Set(hosts.flatMap(({ warnings }) => warnings))],
  };
}
