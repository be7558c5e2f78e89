import { describe, expect, it } from "vitest";
import { ADMINISTRATOR } from "../../src/index.ts";
import { APPLICATION, type Harness, startTwin } from "../support/harness.ts";
import { person } from "../support/people.ts";
import { ASSETS } from "../support/essence.ts";

const AUTH = "/API/auth/v1";
const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const DENIED = { status: 401, body: { errors: ["Token is invalid"] } };
const headers = { "app-id": APPLICATION["app-id"] };

async function login(harness: Harness): Promise<{ id: string; token: string; user_id: string }> {
  const { email, password } = ADMINISTRATOR;
  return (await harness.wire(`POST ${AUTH}/auth/simple/login/`, { json: { email, password }, headers })).body;
}

describe("logging in", () => {
  it("answers a token that opens the domain, by Auth-Token or as a bearer", async () => {
    await using harness = await startTwin();
    const answer = await harness.wire(`POST ${AUTH}/auth/simple/login/`, { json: ADMINISTRATOR, headers });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        is_admin: true,
        is_super_admin: false,
        system_domain_status: "ACTIVE",
        expires: "2026-11-30T12:00:00.000000+00:00",
      },
    });
    const { token } = answer.body;
    const [header, payload] = token.split(".").map((part: string) => Buffer.from(part, "base64url").toString());
    expect(JSON.parse(header)).toMatchObject({ alg: "HS256", exp: Date.parse("2026-11-30T12:00:00Z") / 1_000 });
    expect(JSON.parse(payload)).toMatchObject({ id: answer.body.id });
    const { id } = (await harness.api(`POST ${ASSETS}`, { title: "A" })).body;
    for (const credential of [{ "auth-token": token }, { authorization: `Bearer ${token}` }]) {
      expect((await harness.wire(`GET ${ASSETS}${id}/`, { headers: credential })).status).toBe(200);
    }
  });

  it("refuses a wrong password and an unknown address alike", async () => {
    await using harness = await startTwin();
    for (const wrong of [{ password: "x" }, { email: "nobody@example.com" }]) {
      const refused = await harness.wire(`POST ${AUTH}/auth/simple/login/`, {
        json: { ...ADMINISTRATOR, ...wrong },
        headers,
      });
      expect(refused).toMatchObject({ status: 400, body: { errors: ["Invalid email or password"] } });
    }
    const empty = await harness.wire(`POST ${AUTH}/auth/simple/login/`, { json: { email: "x" }, headers });
    expect(empty.body).toEqual({
      errors: { email: "Not a valid email address.", password: "Missing data for required field." },
    });
  });
});

describe("tokens", () => {
  it("are checked, made, refreshed, listed and revoked", async () => {
    await using harness = await startTwin();
    const first = await login(harness);
    const as = (token: string) => ({ headers: { ...headers, "auth-token": token } });
    const call = async (route: string, token: string) => harness.wire(route, as(token));
    expect((await call(`GET ${AUTH}/auth/token/`, first.token)).body).toMatchObject({ id: first.id });
    expect((await harness.api(`GET ${AUTH}/auth/token/`)).status).toBe(200);
    const second = await call(`POST ${AUTH}/auth/token/`, first.token);
    expect(second).toMatchObject({ status: 201, body: { token: expect.any(String) } });
    const shown = (await call(`GET ${AUTH}/auth/token/${second.body.id}/`, first.token)).body;
    expect(shown).toMatchObject({ id: second.body.id, user_id: first.user_id });
    expect(shown).not.toHaveProperty("token");
    const refreshed = await call(`PUT ${AUTH}/auth/token/`, first.token);
    expect(refreshed.status).toBe(200);
    expect(await call(`GET ${AUTH}/auth/token/`, first.token)).toMatchObject(DENIED);
    const listed = (await call(`GET ${AUTH}/auth/tokens/`, refreshed.body.token)).body.objects;
    expect(listed.map((token: { id: string }) => token.id)).toEqual([second.body.id, refreshed.body.id]);
    expect((await call(`DELETE ${AUTH}/auth/token/${second.body.id}/`, refreshed.body.token)).status).toBe(200);
    expect(await call(`GET ${AUTH}/auth/token/`, second.body.token)).toMatchObject(DENIED);
    expect((await call(`DELETE ${AUTH}/auth/token/`, refreshed.body.token)).status).toBe(200);
    expect(await call(`GET ${AUTH}/auth/token/`, refreshed.body.token)).toMatchObject(DENIED);
    expect((await harness.api(`GET ${AUTH}/auth/token/${UNKNOWN}/`)).status).toBe(404);
    expect((await harness.api(`DELETE ${AUTH}/auth/token/${UNKNOWN}/`)).status).toBe(404);
  });

  it("are worth nothing when they were tampered with, have expired, or their user is gone", async () => {
    await using harness = await startTwin();
    const { token } = await login(harness);
    const tampered = token.slice(0, -4) + (token.endsWith("AAAA") ? "BBBB" : "AAAA");
    expect(await harness.wire(`GET ${ASSETS}`, { headers: { ...headers, "auth-token": tampered } })).toMatchObject(
      DENIED,
    );
    const user = await person(harness, "eve", ["can_read_assets"]);
    await harness.api(`PATCH /API/users/v1/users/${user.id}/`, { status: "BLOCKED" });
    expect(await user.api(`GET ${ASSETS}`)).toMatchObject(DENIED);
    await harness.advance("168h");
    expect(await harness.wire(`GET ${ASSETS}`, { headers: { ...headers, "auth-token": token } })).toMatchObject(DENIED);
  });
});

