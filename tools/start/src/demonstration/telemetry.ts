import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createHttpClient } from "@twinkit-pro/httpclient";
import { readTextBounded } from "@twinkit-pro/persist";
import * as v from "valibot";
import type { Places } from "../places.ts";
import { say } from "../report.ts";
import { StartError } from "../start-error.ts";

const ARRIVAL_MS_MAX = 20_000;
const LOOK_MS = 250;
const TOKEN_BYTES_MAX = 1_024;

const Summary = v.object({ counts: v.array(v.object({ twin: v.string(), type: v.string(), events: v.number() })) });
type Summary = v.InferOutput<typeof Summary>;

/** Events the platform has of each twin. */
export type TelemetryCounts = ReadonlyMap<string, number>;

/** Waits until the platform has stored more of every twin than `before`, exchanges and background work both. */
export async function demonstrateTelemetry(
  places: Places,
  twins: readonly string[],
  before: TelemetryCounts,
): Promise<void> {
  const deadline = performance.now() + ARRIVAL_MS_MAX;
  for (;;) {
    const counts = await telemetryCounts(places);
    if (twins.every((twin) => (counts.get(twin) ?? 0) > (before.get(twin) ?? 0))) {
      const news = twins.map((twin) => `${(counts.get(twin) ?? 0) - (before.get(twin) ?? 0)} events of ${twin}`);
      say("telemetry", `${news.join(", ")} stored by the platform`);
      return;
    }
    if (performance.now() > deadline) {
      throw new StartError(
        `No telemetry reached the platform within ${ARRIVAL_MS_MAX / 1_000} s. See ${places.work}/logs.`,
      );
    }
    await sleep(LOOK_MS);
  }
}

/** What the platform's operator sees of the telemetry so far. */
export async function telemetryCounts(places: Places): Promise<TelemetryCounts> {
  const tokenFile = join(places.work, "platform", "operator-token");
  const token = (await readTextBounded(tokenFile, { maxBytes: TOKEN_BYTES_MAX, ownerOnly: true })).trim();
  const http = createHttpClient({ component: "start", loopbackOnly: true });
  try {
    const url = `${places.platformUrl}/v1/telemetry/summary`;
    const response = await http.request({ method: "GET", url, headers: { authorization: `Bearer ${token}` } });
    if (response.status !== 200) throw new StartError(`The platform answered ${response.status} to ${url}.`);
    return countsByTwin(v.parse(Summary, response.json()));
  } finally {
    await http.close();
  }
}

function countsByTwin({ counts }: Summary): TelemetryCounts {
  const totals = new Map<string, number>();
  for (const { twin, events } of counts) totals.set(twin, (totals.get(twin) ?? 0) + events);
  return totals;
}
