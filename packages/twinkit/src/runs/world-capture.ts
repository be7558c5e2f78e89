import type { LedgerEntry } from "@twinkit-pro/contracts";
import type { SecretLabel } from "../world/scrub.ts";

/** Takes the exchanges of one world while a run captures it. */
export interface WorldCapture {
  readonly add: (entry: LedgerEntry) => void;
  /** What stands in place of a secret in the entry. */
  readonly label: SecretLabel;
}
