import * as v from "valibot";

/** What the ledger host prints. */
export const LedgerLoad = v.object({
  /** Exchanges of the simulated hour. */
  exchanges: v.number(),
  seconds: v.number(),
  /** Exchanges that the ledger holds at the end. */
  held: v.number(),
  /** Length of their bodies at the end, in bytes. */
  held_bytes: v.number(),
  /** Most memory after collection while the hour ran, heap and outside, above what it was before the first exchange. */
  growth_max_bytes: v.number(),
});
export type LedgerLoad = v.InferOutput<typeof LedgerLoad>;
