import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idForms } from "./id-forms.ts";
import { IdPairs } from "./id-pairs.ts";
import { matchText } from "./match-text.ts";
import { Secrets } from "./secrets.ts";

const FORMS = idForms({ state: {}, requestId: (ids) => ids.prefixed("id_", 4) });
const match = (recorded: string, replayed: string, isCut = false): boolean =>
  matchText(recorded, replayed, { pairs: new IdPairs(FORMS), secrets: new Secrets(), isCut });

describe("a text", () => {
  it.each([
    ["the same", "a b", "a b", true],
    ["another", "a b", "a c", false],
    ["longer", "a", "ab", false],
    ["with another id", "see id_aaaa.", "see id_bbbb.", true],
    ["with one id for two", "id_aaaa id_bbbb", "id_cccc id_cccc", false],
    ["with two ids for one", "id_aaaa id_aaaa", "id_cccc id_dddd", false],
    ["with text for an id", "id_aaaa", "id_aa", false],
    ["that is a secret", "REDACTED", "anything at all", true],
    ["with a secret in it", "key REDACTED is bad", "key sk_1 is bad", true],
    ["with a secret and other words", "key REDACTED is bad", "key sk_1 is fine", false],
    ["that ends with a secret", "key REDACTED", "key sk_1", true],
    ["with one secret twice", "a=REDACTED-1&b=REDACTED-1", "a=x&b=x", true],
    ["with two secrets for one", "a=REDACTED-1&b=REDACTED-1", "a=x&b=y", false],
    ["with two secrets", "a=REDACTED&b=REDACTED", "a=1&b=2", true],
    ["with a secret before an id", "REDACTED id_aaaa", "x id_bbbb", true],
    ["that lost what was around the secret", "key REDACTED is", "is", false],
  ])("%s", (_, recorded, replayed, expected) => {
    expect(match(recorded, replayed)).toBe(expected);
  });

  it("that was cut matches every continuation, and no other beginning", () => {
    const long = `${"x".repeat(500)} id_aaaa ${"y".repeat(200)}`;
    expect(match(long, `${long.replace("id_aaaa", "id_bbbb")} and more`, true)).toBe(true);
    expect(match(long, long.replace("xx", "xz"), true)).toBe(false);
  });

  it("matches itself, whatever it is", () => {
    fc.assert(fc.property(fc.string(), (text) => match(text, text)));
  });

  it("without ids and secrets matches nothing but itself", () => {
    const plain = fc.string().filter((text) => !/id_|REDACTED/.test(text));
    fc.assert(fc.property(plain, plain, (a, b) => match(a, b) === (a === b)));
  });
});
