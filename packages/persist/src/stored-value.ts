import * as v from "valibot";
import type { JournalContent, Operation } from "./journal-format.ts";
import { PersistError } from "./persist-error.ts";

/** Longest key, in characters. */
export const JSON_STORE_KEY_CHARACTERS_MAX = 1_024;

/** Longest value, in bytes of its JSON. */
export const JSON_STORE_VALUE_BYTES_MAX = 4 * 1024 * 1024;

/** A value as the store keeps it, with the bytes that it takes in the file. */
export interface StoredValue<T> {
  readonly value: T;
  readonly bytes: number;
}

/** A `set` ready to be written: its JSON text, and the value exactly as a later reading of that text gives it. */
export interface PreparedSet<T> {
  readonly text: string;
  readonly stored: StoredValue<T>;
}

/**
 * Checks a value against the schema twice, as given and as JSON brings it back: what could not be read again is never written.
 *
 * @throws {PersistError} `schema_mismatch` or `too_large`
 */
export function prepareSet<T>(
  schema: v.GenericSchema<unknown, T>,
  path: string,
  key: string,
  given: T,
): PreparedSet<T> {
  const valueText = JSON.stringify(conforming(schema, path, key, given, "")) ?? "null";
  const value = conforming(schema, path, key, JSON.parse(valueText), " after it went through JSON");
  const text = JSON.stringify(["set", key]).slice(0, -1) + `,${valueText}]`;
  const bytes = Buffer.byteLength(text);
  if (key.length > JSON_STORE_KEY_CHARACTERS_MAX || bytes > JSON_STORE_VALUE_BYTES_MAX) {
    throw new PersistError(
      "too_large",
      path,
      `Cannot store ${quote(key)} in ${path}: key and value take ${bytes} bytes; a key may have ${JSON_STORE_KEY_CHARACTERS_MAX} characters and a value ${JSON_STORE_VALUE_BYTES_MAX} bytes. Split it.`,
    );
  }
  return { text, stored: { value: deepFreeze(value), bytes } };
}

/**
 * The state that a journal adds up to. Only values that are still live must fit the schema.
 *
 * @throws {PersistError} `schema_mismatch`, naming line and key
 */
export function replay<T>(
  schema: v.GenericSchema<unknown, T>,
  path: string,
  batches: JournalContent["batches"],
): Map<string, StoredValue<T>> {
  const live = new Map<string, { line: number; json: unknown }>();
  for (const { line, ops } of batches) {
    for (const op of ops) applyOperation(live, op, line);
  }
  const values = new Map<string, StoredValue<T>>();
  for (const [key, { line, json }] of live) {
    const value = conforming(schema, path, key, json, ` (line ${line})`);
    values.set(key, { value: deepFreeze(value), bytes: Buffer.byteLength(JSON.stringify(["set", key, json])) });
  }
  return values;
}

function applyOperation(live: Map<string, { line: number; json: unknown }>, op: Operation, line: number): void {
  if (op[0] === "set") live.set(op[1], { line, json: op[2] });
  else if (op[0] === "delete") live.delete(op[1]);
  else live.clear();
}

function conforming<T>(
  schema: v.GenericSchema<unknown, T>,
  path: string,
  key: string,
  value: unknown,
  where: string,
): T {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const at = v.getDotPath(issue) ?? "(whole value)";
  throw new PersistError(
    "schema_mismatch",
    path,
    `The value of ${quote(key)} in ${path}${where} does not fit its schema: ${at}: ${issue.message}. Store a value of the stated shape; for a file of an older version, migrate it or move it away.`,
  );
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}

function quote(key: string): string {
  return JSON.stringify(key.length > 80 ? `${key.slice(0, 80)}…` : key);
}
