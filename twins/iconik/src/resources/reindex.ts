import { reply, type Reply } from "@twinkit-pro/twinkit";
import type { Actor } from "../types.ts";
import { finishedJob } from "./jobs/parent.ts";

/** What the twin writes it finds at once, so that indexing again is a job that is done before the answer leaves. */
export function reindexed(actor: Actor, what: string): Reply {
  const { id, status } = finishedJob(actor, { type: "REINDEX", title: `Reindexing ${what}` });
  return reply({ job_id: id, status }, { status: 201 });
}
