import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NOW, options, tokenOf } from "../test/fixtures.ts";
import { CLOCK_ROLLBACK_TOLERANCE_SECONDS, type ClockMark, observeClock, verifyLicense } from "./index.ts";

const DAY = 86_400;
const WEEK = 7 * DAY;
const TOLERANCE = CLOCK_ROLLBACK_TOLERANCE_SECONDS;
const YEAR_2099 = 4_070_908_800;

/** Feeds clock readings to the machine and returns what it said to the last. */
function watch(licenseIat: number, ...readings: number[]) {
  let mark: ClockMark | undefined;
  let rolledBackBySeconds = 0;
  for (const now of readings) ({ mark, rolledBackBySeconds } = observeClock(mark, now, licenseIat));
  return { mark: mark!, rolledBackBySeconds };
}

describe("observeClock", () => {
  it("starts at the first reading and rises with the clock", () => {
    expect(watch(NOW, NOW + 5)).toEqual({ mark: { seen_at: NOW + 5, license_iat: NOW }, rolledBackBySeconds: 0 });
    expect(watch(NOW, NOW + 5, NOW + 9.7).mark.seen_at).toBe(NOW + 9);
  });

  it("bears a step back within the tolerance and keeps the mark", () => {
    expect(watch(NOW, NOW + DAY, NOW + DAY - TOLERANCE)).toEqual({
      mark: { seen_at: NOW + DAY, license_iat: NOW },
      rolledBackBySeconds: 0,
    });
  });

  it("detects a step back beyond the tolerance, by how much, and keeps the mark", () => {
    expect(watch(NOW, NOW + DAY, NOW + DAY - TOLERANCE - 1)).toEqual({
      mark: { seen_at: NOW + DAY, license_iat: NOW },
      rolledBackBySeconds: TOLERANCE + 1,
    });
  });

  it("cannot be walked back in steps within the tolerance", () => {
    const steps = Array.from({ length: 5 }, (_, index) => NOW + DAY - (index * TOLERANCE) / 2);
    expect(watch(NOW, ...steps).rolledBackBySeconds).toBe(2 * TOLERANCE);
  });

  it("heals when time passes the mark again", () => {
    expect(watch(NOW, NOW + DAY, NOW, NOW + DAY).rolledBackBySeconds).toBe(0);
  });

  it("heals with a licence issued later than any seen before", () => {
    const wrong = watch(NOW, YEAR_2099, NOW + 60);
    expect(wrong.rolledBackBySeconds).toBeGreaterThan(0);
    const healed = observeClock(wrong.mark, NOW + 120, NOW + 110);
    expect(healed).toEqual({ mark: { seen_at: NOW + 120, license_iat: NOW + 110 }, rolledBackBySeconds: 0 });
  });

  it("heals a mark on disk that names an absurd future, once its licence has had its time", () => {
    const absurd = { seen_at: YEAR_2099, license_iat: NOW };
    expect(observeClock(absurd, NOW + 1, NOW).rolledBackBySeconds).toBe(WEEK - 1);
    expect(observeClock(absurd, NOW + WEEK, NOW)).toEqual({
      mark: { seen_at: NOW + WEEK, license_iat: NOW },
      rolledBackBySeconds: 0,
    });
  });

  it("is not healed by a licence that was seen before", () => {
    const late = watch(NOW, NOW + 3 * DAY);
    expect(observeClock(late.mark, NOW + DAY, NOW).rolledBackBySeconds).toBe(2 * DAY);
    expect(observeClock(late.mark, NOW + DAY, NOW - DAY).rolledBackBySeconds).toBe(2 * DAY);
  });
});

