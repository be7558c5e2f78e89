import { createHook } from "node:async_hooks";

/** What Node calls the handles and timers that a server, a client, a file or a schedule keeps. */
const WATCHED = new Set([
  "Timeout",
  "Immediate",
  "TCPSERVERWRAP",
  "TCPWRAP",
  "TCPCONNECTWRAP",
  "PIPEWRAP",
  "PIPESERVERWRAP",
  "UDPWRAP",
  "GETADDRINFOREQWRAP",
  "QUERYWRAP",
  "FSEVENTWRAP",
  "STATWATCHER",
  "FSREQCALLBACK",
  "FILEHANDLE",
  "PROCESSWRAP",
  "SIGNALWRAP",
  "WORKER",
  "MESSAGEPORT",
]);

/** Below Node's own frames lie ours. */
const FRAMES_SEEN_MAX = 50;
const FRAMES_KEPT_MAX = 8;

export interface ActiveResource {
  readonly type: string;
  readonly madeAt: string[];
}

/** Sees every handle and timer from when it is made until it is gone, also those that `unref` hides from the process. */
export class ResourceWatch {
  readonly #active = new Map<number, ActiveResource>();
  readonly #hook = createHook({
    init: (id, type) => {
      if (this.#watching && WATCHED.has(type)) this.#active.set(id, { type, madeAt: framesAbove() });
    },
    destroy: (id) => this.#active.delete(id),
  });

  #watching = false;

  start(): void {
    this.#watching = true;
    this.#hook.enable();
  }

  /** Watches for nothing new; what there is may still go. */
  stop(): void {
    this.#watching = false;
  }

  /** What was made since `start` and is still there. */
  active(): ActiveResource[] {
    return [...this.#active.values()];
  }
}

/** The frames outside Node and this file. */
function framesAbove(): string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES_SEEN_MAX;
  const made: { stack?: string } = {};
  Error.captureStackTrace(made, framesAbove);
  Error.stackTraceLimit = limit;
  const frames = (made.stack ?? "").split("\n").slice(1);
  return frames
    .map((frame) => frame.trim().replace(/^at /, ""))
    .filter((frame) => !/node:|ResourceWatch|AsyncHook/.test(frame))
    .slice(0, FRAMES_KEPT_MAX);
}
