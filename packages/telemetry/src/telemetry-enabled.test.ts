import { expect, test } from "vitest";
import { telemetryEnabled } from "./telemetry-enabled.ts";

test.each(["off", "0", "false", "no", "disabled", "OFF", " No "])("%j turns telemetry off", (value) => {
  expect(telemetryEnabled({ WONDERTWIN_TELEMETRY: value })).toBe(false);
});

test.each([undefined, "", "on", "1", "true", "yes", "offline"])("%j leaves it on", (value) => {
  expect(telemetryEnabled({ WONDERTWIN_TELEMETRY: value })).toBe(true);
});
