import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Agenda } from "./agenda.ts";

const entry = (dueMs: number, action = "a") => ({ dueMs, action, account: "", payload: {} });

describe("Agenda", () => {
  it("hands out what is due by time, then by arrival, whatever the order of adding", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 200 }), (dueTimes) => {
        const agenda = new Agenda();
        for (const dueMs of dueTimes) agenda.add(entry(dueMs));
        const taken = [];
        for (let next = agenda.takeDue(50); next !== null; next = agenda.takeDue(50)) taken.push(next);
        const expected = dueTimes
          .map((dueMs, at) => ({ dueMs, seq: at + 1 }))
          .sort((a, b) => a.dueMs - b.dueMs || a.seq - b.seq);
        expect(taken.map(({ dueMs, seq }) => ({ dueMs, seq }))).toEqual(expected);
      }),
    );
  });

  it("keeps what is not due yet", () => {
    const agenda = new Agenda();
    agenda.add(entry(100));
    expect(agenda.takeDue(99)).toBeNull();
    expect(agenda.nextDueMs).toBe(100);
    expect(agenda.takeDue(100)?.dueMs).toBe(100);
    expect(agenda.nextDueMs).toBeNull();
  });

  it("takes out by condition and keeps the rest in order", () => {
    const agenda = new Agenda();
    for (const [at, action] of ["x", "y", "x", "y"].entries()) agenda.add(entry(10 - at, action));
    expect(agenda.takeWhere(({ action }) => action === "x").map(({ dueMs }) => dueMs)).toEqual([8, 10]);
    expect(agenda.entries().map(({ dueMs }) => dueMs)).toEqual([7, 9]);
  });
});
