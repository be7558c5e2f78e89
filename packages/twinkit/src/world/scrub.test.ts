import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createScrubber, mayHoldCard } from "./scrub.ts";

const scrubber = createScrubber({ headers: ["app-id"], fields: ["pin"] });

describe("headers", () => {
  it("loses credentials and keeps the rest", () => {
    expect(
      scrubber.headers({ authorization: "Bearer sk_test_1", cookie: "a=b", "app-id": "x", accept: "*/*" }),
    ).toEqual({ authorization: "REDACTED", cookie: "REDACTED", "app-id": "REDACTED", accept: "*/*" });
  });
});

describe("text", () => {
  it.each([
    ['{"client_secret":"pi_1_secret_2","id":"pi_1"}', '{"client_secret":"REDACTED","id":"pi_1"}'],
    ['{"password" : "a\\"b","pin":1234}', '{"password" : "REDACTED","pin":"REDACTED"}'],
    ['{"nested":[{"secret":"whsec_1"}]}', '{"nested":[{"secret":"REDACTED"}]}'],
    ["card[number]=4242424242424242&card[cvc]=123&x=1", "card[number]=REDACTED&card[cvc]=REDACTED&x=1"],
    ["card%5Bcvc%5D=123&password=p", "card%5Bcvc%5D=REDACTED&password=REDACTED"],
    [' \n {"password":"a"}', ' \n {"password":"REDACTED"}'],
    ["description=card+4242+4242+4242+4242", "description=card+REDACTED"],
    ["pay with 4242 4242 4242 4242 today", "pay with REDACTED today"],
    ['{"created":1795359600000,"id":"4242424242424241"}', '{"created":1795359600000,"id":"4242424242424241"}'],
    ["", ""],
  ])("%s", (text, expected) => {
    expect(scrubber.text(text)).toBe(expected);
  });
});

it.each([
  ['{"number":"4242424242424242","cvc":"314"}', '{"number":"4242424242424242","cvc":"REDACTED"}'],
  ['{"number":4242424242424242}', '{"number":4242424242424242}'],
  ["card[number]=4242+4242+4242+4242&x=1", "card[number]=4242+4242+4242+4242&x=1"],
  ["pay with 4242-4242-4242-4242, not with 4111111111111111", "pay with 4242-4242-4242-4242, not with REDACTED"],
  ["card[number]=4111111111111111", "card[number]=REDACTED"],
])("keeps a test card, and no other: %s", (text, kept) => {
  expect(createScrubber({ fields: ["number"], keep: ["4242424242424242"] }).text(text)).toBe(kept);
});

it("never passes over a text with a card number in it", () => {
  const card = /\d{4}[ +-]?(?:\d[ +-]?){9,14}\d/;
  const piece = fc.oneof(fc.stringMatching(/^[\d +-]{0,24}$/), fc.stringMatching(/^[a-z:",{.]{0,20}$/));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join("");
      return mayHoldCard(text) || !card.test(text);
    }),
    { numRuns: 3_000 },
  );
});
