import type { ServerResponse } from "node:http";
import { bytesArriving, type Interruption, SILENCE_MS_MAX } from "../faults/interruption.ts";
import { pause } from "../faults/pause.ts";
import type { Answer } from "./rendered.ts";

/** Breaks the connection of a request. */
export async function interruptSocket(
  outgoing: ServerResponse,
  answer: Answer,
  interruption: Interruption,
): Promise<void> {
  if (interruption.kind === "timeout") await untilNobodyWaits(outgoing, interruption.ends);
  const cut = interruption.kind === "truncate" && outgoing.req.method !== "HEAD" ? cutBody(answer, interruption) : null;
  const { socket } = outgoing;
  if (socket === null || socket.destroyed) return;
  if (cut === null) {
    socket.resetAndDestroy();
    return;
  }
  outgoing.writeHead(answer.status, { ...answer.headers, "content-length": cut.length });
  outgoing.flushHeaders();
  outgoing.write(cut.part);
  // Not a reset: that would overtake the part that is to arrive.
  socket.destroySoon();
}

/** Until the client leaves, the twin lets go, or nobody can be waiting any longer. */
async function untilNobodyWaits(outgoing: ServerResponse, ends: readonly AbortSignal[]): Promise<void> {
  const left = new AbortController();
  const leave = (): void => left.abort();
  outgoing.once("close", leave);
  if (!outgoing.closed) await pause(SILENCE_MS_MAX, [...ends, left.signal]);
  outgoing.off("close", leave);
}

function cutBody(
  { body }: Answer,
  { bytes }: { readonly bytes: number | null },
): { readonly part: Buffer; readonly length: number } | null {
  const whole = Buffer.from(body ?? "");
  const arriving = bytesArriving(whole.length, bytes);
  return arriving === null ? null : { part: whole.subarray(0, arriving), length: whole.length };
}
