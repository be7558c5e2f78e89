import { ADMIN_STATUS } from "./admin-error.ts";
import type { AdminRouteFacts } from "./admin-route.ts";
import { fields, schemaOf } from "./openapi.ts";

type Json = Readonly<Record<string, unknown>>;

const WORLD_NOTE = {
  twin: null,
  world: "Acts on one world.",
  worlds: "Acts on one world, or on all with `?world=*`.",
} as const;

/** `docs/admin-api.md`: the routes as people read them, from the same declarations as the OpenAPI document. */
export function adminApiPage(routes: readonly AdminRouteFacts[]): string {
  const rows = routes.map(({ method, path, summary, name }) => [
    `[\`${method} ${shownPath(path)}\`](#${name.toLowerCase()})`,
    summary,
  ]);
  return [
    PREAMBLE,
    table(["Route", "Does"], rows),
    ...routes.map(section),
    "## Refusals",
    'Every refusal is `{"error":{"code","message","path"}}`; `path` names the field at fault, and `problems` lists up to ten where an input has several. A refused call has changed nothing.',
    table(
      ["Code", "Status"],
      Object.entries(ADMIN_STATUS).map(([code, status]) => [`\`${code}\``, String(status)]),
    ),
    "",
  ].join("\n\n");
}

const PREAMBLE = `# Admin API

The control plane of every twin, under \`/admin\`. This page is generated from the routes; a running twin serves the same as OpenAPI 3.1 at \`/admin/openapi.json\`.

- **World**: a call acts on the world named by the header \`WT-World\`, else on that of the vendor credential it carries, else on \`default\`. A call that writes makes a world that is not there yet; one that reads answers 404.
- **Who may call**: without an admin token the twin listens on loopback only, and pages of other origins are refused. With one, send it as \`WT-Admin-Token\`.
- Latency, faults and rate limits never touch \`/admin\`.`;

function section(route: AdminRouteFacts): string {
  const note = WORLD_NOTE[route.scope];
  const parameters = [...fields(route.params, "path"), ...fields(route.query, "query")];
  const refusals = route.refusals.map((code) => `\`${code}\``);
  return [
    `## ${route.name}`,
    `\`${route.method} ${shownPath(route.path)}\``,
    [route.summary, ...(note === null ? [] : [note])].join(" "),
    ...(parameters.length === 0
      ? []
      : [
          table(
            ["Parameter", "In", "What"],
            parameters.map((each) => [
              `\`${String(each["name"])}\``,
              String(each["in"]),
              described(each["schema"] as Json, each["description"]),
            ]),
          ),
        ]),
    ...(route.body === null ? [] : ["Body:", fieldTable(schemaOf(route.body, "input"))]),
    answer(route),
    ...(refusals.length === 0 ? [] : [`Refusals of its own: ${refusals.join(", ")}.`]),
  ].join("\n\n");
}

function answer(route: AdminRouteFacts): string {
  if (route.response === null) return `Answers ${route.status} with ${route.responseType}.`;
  const shown = fieldTable(schemaOf(route.response, "output"));
  return `Answers ${route.status}:\n\n${shown}`;
}

function fieldTable(schema: Json): string {
  const rows = [...fieldRows(schema, "")];
  return rows.length === 0 ? "An object." : table(["Field", "Type", "What"], rows);
}

/** Depth of fields shown in a table; what is deeper stands in the OpenAPI document. */
const DEPTH_MAX = 3;

function* fieldRows(schema: Json, prefix: string, depth = 1): Generator<string[]> {
  const required = (schema["required"] ?? []) as readonly string[];
  for (const [name, field] of Object.entries((schema["properties"] ?? {}) as Record<string, Json>)) {
    const path = `${prefix}${name}`;
    yield [
      `\`${path}\``,
      `${typeName(field)}${required.includes(name) ? "" : ", optional"}`,
      described(field, field["description"]),
    ];
    if (depth === DEPTH_MAX) continue;
    const items = field["items"] as Json | false | undefined;
    // A tuple has its members beside, and `items: false`.
    if (items === false) continue;
    if (items === undefined) yield* fieldRows(field, `${path}.`, depth + 1);
    else yield* fieldRows(items, `${path}[].`, depth + 1);
  }
}

function typeName(schema: Json): string {
  if (Array.isArray(schema["enum"])) return schema["enum"].map((value) => `\`${JSON.stringify(value)}\``).join(" or ");
  if ("const" in schema) return `\`${JSON.stringify(schema["const"])}\``;
  const either = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(either)) return [...new Set((either as readonly Json[]).map(typeName))].join(" or ");
  if (Array.isArray(schema["prefixItems"]))
    return `[${(schema["prefixItems"] as readonly Json[]).map(typeName).join(", ")}]`;
  if (schema["type"] === "array") return `list of ${typeName((schema["items"] ?? {}) as Json)}`;
  return typeof schema["type"] === "string" ? schema["type"] : "any";
}

function described(schema: Json, description: unknown): string {
  const bounds = [
    ...("minimum" in schema ? [`at least ${String(schema["minimum"])}`] : []),
    ...("maximum" in schema && schema["maximum"] !== Number.MAX_SAFE_INTEGER
      ? [`at most ${String(schema["maximum"])}`]
      : []),
    ...("maxLength" in schema ? [`at most ${String(schema["maxLength"])} characters`] : []),
  ].join(", ");
  return [...(typeof description === "string" ? [description] : []), ...(bounds === "" ? [] : [`${bounds}.`])]
    .join(" ")
    .replace(/^a/, "A");
}

function shownPath(path: string): string {
  return `/admin${path.replace(/:(\w+)/g, "{$1}")}`;
}

/** Padded as the formatter pads, so that a generated page needs no formatting. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const [first = [], ...rest] = cells;
  return [line(first), line(widths.map((width) => "-".repeat(width))), ...rest.map(line)].join("\n");
}
