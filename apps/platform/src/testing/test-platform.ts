import { LicenseClaims, type TelemetryEvent, type TwinId } from "@twinkit-pro/contracts";
import type { HttpClient } from "@twinkit-pro/httpclient";
import { generateSigningKey, issueLicense, jwksOf, publicJwkOf } from "@twinkit-pro/license-verifier";
import { createTempDirectory } from "@twinkit-pro/persist/testing";
import { randomUUID } from "node:crypto";
import * as v from "valibot";
import type { Config } from "../config/config.ts";
import { parseConfig } from "../config/config.ts";
import type { Database } from "../database/database.ts";
import { createLogger } from "../logging/logger.ts";
import { createPlatform, type Platform } from "../server/platform.ts";

export const OPERATOR_TOKEN = "operator-of-the-tests-0123456789abcdef";
export const ISSUER = "https://platform.test";

export interface TestPlatform extends AsyncDisposable, Pick<Platform, "app" | "beginStop"> {
  /** What was logged, one JSON line each. */
  readonly logged: string[];
  /** The clock; tests may set it. */
  readonly clock: { now: Date };
  /** Issues a licence through the operator's route. @returns token and claims */
  license(twins: readonly TwinId[], account?: string): Promise<{ token: string; claims: LicenseClaims }>;
  /** Signs claims with this platform's key without recording them, or with a foreign key that bears `kid`. */
  sign(claims: Partial<LicenseClaims>, options?: { foreign?: boolean; issuer?: string }): Promise<string>;
  operator(method: string, path: string, body?: unknown): Promise<Response>;
  ingest(token: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

export interface TestPlatformOptions {
  readonly config?: Partial<Config>;
  readonly ingestConcurrencyMax?: number;
  readonly http?: HttpClient;
}

/** A platform in process, over an open database, with keys in memory and a directory of its own for blobs. */
export async function createTestPlatform(db: Database, options: TestPlatformOptions = {}): Promise<TestPlatform> {
  const disposables = new AsyncDisposableStack();
  const directory = disposables.use(await createTempDirectory("wt-platform-"));
  const parsed = parseConfig({ WT_ISSUER: ISSUER, WT_DATA_DIR: directory.path }, "/");
  if (!parsed.ok) throw new Error("The configuration of the tests is wrong.");
  const [active, standby] = [await generateSigningKey(), await generateSigningKey()];
  const jwks = jwksOf({ active: publicJwkOf(active), standby: publicJwkOf(standby) });
  const clock = { now: new Date("2026-01-01T00:00:00Z") };
  const logged: string[] = [];
  const platform = createPlatform({
    config: { ...parsed.config, ...options.config },
    db,
    keys: { active: async () => active, jwks: async () => jwks },
    operatorToken: OPERATOR_TOKEN,
    log: createLogger("debug", { write: (line) => void logged.push(line) }),
    now: () => clock.now,
    onTaskFailure: (_, error) => {
      throw error;
    },
    ...(options.ingestConcurrencyMax !== undefined && { ingestConcurrencyMax: options.ingestConcurrencyMax }),
    ...(options.http && { http: options.http }),
  });
  disposables.defer(async () => void (await platform.stop(5_000)));
  const request = (path: string, method: string, headers: Record<string, string>, body?: RequestInit["body"]) =>
    Promise.resolve(platform.app.request(path, { method, headers, ...(body !== undefined && { body }) }));
  const operator: TestPlatform["operator"] = (method, path, body) => {
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}`, "content-type": "application/json" };
    return request(path, method, headers, body === undefined ? undefined : JSON.stringify(body));
  };
  return {
    ...platform,
    logged,
    clock,
    operator,
    async license(twins, account = "acct-test") {
      const response = await operator("POST", `/v1/accounts/${account}/licenses`, { twins, ttl_days: 7 });
      const body = v.parse(IssuedForTest, await response.json());
      return { token: body.license_file.token, claims: body.claims };
    },
    async sign(claims, { foreign = false, issuer = ISSUER } = {}) {
      const key = foreign ? { ...(await generateSigningKey()), kid: active.kid } : active;
      const { iat = clock.now.getTime() / 1_000, exp = iat + 3_600 } = claims;
      const { token } = await issueLicense({
        key,
        issuer,
        account: claims.sub ?? "acct-test",
        twins: claims.aud ?? ["twin-stripe"],
        plan: "standard",
        kind: "ci",
        jti: claims.jti ?? randomUUID(),
        nowSeconds: iat,
        ttlSeconds: exp - iat,
      });
      return token;
    },
    ingest: (token, body, headers = {}) =>
      request(
        "/telemetry/v1/ingest",
        "POST",
        { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
        typeof body === "string" || body instanceof Uint8Array
          ? (body as NonNullable<RequestInit["body"]>)
          : JSON.stringify(body),
      ),
    [Symbol.asyncDispose]: () => disposables.disposeAsync(),
  };
}

const IssuedForTest = v.object({ claims: LicenseClaims, license_file: v.object({ token: v.string() }) });

/** An event as emitters send it. */
export function observation(overrides: Partial<TelemetryEvent> = {}): TelemetryEvent {
  return {
    type: "http_observation",
    event_id: randomUUID(),
    at: "2026-01-01T00:00:00.000Z",
    operation: "PostCustomers",
    method: "POST",
    path_template: "/v1/customers",
    status: 200,
    duration_ms: 1.5,
    ...overrides,
  } as TelemetryEvent;
}

/** A batch as emitters send it. */
export function batchOf(twin: string, events: readonly unknown[]) {
  return { schema_version: 1, twin, twin_version: "1.2.3", events };
}
