import type { LedgerEntry } from "@twinkit-pro/contracts";
import { describe, expect, it } from "vitest";
import type { Observation, TwinOptions } from "../server/twin-options.ts";
import { probe } from "../testing/client.ts";

const arm = (spec: object) => ["POST", "/admin/faults", spec] as const;
type Probe = ReturnType<typeof probe>;

async function ledgerOf(twin: Probe): Promise<LedgerEntry[]> {
  return (await twin.call("GET", "/admin/requests")).json["requests"] as unknown as LedgerEntry[];
}

async function countOf(twin: Probe): Promise<unknown> {
  return (await twin.call("GET", "/notes/count")).json["count"];
}

describe("an error that a fault injects", () => {
  it.each([
    ["a status, in the vendor's envelope", { status: 503 }, 503, "internal"],
    ["a code, with the status it has", { code: "too_fast" }, 429, "too_fast"],
    ["a code with another status", { code: "too_fast", status: 420 }, 420, "too_fast"],
  ])("has %s", async (_, effect, status, code) => {
    await using twin = probe();
    await twin.call(...arm({ effect, count: 1 }));
    const answer = await twin.call("POST", "/notes", { text: "a" });
    expect([answer.status, answer.json]).toMatchObject([status, { problem: { code } }]);
    expect(answer.headers.get("probe-request-id")).toMatch(/^rq_/);
    expect(await countOf(twin)).toBe(0);
  });

  it("comes before parameters are looked at, and after authentication", async () => {
    await using twin = probe();
    await twin.call(...arm({ match: { path: "/notes" }, effect: { status: 503 } }));
    expect((await twin.call("POST", "/notes", { text: 5 })).status).toBe(503);
    await twin.call("POST", "/admin/faults", { effect: { status: 503 } }, { "wt-world": "default" });
    expect((await twin.call("GET", "/notes", undefined, { authorization: "" })).status).toBe(200);
  });

  it("is not kept under the idempotency key: the retry is the first request that takes effect", async () => {
    await using twin = probe();
    await twin.call(...arm({ sequence: ["fail", "fail", "ok"], effect: { status: 500 } }));
    const send = () => twin.call("POST", "/notes", { text: "a" }, { "idempotency-key": "k" });
    const answers = [await send(), await send(), await send(), await send()];
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 201, 201]);
    expect(answers.map(({ headers }) => headers.get("idempotent-replayed"))).toEqual([null, null, null, "true"]);
    expect(await countOf(twin)).toBe(1);
  });

  it("strikes a route that the twin does not have, too", async () => {
    await using twin = probe();
    await twin.call(...arm({ match: { path: "/none/**" }, effect: { status: 500 }, count: 1 }));
    expect([(await twin.call("GET", "/none/at/all")).status, (await twin.call("GET", "/none/at/all")).status]).toEqual([
      500, 404,
    ]);
  });

  it("strikes in its own world alone", async () => {
    await using twin = probe();
    await twin.call(...arm({ effect: { status: 500 } }));
    expect((await twin.call("GET", "/notes", undefined, { authorization: "Bearer k2" })).status).toBe(200);
    expect((await twin.call("GET", "/notes", undefined, { "wt-world": "red" })).status).toBe(200);
    expect((await twin.call("GET", "/notes")).status).toBe(500);
  });

  it("is marked in the ledger and is not told as an observation", async () => {
    const observed: Observation[] = [];
    await using twin = probe({ observe: (observation) => observed.push(observation) });
    await twin.call(...arm({ count: 1, effect: { status: 500 } }));
    await twin.call("GET", "/notes");
    await twin.call("GET", "/notes");
    expect((await ledgerOf(twin)).map(({ status, fault }) => [status, fault])).toEqual([
      [500, "fault_1"],
      [200, undefined],
    ]);
    expect(observed).toMatchObject([{ type: "http_observation", status: 200 }]);
  });
});

