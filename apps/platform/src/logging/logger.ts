import pino, { type DestinationStream, type Logger } from "pino";

export type Log = Logger;

/** Paths of fields that could hold a secret if somebody logged a whole object. Nothing logs them on purpose. */
const REDACTED = ["token", "authorization", "*.token", "*.authorization", "*.password", "headers.cookie"];

/**
 * Structured JSON log, one object a line, written synchronously: the last line before a crash is the one that matters.
 * `err` shows type, message, code, stack and the chain of causes.
 */
export function createLogger(
  level: string,
  destination: DestinationStream = pino.destination({ fd: 1, sync: true }),
): Log {
  return pino(
    {
      level,
      base: { service: "wt-platform" },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED, censor: "[redacted]" },
      serializers: { err: describeError },
    },
    destination,
  );
}

const CAUSES_MAX = 8;

interface DescribedError {
  readonly type: string;
  readonly message: string;
  readonly code?: unknown;
  readonly stack?: string | undefined;
  readonly cause?: DescribedError | undefined;
}

/**
 * An error and its causes as plain data. Other properties are left out: drivers hang queries and their parameters on errors.
 */
export function describeError(thrown: unknown, depth = 0): DescribedError {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: String(thrown) };
  const hasCause = thrown.cause !== undefined && depth < CAUSES_MAX;
  return {
    type: thrown.name,
    message: messageOf(thrown),
    ...("code" in thrown && { code: thrown.code }),
    stack: thrown.stack?.replace(thrown.message, messageOf(thrown)),
    ...(hasCause && { cause: describeError(thrown.cause, depth + 1) }),
  };
}

/** Drizzle writes the parameters of a failed query into its message. */
function messageOf({ message }: Error): string {
  return message.replace(/\nparams: [^]*/, "");
}
