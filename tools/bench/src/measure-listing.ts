import { type Host, startHost } from "./host-process.ts";
import { load } from "./load.ts";
import type { Goal, Row } from "./report.ts";
import { median } from "./statistics.ts";

const SMALL = 10_000;
const LARGE = 1_000_000;
const WARM_UP_SECONDS = 2;
const SECONDS = 3;
const ROUNDS = 5;
const MIB = 1024 * 1024;
/** A page must not slow down by more than a third. */
const GOAL: Goal = { figure: "ratio to 10,000", atLeast: 0.67 };

/** Whether listing a page stays as fast when the collection is a hundred times larger. */
export async function measureListing(): Promise<Row[]> {
  const small = await startHost("twin-host", ["stripe", "--customers", String(SMALL)]);
  const large = await startHost("twin-host", ["stripe", "--customers", String(LARGE)]);
  try {
    for (const host of [small, large]) await listRate(host, WARM_UP_SECONDS);
    const rates = { small: [] as number[], large: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.small.push(await listRate(small, SECONDS));
      rates.large.push(await listRate(large, SECONDS));
    }
    // Each pair was measured back to back: what else the machine does hits both.
    const ratio = median(rates.large.map((rate, round) => rate / (rates.small[round] ?? Number.NaN)));
    return [
      row(SMALL, { rate: median(rates.small), ratio: 1, host: small, goals: [] }),
      row(LARGE, { rate: median(rates.large), ratio, host: large, goals: [GOAL] }),
    ];
  } finally {
    await Promise.all([small.stop(), large.stop()]);
  }
}

async function listRate(host: Host, seconds: number): Promise<number> {
  return (await load({ url: `${host.url}/v1/customers?limit=10`, seconds })).requestsPerSecond;
}

interface Measured {
  readonly rate: number;
  readonly ratio: number;
  readonly host: Host;
  readonly goals: readonly Goal[];
}

function row(stored: number, { rate, ratio, host: { ready }, goals }: Measured): Row {
  return {
    what: `list a page of ${stored.toLocaleString("en")} customers`,
    figures: {
      "requests/s": rate,
      "ratio to 10,000": ratio,
      "heap MiB": ready.heap_bytes / MIB,
      "resident MiB": ready.rss_bytes / MIB,
    },
    goals,
  };
}
