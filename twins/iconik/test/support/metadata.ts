import type { Harness } from "./harness.ts";

/** A field as tests write it: its type, and what else its definition says. */
export type FieldSpec = string | (Readonly<Record<string, unknown>> & { readonly field_type: string });

/** Makes fields, named by their keys, and a view that shows them all; the view's id. */
export async function viewOf({ api }: Harness, fields: Readonly<Record<string, FieldSpec>>): Promise<string> {
  for (const [name, spec] of Object.entries(fields)) {
    const given = typeof spec === "string" ? { field_type: spec } : spec;
    await api("POST /API/metadata/v1/fields/", { name, label: name, ...given });
  }
  const view = { name: "All", view_fields: Object.keys(fields).map((name) => ({ name })) };
  return (await api("POST /API/metadata/v1/views/", view)).body.id;
}

/** Values as a request carries them: `{ camera: { field_values: [{ value: "A" }] } }`. */
export function values(byField: Readonly<Record<string, readonly unknown[]>>): object {
  const entries = Object.entries(byField).map(([name, given]) => [
    name,
    { field_values: given.map((value) => ({ value })) },
  ]);
  return { metadata_values: Object.fromEntries(entries) };
}
