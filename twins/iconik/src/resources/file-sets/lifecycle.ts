import { userIdOf } from "../../access/authorize.ts";
import { timestamp } from "../../timestamps.ts";
import type { Actor } from "../../types.ts";
import { type File, fileParts, placeOf } from "../files/file.ts";
import { dropObject } from "../objects/stored-object.ts";
import { type FileSet, fileSetParts } from "./file-set.ts";

/** Marks a file set as deleted, into the delete queue. */
export function discardFileSet(actor: Actor, fileSet: FileSet): FileSet {
  const change = { status: "DELETED", date_deleted: timestamp(actor.now), deleted_by_user: userIdOf(actor) } as const;
  return fileSetParts.change(actor, fileSet, change);
}

export function restoreFileSet(actor: Actor, fileSet: FileSet): FileSet {
  return fileSetParts.change(actor, fileSet, { status: "ACTIVE", date_deleted: undefined, deleted_by_user: undefined });
}

/** Removes a file set with its files and, unless they are to be kept, their bytes. */
export function removeFileSet(actor: Actor, fileSet: FileSet, keepSource = false): void {
  for (const file of actor.state.files.by("file_set_id", fileSet.id)) removeFile(actor, file, keepSource);
  fileSetParts.remove(actor, fileSet);
}

export function removeFile(actor: Actor, file: File, keepSource: boolean): void {
  if (!keepSource) dropObject(actor.state, placeOf(file));
  fileParts.remove(actor, file);
}
