/** Longest that a request is left without an answer before its connection breaks. */
export const SILENCE_MS_MAX = 120_000;

/** How the connection of an exchange breaks, instead of its answer or within it. */
export type Interruption =
  /** The client sees its connection reset. */
  | { readonly kind: "reset" }
  /** No answer comes until one of `ends` is aborted: the twin closes, or its world begins anew. */
  | { readonly kind: "timeout"; readonly ends: readonly AbortSignal[] }
  /** The body ends after so many bytes; null means half of it. */
  | { readonly kind: "truncate"; readonly bytes: number | null };

/** How many bytes of a body arrive: never all of them. Null where there is no body to cut. */
export function bytesArriving(bodyBytes: number, bytes: number | null): number | null {
  if (bodyBytes === 0) return null;
  return Math.min(bytes ?? Math.floor(bodyBytes / 2), bodyBytes - 1);
}
