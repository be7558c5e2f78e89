import { STATUS_CODES } from "node:http";
import type { FC } from "hono/jsx";

export type Tone = "ok" | "info" | "warn" | "bad" | "calm";

/**
 * An HTTP status by number and, where there is room, by name; its colour only repeats what the text says. 0 is an
 * exchange whose connection a fault broke before any answer.
 */
export const HttpStatus: FC<{ readonly status: number; readonly named?: boolean }> = ({ status, named = false }) => (
  <span class={`status tone-${statusTone(status)}`}>
    {status === 0 ? "no answer" : status}
    {named && status !== 0 ? ` ${STATUS_CODES[status] ?? ""}` : null}
  </span>
);

export const Badge: FC<{ readonly tone: Tone; readonly children?: string | number }> = ({ tone, children }) => (
  <span class={`badge tone-${tone}`}>{children}</span>
);

export function statusTone(status: number): Tone {
  if (status >= 500 || status === 0) return "bad";
  if (status >= 400) return "warn";
  return status >= 300 ? "info" : "ok";
}
