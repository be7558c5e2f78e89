import { LicenseClaims, TelemetryResponse } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { OPERATOR_TOKEN } from "../../src/testing/test-platform.ts";

const Issued = v.object({ claims: LicenseClaims, license_file: v.object({ token: v.string() }) });
const Listed = v.object({ licenses: v.array(v.object({ claims: LicenseClaims })), has_more: v.boolean() });
const Summary = v.object({ total: v.number() });

/** Calls a platform over a socket, as its operator and as an emitter. */
export function platformClient(url: string, operatorToken = OPERATOR_TOKEN) {
  const call = async (path: string, token: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return answer;
  };
  return {
    async issue(account: string, twins: readonly string[]) {
      const order = { twins, ttl_days: 7 };
      const { claims, license_file } = v.parse(
        Issued,
        await call(`/v1/accounts/${account}/licenses`, operatorToken, order),
      );
      return { jti: claims.jti, token: license_file.token };
    },
    async licenses(account: string): Promise<string[]> {
      const page = v.parse(Listed, await call(`/v1/accounts/${account}/licenses?limit=200`, operatorToken));
      return page.licenses.map(({ claims }) => claims.jti);
    },
    ingest: async (token: string, batch: unknown) =>
      v.parse(TelemetryResponse, await call("/telemetry/v1/ingest", token, batch)),
    eventsStored: async () => v.parse(Summary, await call("/v1/telemetry/summary", operatorToken)).total,
  };
}