describe("faults are the user's, not the vendor's state", () => {
  it("neither snapshots nor exported states hold them, or touch them", async () => {
    await using twin = probe();
    await twin.call("POST", "/admin/snapshots", { name: "s" });
    await twin.call(...arm({ count: 2, effect: { status: 500 } }));
    await twin.call("GET", "/notes");
    const state = (await twin.call("GET", "/admin/state")).json;
    await twin.call("POST", "/admin/snapshots/s/restore");
    await twin.call("POST", "/admin/state", state);
    expect(JSON.stringify(state)).not.toContain("fault");
    expect((await twin.call("GET", "/admin/faults")).json).toMatchObject({ faults: [{ fired: 1, remaining: 1 }] });
  });

  it("the same seed, requests and faults give the same ledger", async () => {
    const ledger = async (seed: number): Promise<string> => {
      await using twin = probe({ seed, config: { fail_rate: 0.1 } });
      await twin.call(...arm({ match: { method: "POST" }, rate: 0.3, effect: { code: "too_fast" } }));
      await twin.call(...arm({ rate: 0.3, effect: { reset: "after" } }));
      await twin.call(...arm({ rate: 0.3, effect: { truncate: true } }));
      for (let at = 0; at < 40; at += 1) {
        await twin
          .call(at % 2 === 0 ? "POST" : "GET", "/notes", at % 2 === 0 ? { text: "a" } : undefined)
          .catch(() => null);
      }
      const entries = await ledgerOf(twin);
      return JSON.stringify(entries.map((entry) => ({ ...entry, duration_ms: 0 })));
    };
    const [one, same, other] = [await ledger(1), await ledger(1), await ledger(2)];
    expect(one).toBe(same);
    expect(one).not.toBe(other);
    expect(one).toContain('"fault":"fault_3"');
  });
});

describe("the configured share of failures", () => {
  const outcomes = async (options: TwinOptions, between: (twin: Probe) => Promise<unknown>): Promise<number[]> => {
    await using twin = probe({ config: { fail_rate: 0.5 }, ...options });
    const statuses: number[] = [];
    for (let at = 0; at < 30; at += 1) {
      statuses.push((await twin.call("GET", "/notes")).status);
      await between(twin);
    }
    return statuses;
  };
  const nothing = () => Promise.resolve();

  it("is the same for the same seed, whatever other worlds do, and is marked", async () => {
    const expected = await outcomes({}, nothing);
    expect(new Set(expected)).toEqual(new Set([200, 500]));
    const elsewhere = (twin: Probe) => twin.call("POST", "/notes", { text: "a" }, { authorization: "Bearer k2" });
    expect(await outcomes({}, elsewhere)).toEqual(expected);
    expect(await outcomes({ seed: 43 }, nothing)).not.toEqual(expected);
    await using twin = probe({ config: { fail_rate: 1 } });
    await twin.call("GET", "/notes");
    expect(await ledgerOf(twin)).toMatchObject([{ status: 500, fault: "fail_rate" }]);
  });

  it("changes neither the ids of objects nor those of requests", async () => {
    const ids = async (failRate: number): Promise<string[]> => {
      await using twin = probe({ config: { fail_rate: failRate } });
      const seen: string[] = [];
      for (let at = 0; at < 20; at += 1) {
        const { status, json, headers } = await twin.call("POST", "/notes", { text: "a" });
        seen.push(headers.get("probe-request-id")!);
        if (status === 201) seen.push(json["id"] as unknown as string);
      }
      return seen;
    };
    const [all, some] = [await ids(0), await ids(0.5)];
    const notes = (seen: readonly string[]): string[] => seen.filter((id) => id.startsWith("note_"));
    expect(notes(all).slice(0, notes(some).length)).toEqual(notes(some));
    expect(some.filter((id) => id.startsWith("rq_"))).toEqual(all.filter((id) => id.startsWith("rq_")));
  });
});

