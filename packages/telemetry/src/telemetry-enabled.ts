const OFF: ReadonlySet<string> = new Set(["off", "0", "false", "no", "disabled"]);

/** Whether an environment leaves telemetry on: `WONDERTWIN_TELEMETRY` set to off, 0, false, no or disabled turns it off. */
export function telemetryEnabled(env: Readonly<Record<string, string | undefined>>): boolean {
  return !OFF.has((env["WONDERTWIN_TELEMETRY"] ?? "").trim().toLowerCase());
}
