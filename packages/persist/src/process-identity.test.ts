import { spawn } from "node:child_process";
import { once } from "node:events";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { currentProcess, identityFromText, identityToText, livenessOf } from "./process-identity.ts";

const hasProc = process.platform === "linux";

describe("livenessOf", () => {
  it("knows this process", () => {
    expect(livenessOf(currentProcess())).toBe("alive");
    if (hasProc) expect(currentProcess().started).toMatch(/^[1-9]\d*$/);
  });

  it("knows that a process has ended", async () => {
    const child = spawn(process.execPath, ["--eval", "process.stdin.resume()"], {
      stdio: ["pipe", "ignore", "ignore"],
    });
    await once(child, "spawn");
    const identity = { ...currentProcess(), pid: child.pid!, started: "0" };
    expect(livenessOf(identity)).toBe("alive");
    child.kill("SIGKILL");
    await once(child, "close");
    expect(livenessOf(identity)).toBe("dead");
  });

  it.runIf(hasProc)("tells a process from an earlier one with its pid", () => {
    expect(livenessOf({ ...currentProcess(), started: "1" })).toBe("dead");
    expect(livenessOf({ ...currentProcess(), started: "0" })).toBe("alive");
  });

  it.runIf(hasProc)(
    "takes a process that has ended for dead, though its parent has not asked for its end",
    async () => {
      const parent = spawn("sh", ["-c", "sleep 0.05 & echo $!; exec sleep 60"], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      try {
        const [output] = (await once(parent.stdout, "data")) as [Buffer];
        const zombie = { ...currentProcess(), pid: Number(output), started: "0" };
        await vi.waitFor(() => expect(livenessOf(zombie)).toBe("dead"));
        expect(process.kill(zombie.pid, 0)).toBe(true);
      } finally {
        parent.kill("SIGKILL");
      }
    },
  );

  it("knows nothing of another machine", () => {
    expect(livenessOf({ ...currentProcess(), machine: "00000000" })).toBe("unknown");
  });
});

describe("an identity as text", () => {
  it("comes back as it was", () => {
    const identity = fc.record({
      machine: fc.stringMatching(/^[0-9a-f]{8}$/),
      pid: fc.integer({ min: 1, max: 4_194_304 }),
      started: fc.nat().map(String),
    });
    fc.assert(
      fc.property(identity, (value) => {
        expect(identityFromText(identityToText(value))).toEqual(value);
      }),
    );
  });

  it.each(["", "x", "12345678-1", "12345678-1-2-3", "1234567g-1-2", "12345678--2", "../12345678-1-2"])(
    "is not read from %j",
    (text) => {
      expect(identityFromText(text)).toBeUndefined();
    },
  );
});
