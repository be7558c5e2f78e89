import type { Member } from "./member.ts";

const SETTLE_MS_MAX = 30_000;

/**
 * Waits until no twin has anything left to do that is due now, also where the work of one makes work for another.
 * @throws Error after 30 s, naming the twins that are still at work
 */
export async function settle(members: readonly Member[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(stillAtWork(members))), SETTLE_MS_MAX);
  });
  try {
    await Promise.race([late, allIdle(members)]);
  } finally {
    clearTimeout(timer);
  }
}

async function allIdle(members: readonly Member[]): Promise<void> {
  do await Promise.all(members.map(({ twin }) => twin.settle()));
  while (members.some(({ runtime }) => runtime.tasks.size > 0));
}

function stillAtWork(members: readonly Member[]): string {
  const busy = members.filter(({ runtime }) => runtime.tasks.size > 0).map(({ definition }) => definition.name);
  return `After ${SETTLE_MS_MAX / 1_000} s these twins are still at work: ${busy.join(", ")}. A webhook receiver that never answers is the usual reason.`;
}
