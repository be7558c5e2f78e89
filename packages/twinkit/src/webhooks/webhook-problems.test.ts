import { expect, it } from "vitest";
import { defineTwin } from "../define/define-twin.ts";
import { probeTwin } from "../testing/probe-twin.ts";
import { bodyHmac } from "./signing.ts";

type ProbeWebhooks = NonNullable<typeof probeTwin.webhooks>;
const apply = (): void => undefined;

it.each<[string, Partial<ProbeWebhooks>]>([
  ["webhooks.retry.delaysMs holds -1", { retry: { delaysMs: [1, -1] } }],
  ["webhooks.retry.delaysMs holds 0.5", { retry: { delaysMs: [0.5] } }],
  ["webhooks.retry.jitter is 2", { retry: { delaysMs: [], jitter: 2 } }],
  ["webhooks.retry.jitter is NaN", { retry: { delaysMs: [], jitter: Number.NaN } }],
  ["webhooks.retry.stopOn holds [500,400]", { retry: { delaysMs: [], stopOn: [[500, 400]] } }],
  ["webhooks.timeoutMs is 0", { timeoutMs: 0 }],
  ["webhooks.accepts holds 20", { accepts: [200, 20] }],
  ["webhooks.disable.afterConsecutiveFailures is 0", { disable: { afterConsecutiveFailures: 0, apply } }],
  ["webhooks.disable.afterFailingForMs is Infinity", { disable: { afterFailingForMs: Infinity, apply } }],
  ["webhooks.disable.onStatus holds 41", { disable: { onStatus: [41], apply } }],
  ["webhooks.sign uses {time}", { sign: { ...bodyHmac("x"), signs: "{time}" } }],
  ['header "X-Signature"', { sign: bodyHmac("X-Signature") }],
  ['header "Content-Type"', { headers: { "Content-Type": "application/json" } }],
])("a definition is refused: %s", (problem, change) => {
  const webhooks = { ...probeTwin.webhooks, ...change } as ProbeWebhooks;
  expect(() => defineTwin({ ...probeTwin, webhooks })).toThrow(
    expect.objectContaining({ code: "definition_invalid", message: expect.stringContaining(problem) }),
  );
});
