import { bytesArriving, type Interruption, SILENCE_MS_MAX } from "../faults/interruption.ts";
import { pause } from "../faults/pause.ts";
import type { Answer } from "./rendered.ts";

/**
 * What `fetch` shows of a connection that breaks.
 * @throws TypeError where no answer arrives; the reason of the request's signal where the client leaves before
 */
export async function interruptFetch(request: Request, answer: Answer, interruption: Interruption): Promise<Response> {
  if (interruption.kind === "timeout") {
    await pause(SILENCE_MS_MAX, [...interruption.ends, request.signal]);
    request.signal.throwIfAborted();
    throw broken("fetch failed");
  }
  const cut =
    interruption.kind === "truncate" && request.method !== "HEAD" ? cutBody(answer, interruption.bytes) : null;
  if (cut === null) throw broken("fetch failed");
  const headers = { ...answer.headers, "content-length": String(cut.length) };
  return new Response(cut.stream, { status: answer.status, headers });
}

/** A body that breaks off, with its whole length; null where there is nothing to cut. */
function cutBody(
  { body }: Answer,
  bytes: number | null,
): { readonly stream: ReadableStream<Uint8Array>; readonly length: number } | null {
  const whole = Buffer.from(body ?? "");
  const arriving = bytesArriving(whole.length, bytes);
  if (arriving === null) return null;
  const part = new Uint8Array(whole.subarray(0, arriving));
  let arrived = part.length === 0;
  const stream = new ReadableStream<Uint8Array>({
    // Asked again when the part has been read: the error must not overtake it.
    pull(controller) {
      if (arrived) return controller.error(broken("terminated"));
      arrived = true;
      controller.enqueue(part);
    },
  });
  return { stream, length: whole.length };
}

/** As `fetch` of Node has it. */
function broken(message: string): TypeError {
  const cause = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", errno: -104, syscall: "read" });
  return new TypeError(message, { cause });
}
