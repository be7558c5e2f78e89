import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createTempDirectory } from "@twinkit-pro/persist/testing";
import * as v from "valibot";
import { residentBytes } from "./host-process.ts";
import type { Row } from "./report.ts";
import { median } from "./statistics.ts";

const run = promisify(execFile);
const WT = fileURLToPath(new URL("../../../apps/wt/bin/wt.mjs", import.meta.url));
const RUNS = 5;
const MIB = 1024 * 1024;
/** Away from the ports of the table, which somebody may be using. */
const PORT_OFFSET = "17000";

const Up = v.pipe(v.string(), v.parseJson(), v.object({ twins: v.array(v.object({ pid: v.number() })) }));

/** What a user waits for: the whole command `wt up`, from the shell to healthy twins; the memory is that of the process it leaves. */
export async function measureWtUp(bareMs: number): Promise<Row[]> {
  await using directory = await createTempDirectory("wt-bench-");
  const env = { ...process.env, WT_STATE_DIR: directory.path, WONDERTWIN_HOME: directory.path };
  const rows: Row[] = [];
  for (const twins of [["stripe"], ["stripe", "iconik"]]) {
    const samples = { ms: [] as number[], rss: [] as number[] };
    for (let each = 0; each < RUNS; each += 1) {
      const startedMs = performance.now();
      const { stdout } = await run(process.execPath, [WT, "up", ...twins, "--port-offset", PORT_OFFSET, "--json"], {
        env,
      });
      samples.ms.push(performance.now() - startedMs);
      samples.rss.push(await residentBytes(v.parse(Up, stdout).twins[0]?.pid ?? 0));
      await run(process.execPath, [WT, "down"], { env });
    }
    const readyMs = median(samples.ms);
    const figures = {
      "ready ms": readyMs,
      "ratio to bare": readyMs / bareMs,
      "resident MiB": median(samples.rss) / MIB,
    };
    rows.push({ what: `wt up ${twins.join(" ")}`, figures, goals: [] });
  }
  return rows;
}
