import { type Host, startHost } from "./host-process.ts";
import { load } from "./load.ts";
import type { Row } from "./report.ts";
import { median } from "./statistics.ts";

const SMALL = 10_000;
const LARGE = 1_000_000;
const SECONDS = 3;
const ROUNDS = 3;
const MIB = 1024 * 1024;

/** Whether listing a page stays as fast when the collection is a hundred times larger. */
export async function measureListing(): Promise<Row[]> {
  const small = await startHost("twin-host", ["stripe", "--customers", String(SMALL)]);
  const large = await startHost("twin-host", ["stripe", "--customers", String(LARGE)]);
  try {
    const rates = { small: [] as number[], large: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.small.push(await listRate(small));
      rates.large.push(await listRate(large));
    }
    const ratio = median(rates.large) / median(rates.small);
    return [
      await row(SMALL, small, median(rates.small), "1.00", ""),
      await row(LARGE, large, median(rates.large), ratio.toFixed(2), "0.67 or more"),
    ];
  } finally {
    await Promise.all([small.stop(), large.stop()]);
  }
}

async function listRate(host: Host): Promise<number> {
  return (await load({ url: `${host.url}/v1/customers?limit=10`, seconds: SECONDS })).requestsPerSecond;
}

async function row(stored: number, host: Host, rate: number, ratio: string, goal: string): Promise<Row> {
  const resident = ((await host.residentBytes()) / MIB).toFixed(0);
  return {
    what: `list a page of ${stored.toLocaleString("en")} customers`,
    figures: { "requests/s": rate.toFixed(0), "ratio to 10,000": ratio, "resident MiB": resident },
    goal,
  };
}
