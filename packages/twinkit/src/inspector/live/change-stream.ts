/** How often a world is looked at for an open page. */
const LOOK_MS = 250;
/** A line now and then keeps the connection, and shows when the other side has gone. */
const HEARTBEAT_MS = 15_000;
/** Pages that may be open at once; one more has to be loaded again by hand. */
export const STREAMS_MAX = 32;

/** What an open page is told. */
export interface Change {
  readonly version: string;
  readonly requests: number;
}

export interface ChangeStreams {
  /** Server-Sent Events: `change` with what `look` sees, at first and whenever its version is another than before. */
  readonly open: (look: () => Change) => Response;
}

/** Who serves the pages. */
export interface StreamHost {
  /** True from the moment on at which it stops accepting. */
  readonly isClosing: () => boolean;
  /** Aborted when everything has to end; null where nothing outlives `isClosing`. */
  readonly signal: AbortSignal | null;
}

/**
 * Tells open pages that something has changed; what it is they fetch as a page. A stream ends with its page, when its
 * host begins to close, and at the latest when the signal aborts.
 */
export function createChangeStreams(host: StreamHost): ChangeStreams {
  let open = 0;
  return {
    open: (look) => {
      if (open >= STREAMS_MAX || host.isClosing()) {
        return new Response(`At most ${STREAMS_MAX} pages are kept up to date at once.`, { status: 503 });
      }
      open += 1;
      const body = changeStream(host, look, () => (open -= 1));
      // The connection has no other use: one that stayed open would hold up a server that closes.
      return new Response(body, {
        headers: { "content-type": "text/event-stream; charset=utf-8", connection: "close" },
      });
    },
  };
}

function changeStream(host: StreamHost, look: () => Change, onEnd: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let stop = (): void => undefined;
  return new ReadableStream({
    start(controller) {
      let told: string | null = null;
      let quietMs = 0;
      const send = (text: string): void => controller.enqueue(encoder.encode(text));
      const tell = (): void => {
        if (host.isClosing()) return end();
        // A page that does not read is not written to: what it misses is told by the next version.
        if ((controller.desiredSize ?? 0) <= 0) return;
        const present = look();
        const isNew = present.version !== told;
        quietMs = isNew || quietMs >= HEARTBEAT_MS ? 0 : quietMs + LOOK_MS;
        if (isNew) send(`event: change\ndata: ${JSON.stringify(present)}\n\n`);
        else if (quietMs === 0) send(":\n\n");
        told = present.version;
      };
      const timer = setInterval(tell, LOOK_MS).unref();
      const end = (): void => {
        stop();
        controller.close();
      };
      stop = () => {
        stop = () => undefined;
        clearInterval(timer);
        host.signal?.removeEventListener("abort", end);
        onEnd();
      };
      host.signal?.addEventListener("abort", end);
      tell();
    },
    cancel: () => stop(),
  });
}
