import { hostReport } from "./host-report.ts";
import { LedgerLoad } from "./hosts/ledger-load.ts";
import type { Row } from "./report.ts";

const MIB = 1024 * 1024;
/** The ledger's own bound. */
const HELD_MIB_MAX = 16;
/** Entries have fields beside their bodies, and room is taken in pieces. */
const GROWTH_MIB_MAX = 24;

/** Whether the ledger of one world stays within its bytes under an hour of requests. */
export async function measureLedger(): Promise<Row[]> {
  const load = await hostReport("ledger-host", LedgerLoad, ["--expose-gc"]);
  return [
    {
      what: `${load.exchanges.toLocaleString("en")} exchanges in one world`,
      figures: {
        seconds: load.seconds,
        "entries held": load.held,
        "MiB held": load.held_bytes / MIB,
        "growth MiB": load.growth_max_bytes / MIB,
      },
      goals: [
        { figure: "MiB held", atMost: HELD_MIB_MAX },
        { figure: "growth MiB", atMost: GROWTH_MIB_MAX },
      ],
    },
  ];
}
