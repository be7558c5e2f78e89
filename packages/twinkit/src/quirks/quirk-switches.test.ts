import { describe, expect, it } from "vitest";
import { QuirkSwitches } from "./quirk-switches.ts";

const quirks = {
  stale_reads: { description: "Reads lag.", default: false, source: "https://example.com/reads" },
  loud_errors: { description: "Errors shout.", default: true, source: "https://example.com/errors" },
};
const positions = (switches: QuirkSwitches) => Object.fromEntries(switches.list().map(({ id, on }) => [id, on]));

describe("quirk switches", () => {
  it("stand at their defaults until set, and again after a reset", () => {
    const switches = new QuirkSwitches(quirks);
    expect(positions(switches)).toEqual({ stale_reads: false, loud_errors: true });
    switches.set("stale_reads", true);
    switches.set("loud_errors", false);
    expect([switches.has("stale_reads"), switches.has("loud_errors")]).toEqual([true, false]);
    switches.reset();
    expect(positions(switches)).toEqual({ stale_reads: false, loud_errors: true });
  });

  it("export only what differs, and take it over", () => {
    const switches = new QuirkSwitches(quirks);
    switches.set("stale_reads", true);
    switches.set("loud_errors", false);
    switches.set("loud_errors", true);
    expect(switches.export()).toEqual({ stale_reads: true });
    const other = new QuirkSwitches(quirks);
    other.set("loud_errors", false);
    other.restore({ ...switches.export(), gone: true });
    expect(positions(other)).toEqual({ stale_reads: true, loud_errors: true });
  });

  it("know no quirk that is not declared, whatever its name", () => {
    const switches = new QuirkSwitches(quirks);
    for (const id of ["unknown", "toString", "__proto__"]) {
      expect(switches.set(id, true)).toBeNull();
      expect(() => switches.has(id)).toThrow(`declares no quirk ${id}`);
    }
  });
});
