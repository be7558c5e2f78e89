import type { State } from "../../types.ts";
import type { SearchCriteria, Sort } from "./criteria.ts";
import type { SearchDocument } from "./document.ts";
import { sortKeys } from "./sort.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Writes a document as the criteria ask for it: metadata of one view only, some fields only. */
export function showing(state: State, criteria: SearchCriteria): (document: SearchDocument) => object {
  const { include_fields: included, exclude_fields: excluded = [], metadata_view_id: viewId, sort = [] } = criteria;
  const view = typeof viewId === "string" ? state.metadataViews.require(viewId, "metadata_view_id") : null;
  const names = view === null ? null : new Set(view.view_fields.map(({ name }) => name));
  return (document) => {
    const shown = { ...document, metadata: pick(document["metadata"], (name) => names?.has(name) ?? true) };
    const wanted = included === undefined ? shown : onlyPaths(shown, (path) => isCovered(path, included));
    return { ...onlyPaths(wanted, (path) => !excluded.includes(path)), ...sortOf(document, sort) };
  };
}

function sortOf(document: SearchDocument, sort: readonly Sort[]): object {
  return { _sort: sortKeys(document, sort) };
}

/** Keeps fields, and fields inside objects, by their dotted path. */
function onlyPaths(object: object, isWanted: (path: string) => boolean): Fields {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]: [string, unknown]) => {
      if (!isWanted(name)) return [];
      const inner = isObject(value) ? pick(value, (key) => isWanted(`${name}.${key}`)) : value;
      return [[name, inner]];
    }),
  );
}

/** `metadata.Camera` asks for `metadata` with `Camera` alone; `metadata` asks for all of it. */
function isCovered(path: string, included: readonly string[]): boolean {
  return included.some((each) => each === path || path.startsWith(`${each}.`) || each.startsWith(`${path}.`));
}

function pick(value: unknown, isWanted: (name: string) => boolean): Fields {
  return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => isWanted(name))) : {};
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
