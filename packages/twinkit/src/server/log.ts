export interface LogRecord {
  readonly level: "info" | "warn" | "error";
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** Takes structured log records; secrets are never among them. */
export type Log = (record: LogRecord) => void;
