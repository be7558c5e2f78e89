import type { AnyRuntime, AnyWorld } from "../view.ts";

/** A page of the inspector as the navigation lists it. */
export interface Panel {
  readonly path: string;
  readonly label: string;
  /** What the navigation shows beside the label; null for nothing. */
  readonly count: (world: AnyWorld, runtime: AnyRuntime) => number | null;
}

export const PANELS: readonly Panel[] = [
  { path: "", label: "Overview", count: () => null },
  { path: "/requests", label: "Requests", count: ({ ledger }) => ledger.dropped + ledger.size },
  { path: "/state", label: "State", count: ({ objects }) => objects },
  { path: "/webhooks", label: "Webhooks", count: ({ deliveries }) => deliveries.list().length },
  { path: "/faults", label: "Faults", count: ({ faults }) => faults.list().filter(({ spent }) => !spent).length },
  { path: "/clock", label: "Clock", count: ({ agenda }) => agenda.size },
  { path: "/snapshots", label: "Snapshots", count: ({ snapshots }) => snapshots.list().length },
  { path: "/behaviour", label: "Behaviour", count: () => null },
  { path: "/runs", label: "Runs", count: () => null },
  { path: "/worlds", label: "Worlds", count: (_, { worlds }) => worlds.size },
];
