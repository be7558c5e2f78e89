/** What came of an intent whose challenge was answered. */
export interface SettledChallenge {
  readonly succeeded: boolean;
  /** What the return address is told. */
  readonly query: Readonly<Record<string, string>>;
}
