import { hostReport } from "./host-report.ts";
import { InProcess } from "./hosts/in-process.ts";
import type { Row } from "./report.ts";
import { median, percentile } from "./statistics.ts";

const MICROSECONDS = 1_000;

/** What a test pays that hosts its twin itself. */
export async function measureInProcess(): Promise<Row[]> {
  const { first_ms: firstMs, each_ms: eachMs, reset_ms: resetMs } = await hostReport("in-process-host", InProcess);
  return [
    row("the first Stripe twin in a process", [firstMs]),
    { ...row("each further one", eachMs), goals: [{ figure: "median us", atMost: 500 }] },
    { ...row("reset of a world of 10 customers", resetMs), goals: [{ figure: "median us", atMost: 20 }] },
  ];
}

function row(what: string, ms: readonly number[]): Row {
  return {
    what,
    figures: { "median us": median(ms) * MICROSECONDS, "p99 us": percentile(ms, 0.99) * MICROSECONDS },
    goals: [],
  };
}
