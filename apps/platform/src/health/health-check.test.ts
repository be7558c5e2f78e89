import { describe, expect, it } from "vitest";
import { type HealthProbe, runCheck } from "./health-check.ts";
import { platformHealth } from "./platform-health.ts";

const NEVER = new Promise<void>(() => undefined);
const ok = (name: string): HealthProbe => ({ name, probe: async () => undefined });
const failing = (name: string): HealthProbe => ({
  name,
  probe: async () => {
    throw new Error("it is down");
  },
});

describe("runCheck", () => {
  it("says ok, or unreachable and why", async () => {
    expect(await runCheck(ok("a"))).toMatchObject({ name: "a", status: "ok" });
    expect(await runCheck(failing("b"))).toMatchObject({ name: "b", status: "unreachable", message: "it is down" });
  });

  it("gives a check that does not answer up, and tells it so", async () => {
    let signal: AbortSignal | undefined;
    const stalled: HealthProbe = {
      name: "stalled",
      probe: (given) => {
        signal = given;
        return NEVER;
      },
    };
    expect(await runCheck(stalled, 10)).toMatchObject({ status: "unreachable", message: "no answer within 10 ms" });
    expect(signal?.aborted).toBe(true);
  });
});

describe("platformHealth", () => {
  it("runs every check at once and to its end, whatever the others say", async () => {
    const started: string[] = [];
    const noting = (probe: HealthProbe): HealthProbe => ({
      ...probe,
      probe: (signal) => {
        started.push(probe.name);
        return probe.probe(signal);
      },
    });
    const probes = [failing("a"), { name: "b", probe: () => NEVER }, ok("c"), failing("d")].map(noting);
    const health = platformHealth(probes, { hasTwins: true, timeoutMs: 50 });
    const answer = health();
    expect(started).toEqual(["a", "b", "c", "d"]);
    expect(await answer).toMatchObject({
      summary: "degraded",
      unreachable: ["a", "b", "d"],
      checks: [{ name: "a" }, { name: "b" }, { name: "c", status: "ok" }, { name: "d" }],
    });
  });

  it("is ok where no twin is configured, and says so", async () => {
    expect(await platformHealth([ok("a")], { hasTwins: false })()).toMatchObject({
      summary: "ok",
      unreachable: [],
      checks: [{ name: "a" }, { name: "twins", status: "not_configured" }],
    });
  });

  it("shares a round among those who ask meanwhile, and begins a new one after it", async () => {
    let rounds = 0;
    const gate = Promise.withResolvers<void>();
    const counting: HealthProbe = {
      name: "counted",
      probe: () => {
        rounds += 1;
        return gate.promise;
      },
    };
    const health = platformHealth([counting], { hasTwins: true });
    const answers = [health(), health(), health()];
    gate.resolve();
    await Promise.all(answers);
    expect(rounds).toBe(1);
    await health();
    expect(rounds).toBe(2);
  });
});
