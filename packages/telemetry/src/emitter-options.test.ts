import { expect, test } from "vitest";
import { readSettings } from "./emitter-options.ts";
import type { EmitterOptions } from "./index.ts";

const OPTIONS: EmitterOptions = {
  endpoint: "https://platform.test/base/",
  token: "token",
  twin: "twin-stripe",
  twinVersion: "1.0.0",
};

test("the defaults are those of the documentation", () => {
  const { ingestUrl, ...settings } = readSettings(OPTIONS);
  expect(ingestUrl.href).toBe("https://platform.test/base/telemetry/v1/ingest");
  expect(settings).toEqual({
    twin: "twin-stripe",
    twinVersion: "1.0.0",
    batchEventsMax: 100,
    flushIntervalMs: 30_000,
    bufferEventsMax: 1_024,
    stopTimeoutMs: 2_000,
  });
});

test.each([
  ["endpoint", { endpoint: "platform.test" }],
  ["endpoint", { endpoint: "ftp://platform.test" }],
  ["token", { token: "" }],
  ["token", { token: undefined }],
  ["twin", { twin: "stripe" }],
  ["twinVersion", { twinVersion: "one" }],
  ["batchEventsMax", { batchEventsMax: 0 }],
  ["batchEventsMax", { batchEventsMax: 501 }],
  ["bufferEventsMax", { bufferEventsMax: 1.5 }],
  ["flushIntervalMs", { flushIntervalMs: Number.POSITIVE_INFINITY }],
  ["stopTimeoutMs", { stopTimeoutMs: 60_001 }],
])("%s: %o is refused by name", (name, wrong) => {
  expect(() => readSettings({ ...OPTIONS, ...wrong } as EmitterOptions)).toThrowError(
    expect.objectContaining({ code: "invalid_option", message: expect.stringMatching(`^${name}: `) as string }),
  );
});
