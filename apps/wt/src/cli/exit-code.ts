/** What `wt` exits with. */
export const EXIT = {
  ok: 0,
  /** Something is unhealthy, or could not be done. */
  failed: 1,
  /** The command line cannot be used. */
  usage: 2,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
