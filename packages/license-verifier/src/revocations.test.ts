import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOW, options, tokenOf } from "../test/fixtures.ts";
import { mergeRevocations, verifyLicense } from "./index.ts";

const list = fc.record({
  issued_at: fc.nat(20),
  revoked: fc.array(fc.record({ jti: fc.constantFrom("a", "b", "c"), revoked_at: fc.nat(20) }), { maxLength: 3 }),
});

describe("mergeRevocations", () => {
  it("takes a later list whole and keeps the current one otherwise", () => {
    const current = { issued_at: 10, revoked: [{ jti: "a", revoked_at: 9 }] };
    const later = { issued_at: 11, revoked: [] };
    expect(mergeRevocations(current, later)).toBe(later);
    expect(mergeRevocations(current, { issued_at: 9, revoked: [] })).toBe(current);
    expect(mergeRevocations(current, { issued_at: 10, revoked: [] })).toBe(current);
    expect(mergeRevocations(undefined, later)).toBe(later);
    expect(mergeRevocations(current, undefined)).toBe(current);
  });

  it("ends at the latest date whatever arrives in whatever order, and never goes back", () => {
    fc.assert(
      fc.property(fc.array(list, { minLength: 1 }), (lists) => {
        let current = mergeRevocations(undefined, lists[0]!);
        for (const incoming of lists) {
          const next = mergeRevocations(current, incoming);
          expect(next.issued_at).toBeGreaterThanOrEqual(current.issued_at);
          if (next.issued_at === current.issued_at) expect(next).toBe(current);
          current = next;
        }
        expect(current.issued_at).toBe(Math.max(...lists.map(({ issued_at }) => issued_at)));
      }),
    );
  });
});

describe("a revoked licence", () => {
  it("is refused by its jti alone, whatever the date beside it", async () => {
    const token = await tokenOf({ jti: "lic_9" });
    const revoke = (jti: string) => ({ issued_at: NOW, revoked: [{ jti, revoked_at: NOW + 1_000_000 }] });
    const refused = await verifyLicense(token, { ...options, revocations: revoke("lic_9") });
    expect(refused).toMatchObject({ ok: false, code: "revoked", message: expect.stringContaining("lic_9") });
    expect(await verifyLicense(token, { ...options, revocations: revoke("lic_99") })).toMatchObject({ ok: true });
  });
});
