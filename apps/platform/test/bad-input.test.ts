import { ErrorBody } from "@twinkit-pro/contracts";
import { gzipSync } from "node:zlib";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as schema from "../src/database/schema.ts";
import { ERROR_TABLE } from "../src/errors/error-table.ts";
import { describeDatabases } from "../src/testing/engines.ts";
import {
  batchOf,
  createTestPlatform,
  observation,
  OPERATOR_TOKEN,
  type TestPlatform,
} from "../src/testing/test-platform.ts";

interface BadRequest {
  readonly what: string;
  readonly method?: string;
  readonly path: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Record<string, string>;
  readonly status: number;
  readonly code: string;
  /** Field at fault. */
  readonly field?: string | null;
}

const json = (value: unknown): string => JSON.stringify(value);
const DEEP = `${"[".repeat(5_000)}${"]".repeat(5_000)}`;

/** Ways to send something that is no JSON object in UTF-8, the same for every route that takes a body. */
function brokenBodies(path: string, bytesMax: number): BadRequest[] {
  const at = { method: "POST", path };
  return [
    { ...at, what: "no body", status: 400, code: "invalid_json" },
    { ...at, what: "malformed JSON", body: '{"twins":', status: 400, code: "invalid_json" },
    {
      ...at,
      what: "bytes that are not UTF-8",
      body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]),
      status: 400,
      code: "invalid_json",
    },
    { ...at, what: "null", body: "null", status: 400, code: "invalid_request", field: null },
    { ...at, what: "a list", body: "[]", status: 400, code: "invalid_request" },
    { ...at, what: "a string", body: '"x"', status: 400, code: "invalid_request", field: null },
    { ...at, what: "deep nesting", body: DEEP, status: 400, code: "invalid_request" },
    { ...at, what: "a huge body", body: json("x".repeat(bytesMax)), status: 413, code: "body_too_large" },
    {
      ...at,
      what: "a form",
      body: "twins=twin-stripe",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      status: 415,
      code: "unsupported_media_type",
    },
    {
      ...at,
      what: "no content type",
      body: "{}",
      headers: { "content-type": "" },
      status: 415,
      code: "unsupported_media_type",
    },
  ];
}

function field(path: string, what: string, body: unknown, name: string): BadRequest {
  return { what, method: "POST", path, body: json(body), status: 400, code: "invalid_request", field: name };
}

const LICENSES = "/v1/accounts/acct-bad/licenses";
const ORDER = { twins: ["twin-stripe"], ttl_days: 1 };

