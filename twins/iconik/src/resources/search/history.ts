import { collection } from "@twinkit-pro/twinkit";
import { callerOf } from "../../access/authorize.ts";
import { missing } from "../../errors.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call } from "../../types.ts";
import { without } from "../../without.ts";
import type { SearchCriteria } from "./criteria.ts";

/** Searches remembered of each user. */
const HISTORY_MAX = 25;

export interface PastSearch {
  readonly id: string;
  readonly user_id: string;
  readonly criteria: SearchCriteria;
  readonly date_created: string;
}

export const searchHistory = collection<PastSearch, "user_id">({
  id: (ids) => ids.uuid(),
  missing: missing("Search History does not exist"),
  indexes: ["user_id"],
});

export function remember(call: Call, criteria: SearchCriteria): void {
  const { state, now } = call;
  const { id } = callerOf(call);
  state.searchHistory.insert({ user_id: id, criteria, date_created: timestamp(now) });
  const own = state.searchHistory.by("user_id", id);
  for (const forgotten of own.slice(0, -HISTORY_MAX)) state.searchHistory.delete(forgotten.id);
}

export function wirePastSearch(past: PastSearch): object {
  return without(past, "user_id");
}