describe("latency", () => {
  const ms = async (options: TwinOptions, spec: object | null): Promise<number> => {
    await using twin = probe(options);
    if (spec !== null) await twin.call(...arm(spec));
    const startedMs = performance.now();
    await twin.call("GET", "/notes");
    return performance.now() - startedMs;
  };

  it("holds the answer up, from a fault and from the configuration, and never the admin API", async () => {
    // Timers may fire a little early; nothing but the wait takes this long.
    expect(await ms({}, { effect: { latency_ms: 120 } })).toBeGreaterThan(100);
    expect(await ms({ config: { latency_ms: 60 } }, { effect: { latency_ms: 60 } })).toBeGreaterThan(100);
    const fixed = { distribution: "uniform", min_ms: 120, max_ms: 130 };
    expect(await ms({}, { effect: { latency: fixed } })).toBeGreaterThan(100);
    expect(await ms({ config: { latency_profile: "slow" } }, null)).toBeGreaterThan(100);
  });

  it("lets the request take effect, and marks the exchange", async () => {
    await using twin = probe();
    await twin.call(...arm({ effect: { latency_ms: 1 } }));
    expect((await twin.call("POST", "/notes", { text: "a" })).status).toBe(201);
    expect(await ledgerOf(twin)).toMatchObject([{ status: 201, fault: "fault_1" }]);
  });

  it("ends with its world: what was held up does not write into what comes after", async () => {
    await using twin = probe({ config: { latency_ms: 60_000 } });
    const thrown: unknown[] = [];
    void twin.call("POST", "/notes", { text: "a" }).catch((error: unknown) => thrown.push(error));
    const afterReset = async (): Promise<unknown> => {
      await twin.call("POST", "/admin/reset");
      return thrown[0];
    };
    await expect.poll(afterReset).toBeInstanceOf(TypeError);
    await twin.call("PUT", "/admin/config", { latency_ms: 0 });
    expect(await countOf(twin)).toBe(0);
  });
});

describe("a connection that breaks, in process", () => {
  it.each([
    ["before", 0, 0],
    ["after", 1, 201],
  ])("by a reset %s the request takes effect", async (when, notes, status) => {
    await using twin = probe();
    await twin.call(...arm({ match: { method: "POST" }, effect: { reset: when } }));
    const error = await twin.call("POST", "/notes", { text: "a" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).cause).toMatchObject({ code: "ECONNRESET" });
    expect(await countOf(twin)).toBe(notes);
    expect((await ledgerOf(twin))[0]).toMatchObject({ status, fault: "fault_1" });
  });

  it("after a write is repaired by a retry with the same idempotency key", async () => {
    await using twin = probe();
    await twin.call(...arm({ count: 1, effect: { reset: "after" } }));
    const send = () => twin.call("POST", "/notes", { text: "a" }, { "idempotency-key": "k" });
    await expect(send()).rejects.toThrow("fetch failed");
    const retried = await send();
    expect([retried.status, retried.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
    expect(await countOf(twin)).toBe(1);
  });

  it("by silence until the client leaves", async () => {
    await using twin = probe();
    await twin.call(...arm({ effect: { timeout: true } }));
    const left = new AbortController();
    const request = new Request("http://localhost/notes", {
      headers: { authorization: "Bearer k1" },
      signal: left.signal,
    });
    const answer = twin.twin.fetch(request);
    left.abort(new Error("tired"));
    await expect(answer).rejects.toThrow("tired");
  });

  it.each([
    ["a reset of the world", (twin: Probe): Promise<unknown> => twin.call("POST", "/admin/reset")],
    ["the end of the twin", (twin: Probe): Promise<unknown> => twin.twin.close()],
  ])("by silence until %s", async (_, end) => {
    await using twin = probe();
    await twin.call(...arm({ effect: { timeout: "after" } }));
    const answer = twin.call("POST", "/notes", { text: "a" });
    await expect.poll(async () => (await ledgerOf(twin)).length).toBe(1);
    await Promise.all([expect(answer).rejects.toThrow("fetch failed"), end(twin)]);
  });

  it("within the body: its length is whole, a part arrives", async () => {
    await using twin = probe();
    await twin.call("POST", "/notes", { text: "a" });
    for (const truncate of [true, 0, 7, 1_000_000]) {
      await twin.call(...arm({ count: 1, effect: { truncate } }));
      const request = new Request("http://localhost/notes", { headers: { authorization: "Bearer k1" } });
      const response = await twin.twin.fetch(request);
      const length = Number(response.headers.get("content-length"));
      const arrived: Uint8Array[] = [];
      const reading = (async () => {
        for await (const chunk of response.body!) arrived.push(chunk);
      })();
      await expect(reading).rejects.toThrow("terminated");
      const bytes = Buffer.concat(arrived).length;
      expect(bytes).toBe(truncate === true ? Math.floor(length / 2) : Math.min(Number(truncate), length - 1));
    }
  });

  it("where there is no body to cut, before the answer", async () => {
    await using twin = probe();
    await twin.call(...arm({ match: { path: "/hooks/:hook" }, effect: { truncate: true } }));
    await expect(twin.call("DELETE", "/hooks/none")).rejects.toThrow("fetch failed");
  });
});