const LICENSE_CASES: BadRequest[] = [
  ...brokenBodies(LICENSES, 16 * 1024),
  field(LICENSES, "no twins", { ttl_days: 1 }, "twins"),
  field(LICENSES, "an empty list of twins", { ...ORDER, twins: [] }, "twins"),
  field(LICENSES, "65 twins", { ...ORDER, twins: Array.from({ length: 65 }, (_, n) => `twin-t${n}`) }, "twins"),
  field(LICENSES, "twins as text", { ...ORDER, twins: "twin-stripe" }, "twins"),
  field(LICENSES, "a path as a twin", { ...ORDER, twins: ["twin-stripe", "twin-../../etc/passwd"] }, "twins.1"),
  field(LICENSES, "a twin of another form", { ...ORDER, twins: ["stripe"] }, "twins.0"),
  field(LICENSES, "a number as a twin", { ...ORDER, twins: [7] }, "twins.0"),
  field(LICENSES, "no time to live", { twins: ["twin-stripe"] }, "ttl_days"),
  ...[0, -1, 1e-12, "7", null, true, [1], {}].map((ttl_days) =>
    field(LICENSES, `a time to live of ${json(ttl_days)}`, { ...ORDER, ttl_days }, "ttl_days"),
  ),
  {
    what: "an infinite time to live",
    method: "POST",
    path: LICENSES,
    body: '{"twins":["twin-stripe"],"ttl_days":1e999}',
    status: 400,
    code: "invalid_request",
    field: "ttl_days",
  },
  {
    what: "eight days",
    method: "POST",
    path: LICENSES,
    body: json({ ...ORDER, ttl_days: 8 }),
    status: 422,
    code: "ttl_above_maximum",
    field: "ttl_days",
  },
  field(LICENSES, "an unknown kind", { ...ORDER, kind: "eternal" }, "kind"),
  field(LICENSES, "an empty plan", { ...ORDER, plan: "" }, "plan"),
  field(LICENSES, "a huge plan", { ...ORDER, plan: "x".repeat(65) }, "plan"),
  field(LICENSES, "U+0000 in the plan", { ...ORDER, plan: "a\u0000b" }, "plan"),
  field(LICENSES, "half a surrogate pair in the plan", { ...ORDER, plan: "\ud800" }, "plan"),
  field(LICENSES, "an unknown field", { ...ORDER, ttl_day: 1 }, "ttl_day"),
  ...["%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..%5c..%5cx", "%00", "a%20b", "-a", "x".repeat(129), "%ff"].map((id) => ({
    what: `the account ${id.slice(0, 40)}`,
    method: "POST",
    path: `/v1/accounts/${id}/licenses`,
    body: json(ORDER),
    status: 400,
    code: "invalid_request",
    field: "id",
  })),
  ...["0", "201", "-1", "ten", "1.5", "1e2"].map((limit) => ({
    what: `a page of ${limit}`,
    path: `${LICENSES}?limit=${limit}`,
    status: 400,
    code: "invalid_request",
    field: "limit",
  })),
  {
    what: "a path as a cursor",
    path: `${LICENSES}?before=../x`,
    status: 400,
    code: "invalid_request",
    field: "before",
  },
  {
    what: "a path as a licence",
    method: "POST",
    path: "/v1/licenses/..%2f..%2fx/revoke",
    status: 400,
    code: "invalid_request",
    field: "jti",
  },
  {
    what: "U+0000 in a licence",
    method: "POST",
    path: "/v1/licenses/%00/revoke",
    status: 400,
    code: "invalid_request",
    field: "jti",
  },
];

const INSTALL = "/v1/accounts/acct-bad/mcp/install";
const INSTALL_CASES: BadRequest[] = [
  ...brokenBodies(INSTALL, 16 * 1024),
  field(INSTALL, "no twin", {}, "twin_id"),
  field(INSTALL, "a path as a twin", { twin_id: "../../etc/passwd" }, "twin_id"),
  field(INSTALL, "a number as a twin", { twin_id: 7 }, "twin_id"),
  field(INSTALL, "a huge client id", { twin_id: "twin-stripe", agent_client_id: "x".repeat(129) }, "agent_client_id"),
  {
    what: "a path as an account",
    method: "POST",
    path: "/v1/accounts/..%2fx/mcp/install",
    body: json({ twin_id: "twin-stripe" }),
    status: 400,
    code: "invalid_request",
    field: "id",
  },
];

const INGEST = "/telemetry/v1/ingest";
const BATCH = batchOf("twin-stripe", [observation()]);
const INGEST_CASES: BadRequest[] = [
  ...brokenBodies(INGEST, 1024 * 1024),
  field(INGEST, "no version", { ...BATCH, schema_version: undefined }, "schema_version"),
  field(INGEST, "a future version", { ...BATCH, schema_version: 2 }, "schema_version"),
  field(INGEST, "a path as a twin", { ...BATCH, twin: "../../etc/passwd" }, "twin"),
  field(INGEST, "no twin", { ...BATCH, twin: undefined }, "twin"),
  field(INGEST, "a version of another form", { ...BATCH, twin_version: "one" }, "twin_version"),
  field(INGEST, "no events", { ...BATCH, events: undefined }, "events"),
  field(INGEST, "an empty list of events", { ...BATCH, events: [] }, "events"),
  field(INGEST, "events as an object", { ...BATCH, events: {} }, "events"),
  {
    what: "501 events",
    method: "POST",
    path: INGEST,
    body: json({ ...BATCH, events: Array(501).fill(0) }),
    status: 413,
    code: "batch_too_large",
    field: "events",
  },
  {
    what: "plain bytes called gzip",
    method: "POST",
    path: INGEST,
    body: json(BATCH),
    headers: { "content-encoding": "gzip" },
    status: 400,
    code: "invalid_body",
  },
  {
    what: "gzip that was cut",
    method: "POST",
    path: INGEST,
    body: gzipSync(json(BATCH)).subarray(0, 60),
    headers: { "content-encoding": "gzip" },
    status: 400,
    code: "invalid_body",
  },
  {
    what: "another encoding",
    method: "POST",
    path: INGEST,
    body: json(BATCH),
    headers: { "content-encoding": "br" },
    status: 415,
    code: "unsupported_content_encoding",
  },
  {
    what: "a twin outside of the licence",
    method: "POST",
    path: INGEST,
    body: json({ ...BATCH, twin: "twin-slack" }),
    status: 403,
    code: "twin_not_in_audience",
    field: "twin",
  },
];