describe("observeClock, whatever happens", () => {
  const seconds = fc.integer({ min: 0, max: 5_000_000_000 });
  const anyMark = fc.option(fc.record({ seen_at: seconds, license_iat: seconds }), { nil: undefined });

  it("accepts an honest clock that jitters within the tolerance", () => {
    const step = fc.tuple(fc.nat(DAY), fc.integer({ min: -TOLERANCE / 2, max: TOLERANCE / 2 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), fc.nat(10), (steps, renewEvery) => {
        let mark: ClockMark | undefined;
        let truth = NOW;
        let iat = NOW;
        for (const [index, [elapsed, jitter]] of steps.entries()) {
          truth += elapsed;
          if (index % (renewEvery + 1) === 0) iat = truth;
          const observed = observeClock(mark, truth + jitter, iat);
          expect(observed.rolledBackBySeconds).toBe(0);
          mark = observed.mark;
        }
      }),
    );
  });

  it("lets nobody be locked out once a licence newer than the mark's arrives", () => {
    fc.assert(
      fc.property(anyMark, fc.integer({ min: 1, max: 5_000_000_000 }), fc.nat(TOLERANCE), (mark, later, delay) => {
        const iat = (mark?.license_iat ?? 0) + later;
        expect(observeClock(mark, iat + delay, iat).rolledBackBySeconds).toBe(0);
      }),
    );
  });

  it("locks nobody out beyond the longest life of the newest licence", () => {
    fc.assert(
      fc.property(anyMark, seconds, seconds, (mark, now, iat) => {
        const observed = observeClock(mark, now, iat);
        const newest = Math.max(mark?.license_iat ?? 0, iat);
        expect(observed.mark.license_iat).toBe(newest);
        expect(observed.mark.seen_at).toBeLessThanOrEqual(newest + WEEK);
        expect(observeClock(observed.mark, newest + WEEK, iat).rolledBackBySeconds).toBe(0);
      }),
    );
  });

  it("never lets an ended licence be used again by turning the clock back", () => {
    const readings = fc.array(fc.integer({ min: NOW, max: NOW + 3 * WEEK }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(readings, fc.integer({ min: 1, max: WEEK }), fc.nat(WEEK), (seen, ttl, back) => {
        let mark: ClockMark | undefined;
        for (const now of seen) ({ mark } = observeClock(mark, now, NOW));
        const exp = NOW + ttl;
        fc.pre(Math.max(...seen) >= exp);
        const now = exp - 1 - back;
        const gained = exp - now;
        fc.pre(gained > TOLERANCE);
        expect(observeClock(mark, now, NOW).rolledBackBySeconds).toBeGreaterThan(0);
      }),
    );
  });

  it("is settled by one observation: the same reading again changes nothing", () => {
    fc.assert(
      fc.property(anyMark, seconds, seconds, (mark, now, iat) => {
        const once = observeClock(mark, now, iat);
        const twice = observeClock(once.mark, now, iat);
        expect(twice.mark).toEqual(once.mark);
        expect(twice.rolledBackBySeconds > 0).toBe(once.rolledBackBySeconds > 0);
      }),
    );
  });
});

describe("verifyLicense with a mark", () => {
  it("does not watch the clock unless asked", async () => {
    const result = await verifyLicense(await tokenOf(), options);
    expect(result).not.toHaveProperty("lastSeen");
  });

  it("returns the mark to keep, on success and on refusal", async () => {
    const token = await tokenOf();
    const first = await verifyLicense(token, { ...options, lastSeen: null });
    expect(first).toMatchObject({ ok: true, lastSeen: { seen_at: NOW + 1, license_iat: NOW } });
    const expired = await verifyLicense(token, { ...options, nowSeconds: NOW + 2 * DAY, lastSeen: first.lastSeen });
    expect(expired).toMatchObject({ ok: false, code: "expired", lastSeen: { seen_at: NOW + 2 * DAY } });
    const back = await verifyLicense(token, { ...options, nowSeconds: NOW + 60, lastSeen: expired.lastSeen });
    expect(back).toMatchObject({ ok: false, code: "clock_rolled_back", lastSeen: expired.lastSeen });
    const renewed = await tokenOf({ nowSeconds: NOW + 100, jti: "lic_2" });
    const healed = await verifyLicense(renewed, { ...options, nowSeconds: NOW + 101, lastSeen: back.lastSeen });
    expect(healed).toMatchObject({ ok: true, lastSeen: { seen_at: NOW + 101, license_iat: NOW + 100 } });
  });

  it("learns nothing from a licence that is not the issuer's", async () => {
    const token = await tokenOf();
    const forged = `${token.slice(0, -8)}AAAAAAAA`;
    const lastSeen = { seen_at: NOW, license_iat: NOW };
    expect(await verifyLicense(forged, { ...options, lastSeen })).not.toHaveProperty("lastSeen");
    const foreign = await tokenOf({ issuer: "https://other.example" });
    expect(await verifyLicense(foreign, { ...options, lastSeen })).not.toHaveProperty("lastSeen");
  });
});
