import * as v from "valibot";

/** What a host prints once, when it can be called. */
export const Ready = v.object({
  ready: v.literal(true),
  urls: v.array(v.string()),
  /** Resident memory at that moment. */
  rss_bytes: v.number(),
  /** Resident memory of a host that was filled, before it collected what the filling left over; else 0. */
  filled_rss_bytes: v.number(),
  /** Heap in use at that moment. */
  heap_bytes: v.number(),
  /** Since the process began, by its own clock. */
  uptime_ms: v.number(),
});
export type Ready = v.InferOutput<typeof Ready>;

export function announce(urls: string[], filledRssBytes = 0): void {
  const { rss, heapUsed } = process.memoryUsage();
  const ready: Ready = {
    ready: true,
    urls,
    rss_bytes: rss,
    filled_rss_bytes: filledRssBytes,
    heap_bytes: heapUsed,
    uptime_ms: performance.now(),
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}
