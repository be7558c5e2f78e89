import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { removeFile } from "@twinkit-pro/persist";

const NAME = /^(\d{6,15})(?:\.(\d{1,15}))?\.(base|journal|dropped)$/;

/** The files of one world, by generation. The higher a world's number, the later it was made. */
export interface WorldFiles {
  readonly number: number;
  readonly bases: readonly number[];
  readonly journals: readonly number[];
  /** The world was dropped, and not all of its files are gone yet. */
  readonly isDropped: boolean;
}

export function basePath(directory: string, number: number, generation: number): string {
  return join(directory, `${stem(number)}.${generation}.base`);
}

export function journalPath(directory: string, number: number, generation: number): string {
  return join(directory, `${stem(number)}.${generation}.journal`);
}

/** A file that says, before the first is removed, that all files of a world are to go. */
export function droppedPath(directory: string, number: number): string {
  return join(directory, `${stem(number)}.dropped`);
}

/** The worlds that a directory keeps, oldest first. */
export async function listWorldFiles(directory: string): Promise<WorldFiles[]> {
  const found = new Map<number, { bases: number[]; journals: number[]; isDropped: boolean }>();
  for (const name of await readdir(directory)) {
    const [, number, generation = "0", kind] = NAME.exec(name) ?? [];
    if (number === undefined) continue;
    let files = found.get(Number(number));
    if (files === undefined) found.set(Number(number), (files = { bases: [], journals: [], isDropped: false }));
    if (kind === "dropped") files.isDropped = true;
    else if (kind === "base") files.bases.push(Number(generation));
    else files.journals.push(Number(generation));
  }
  const ascending = (a: number, b: number): number => a - b;
  return Array.from(found, ([number, files]) => ({
    number,
    isDropped: files.isDropped,
    bases: files.bases.toSorted(ascending),
    journals: files.journals.toSorted(ascending),
  })).toSorted((a, b) => a.number - b.number);
}

/** Removes the files of a world's generations below `generation`. */
export async function removeOlder(directory: string, files: WorldFiles, generation: number): Promise<void> {
  for (const old of files.journals) if (old < generation) await removeFile(journalPath(directory, files.number, old));
  for (const old of files.bases) if (old < generation) await removeFile(basePath(directory, files.number, old));
}

/** Removes all files of a world that is marked as dropped, the mark last. */
export async function removeDropped(directory: string, files: WorldFiles): Promise<void> {
  await removeOlder(directory, files, Number.POSITIVE_INFINITY);
  await removeFile(droppedPath(directory, files.number));
}

function stem(number: number): string {
  return String(number).padStart(6, "0");
}
