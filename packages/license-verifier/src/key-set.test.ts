import { Jwks } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { activeKey, standbyKey, strangerKey } from "../test/fixtures.ts";
import { generateSigningKey, jwksOf, KEY_SET_KEYS_MAX, publicJwkOf } from "./index.ts";

const [active, standby, retired] = [publicJwkOf(activeKey), publicJwkOf(standbyKey), publicJwkOf(strangerKey)];

describe("jwksOf", () => {
  it("publishes each key with its place in the rotation and fits the contract", () => {
    const jwks = jwksOf({ active, standby, retiring: [retired] });
    expect(jwks.keys.map(({ kid, wt_status }) => [kid, wt_status])).toEqual([
      [active.kid, "active"],
      [standby.kid, "standby"],
      [retired.kid, "retiring"],
    ]);
    expect(v.parse(Jwks, jwks)).toEqual(jwks);
  });

  it("gives a key its new place when it comes from an older set", () => {
    const [, promoted] = jwksOf({ active, standby }).keys;
    expect(jwksOf({ active: promoted!, retiring: [active] }).keys.map((key) => key.wt_status)).toEqual([
      "active",
      "retiring",
    ]);
  });

  it("refuses the same key twice", () => {
    expect(() => jwksOf({ active, standby: active })).toThrow(expect.objectContaining({ code: "key_set_invalid" }));
    expect(() => jwksOf({ active, retiring: [retired, retired] })).toThrow(retired.kid);
  });

  it("refuses more keys than the contract allows", async () => {
    const many = await Promise.all(
      Array.from({ length: KEY_SET_KEYS_MAX }, async () => publicJwkOf(await generateSigningKey())),
    );
    expect(v.is(Jwks, jwksOf({ active, retiring: many.slice(1) }))).toBe(true);
    expect(() => jwksOf({ active, retiring: many })).toThrow(expect.objectContaining({ code: "key_set_invalid" }));
  });
});