describe("roles", () => {
  it("come through groups and are asked for before anything else is looked at", async () => {
    await using harness = await startTwin();
    const reader = await person(harness, "reader", ["can_read_assets"]);
    expect((await reader.api(`GET ${ASSETS}`)).status).toBe(200);
    const denied = { status: 403, body: { errors: ["Permission denied"] } };
    expect(await reader.api(`POST ${ASSETS}`, {})).toMatchObject(denied);
    await harness.api(`PATCH /API/users/v1/groups/${reader.groupId}/`, {
      roles: ["can_read_assets", "can_create_assets"],
    });
    expect(await reader.api(`POST ${ASSETS}`, {})).toMatchObject({ status: 400 });
    expect((await reader.api(`POST ${ASSETS}`, { title: "A" })).body.created_by_user).toBe(reader.id);
    await harness.api(`DELETE /API/users/v1/groups/${reader.groupId}/users/${reader.id}/`);
    expect(await reader.api(`GET ${ASSETS}`)).toMatchObject(denied);
  });
});

describe("apps", () => {
  it("have tokens that act as their default user and end with them", async () => {
    await using harness = await startTwin();
    const { api } = harness;
    const user = await person(harness, "bot", ["can_read_assets"]);
    const made = await api(`POST ${AUTH}/apps/`, {
      name: "Ingest",
      default_user_id: user.id,
      url: "https://example.com/",
    });
    expect(made).toMatchObject({ status: 201, body: { name: "Ingest", description: null, default_user_id: user.id } });
    const path = `${AUTH}/apps/${made.body.id}/`;
    const token = (await api(`POST ${path}token/`)).body;
    expect(token).toMatchObject({ app_id: made.body.id, user_id: user.id, is_admin: false });
    const own = { headers: { "app-id": made.body.id, "auth-token": token.token } };
    expect((await harness.wire("GET /API/users/v1/users/current/", own)).body.id).toBe(user.id);
    expect((await harness.wire(`POST ${ASSETS}`, { ...own, json: { title: "A" } })).status).toBe(403);
    expect((await api(`PATCH ${path}`, { description: "x" })).body).toMatchObject({ name: "Ingest", description: "x" });
    expect((await api(`PUT ${path}`, {})).body).toEqual({ errors: { name: "Missing data for required field." } });
    expect((await api(`PUT ${path}`, { name: "Egress" })).body.name).toBe("Egress");
    expect((await api(`GET ${path}`)).body).toMatchObject({ name: "Egress" });
    expect((await api(`GET ${AUTH}/apps/`)).body.objects).toMatchObject([{ name: "iconik web" }, { name: "Egress" }]);
    expect((await api(`DELETE ${path}`)).status).toBe(204);
    expect(await harness.wire(`GET ${ASSETS}`, own)).toMatchObject(DENIED);
    expect(await api(`GET ${path}`)).toMatchObject({ status: 404, body: { errors: ["App does not exist"] } });
    expect((await api(`POST ${AUTH}/apps/`, { name: "x", default_user_id: UNKNOWN })).body).toEqual({
      errors: { default_user_id: "User does not exist" },
    });
    expect((await api(`POST ${path}token/`)).status).toBe(404);
  });
});

describe("the system domain", () => {
  it("is one, and shown without its secret", async () => {
    await using harness = await startTwin();
    const [domain] = (await harness.api(`GET ${AUTH}/system_domains/`)).body.objects;
    expect(domain).toMatchObject({ name: "Twin", status: "ACTIVE", type: "CUSTOMER" });
    expect(domain).not.toHaveProperty("secret");
    expect((await harness.api(`GET ${AUTH}/system_domains/${domain.id}/`)).body).toEqual(domain);
    expect(await harness.api(`GET ${AUTH}/system_domains/${UNKNOWN}/`)).toMatchObject({
      status: 404,
      body: { errors: ["System domain does not exist"] },
    });
  });
});