const OTHER_CASES: BadRequest[] = [
  {
    what: "a path as a twin",
    path: "/v1/telemetry/summary?twin=../x",
    status: 400,
    code: "invalid_request",
    field: "twin",
  },
  { what: "an unknown path", path: "/v1/nothing", status: 404, code: "not_found" },
  { what: "a path out of the root", path: "/../../etc/passwd", status: 404, code: "not_found" },
  { what: "a malformed escape", path: "/v1/accounts/%zz/licenses", status: 400, code: "invalid_request", field: "id" },
  ...["/health", "/livez", "/readyz", "/.well-known/jwks.json", "/v1/revocations", "/v1/telemetry/summary"].flatMap(
    (path) =>
      ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"].map((method) => ({
        what: `${method}`,
        method,
        path,
        status: 405,
        code: "method_not_allowed",
      })),
  ),
  ...[LICENSES, INSTALL, INGEST, "/v1/licenses/lic_x/revoke"].map((path) => ({
    what: "DELETE",
    method: "DELETE",
    path,
    status: 405,
    code: "method_not_allowed",
  })),
];

const CASES = [...LICENSE_CASES, ...INSTALL_CASES, ...INGEST_CASES, ...OTHER_CASES];

describeDatabases("bad input", (database) => {
  let platform: TestPlatform;
  let licenseToken: string;
  let before: unknown;
  const everything = async () => {
    const { db } = database();
    const { accounts, licenses, revocations, telemetryEvents } = schema;
    return Promise.all([accounts, licenses, revocations, telemetryEvents].map((table) => db.select().from(table)));
  };

  beforeAll(async () => {
    platform = await createTestPlatform(database().db);
    licenseToken = (await platform.license(["twin-stripe"])).token;
    await platform.ingest(licenseToken, batchOf("twin-stripe", [observation()]));
    before = await everything();
  });
  afterAll(() => platform[Symbol.asyncDispose]());

  it.each(CASES)("$method $path: $what is refused with $status $code and changes nothing", async (bad) => {
    const { method = "GET", path, body, headers = {} } = bad;
    const token = path.startsWith(INGEST) ? licenseToken : OPERATOR_TOKEN;
    const response = await platform.app.request(path, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: body as NonNullable<RequestInit["body"]> }),
    });
    const text = await response.text();
    const { error } = v.parse(ErrorBody, JSON.parse(text));
    expect({ status: response.status, code: error.code }).toEqual({ status: bad.status, code: bad.code });
    if (bad.field !== undefined) expect(error.path).toBe(bad.field);
    expect(ERROR_TABLE).toHaveProperty(error.code);
    expect(error.message).toMatch(/^[^]{10,}\.?$/);
    expect(text.length).toBeLessThan(1_000);
    expect(text).not.toMatch(/\bat .*\.[jt]s:\d+|node_modules/);
    if (bad.status === 405) expect(response.headers.get("allow")).toMatch(/^[A-Z]+(, [A-Z]+)*$/);
    expect(await everything()).toEqual(before);
  });

  it("knew every route", () => {
    const routes = new Set(platform.app.routes.filter(({ method }) => method !== "ALL").map(({ path }) => path));
    const pattern = (route: string) => new RegExp(`^${route.replaceAll(/:\w+/g, "[^/]+")}(\\?|$)`);
    const untried = [...routes].filter((route) => !CASES.some(({ path }) => pattern(route).test(path)));
    expect(untried).toEqual([]);
    expect(platform.logged.filter((line) => line.includes('"request failed"'))).toEqual([]);
  });
});
