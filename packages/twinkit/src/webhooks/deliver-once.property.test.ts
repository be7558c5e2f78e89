import type { HttpClient, HttpRequest, HttpResponse } from "@twinkit-pro/httpclient";
import fc from "fast-check";
import { expect, it } from "vitest";
import { probe } from "../testing/client.ts";

type Step = { readonly do: "emit" | "flush" | "move the state" } | { readonly do: "advance"; readonly minutes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ do: "emit" } as const) },
  { weight: 2, arbitrary: fc.constant({ do: "flush" } as const) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant("advance" as const), minutes: fc.integer({ min: 0, max: 90 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: "move the state" } as const) },
);

/** A network whose receiver answers what it is told, in turn, then 200. */
function network(answers: readonly number[]) {
  const left = [...answers];
  const accepted: string[] = [];
  const client: HttpClient = {
    request: async ({ body }: HttpRequest) => {
      await new Promise((resolve) => setImmediate(resolve));
      const status = left.shift() ?? 200;
      const { id } = JSON.parse(String(body)) as { id: string };
      if (status === 200) accepted.push(id);
      return {
        status,
        headers: {},
        body: new Uint8Array(0),
        url: "",
        text: () => "",
        json: () => null,
      } as HttpResponse;
    },
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return { client, accepted };
}

it("each event is accepted once at most, whatever comes between, and each pending one has its next attempt", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.array(fc.constantFrom(200, 500, 302), { maxLength: 20 }),
      async (steps, answers) => {
        const { client, accepted } = network(answers);
        await using twin = probe({ outbound: client, config: { webhook_url: "http://127.0.0.1:9/hook" } });
        let emitted = 0;
        for (const next of steps) {
          if (next.do === "emit") {
            const note = await twin.call("POST", "/notes", { text: "a" });
            await twin.call("DELETE", `/notes/${note.json["id"]}`);
            emitted += 1;
          } else if (next.do === "flush") await twin.call("POST", "/admin/webhooks/flush");
          else if (next.do === "advance") {
            await twin.call("POST", "/admin/time/advance", { duration: `PT${next.minutes}M` });
          } else {
            await twin.twin.settle();
            const state = (await twin.call("GET", "/admin/state")).json;
            await twin.call("POST", "/admin/reset");
            expect((await twin.call("POST", "/admin/state", state)).status).toBe(200);
          }
        }
        await twin.twin.settle();
        expect(new Set(accepted).size).toBe(accepted.length);
        const { deliveries } = (await twin.call("GET", "/admin/webhooks")).json as unknown as {
          deliveries: readonly { readonly status: string; readonly next_attempt_at: string | null }[];
        };
        expect(deliveries).toHaveLength(emitted);
        const pending = deliveries.filter(({ status }) => status === "pending");
        expect(pending.every(({ next_attempt_at: at }) => at !== null)).toBe(true);
        expect((await twin.call("GET", "/admin/time")).json["waiting"]).toBe(pending.length);
        await twin.call("POST", "/admin/time/advance", { duration: "1d" });
        expect((await twin.call("GET", "/admin/time")).json["waiting"]).toBe(0);
        expect(new Set(accepted).size).toBe(accepted.length);
      },
    ),
    { numRuns: 60 },
  );
});
