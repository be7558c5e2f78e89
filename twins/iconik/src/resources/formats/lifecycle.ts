import { userIdOf } from "../../access/authorize.ts";
import { timestamp } from "../../timestamps.ts";
import type { Call } from "../../types.ts";
import { removeFileSet } from "../file-sets/lifecycle.ts";
import { type Format, formatParts } from "./format.ts";

/** Marks a format as deleted, into the delete queue. */
export function discardFormat(call: Call, format: Format): Format {
  const change = { status: "DELETED", date_deleted: timestamp(call.now), deleted_by_user: userIdOf(call) } as const;
  return formatParts.change(call, format, change);
}

export function restoreFormat(call: Call, format: Format): Format {
  return formatParts.change(call, format, { status: "ACTIVE", date_deleted: undefined, deleted_by_user: undefined });
}

/** Removes a format with its files. */
export function purgeFormat(call: Call, format: Format): void {
  for (const fileSet of call.state.fileSets.by("format_id", format.id)) removeFileSet(call, fileSet);
  formatParts.remove(call, format);
}
