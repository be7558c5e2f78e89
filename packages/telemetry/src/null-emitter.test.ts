import { expect, test } from "vitest";
import { createNullEmitter } from "./null-emitter.ts";

test("it takes everything and keeps nothing", async () => {
  const emitter = createNullEmitter();
  emitter.emit({ type: "twin_started" });
  await emitter.flush();
  expect(emitter.stats()).toMatchObject({ state: "disabled", pending: 0, dropped: 0 });
  expect(await emitter.stop()).toMatchObject({ timedOut: false, undelivered: 0, stats: { state: "stopped" } });
});
