import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bodyHmac,
  type HmacSigning,
  signatureHeaders,
  type SigningInput,
  standardWebhooks,
  timestampedHmac,
  unknownPlaceholders,
} from "./signing.ts";

function input(given: Partial<SigningInput>): SigningInput {
  const common = {
    id: "evt_1",
    method: "POST",
    url: "https://example.com/hook",
    contentType: "application/json",
  } as const;
  return { ...common, body: "", secret: "secret", timestampMs: 0, attempt: 1, ...given };
}

/** Declared as two vendors do whose schemes no other vendor shares. */
const versioned: HmacSigning = {
  hash: "sha256",
  signs: "v0:{timestamp}:{body}",
  encoding: "hex",
  headers: { "x-slack-request-timestamp": "{timestamp}", "x-slack-signature": "v0={signature}" },
};
const urlAndForm: HmacSigning = {
  hash: "sha1",
  signs: "{url}{form}",
  encoding: "base64",
  headers: { "x-twilio-signature": "{signature}" },
};

const SLACK_BODY =
  "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar" +
  "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com" +
  "%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN" +
  "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

describe("published vectors", () => {
  it("Standard Webhooks: the specification's own", () => {
    const message = input({
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
      timestampMs: 1_614_265_330_000,
      body: '{"test": 2432232314}',
      secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    });
    const signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    expect(signatureHeaders(standardWebhooks(), message)).toEqual({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": signature,
    });
    expect(signatureHeaders(standardWebhooks("svix"), message)).toMatchObject({ "svix-signature": signature });
  });

  // https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
  it("sha256= over the body: GitHub's", () => {
    const message = input({ secret: "It's a Secret to Everybody", body: "Hello, World!" });
    expect(signatureHeaders(bodyHmac("x-hub-signature-256", { prefix: "sha256=" }), message)).toEqual({
      "x-hub-signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    });
  });

  // https://docs.slack.dev/authentication/verifying-requests-from-slack
  it("v0= over version, time and body: Slack's", () => {
    const message = input({
      secret: "8f742231b10e8888abcd99yyyzzz85a5",
      timestampMs: 1_531_420_618_000,
      body: SLACK_BODY,
    });
    expect(signatureHeaders(versioned, message)).toEqual({
      "x-slack-request-timestamp": "1531420618",
      "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    });
  });

  // https://www.twilio.com/docs/usage/security#validating-requests
  it("SHA-1 over address and sorted form: Twilio's", () => {
    const message = input({
      secret: "12345",
      url: "https://mycompany.com/myapp.php?foo=1&bar=2",
      contentType: "application/x-www-form-urlencoded",
      body: "To=%2B18005551212&From=%2B14158675309&Digits=1234&Caller=%2B14158675309&CallSid=CA1234567890ABCDE",
    });
    expect(signatureHeaders(urlAndForm, message)).toEqual({ "x-twilio-signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8=" });
  });
});

describe("an HMAC declared as data", () => {
  it("signs exactly the text of its template, whatever body and secret hold", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.nat(4_000_000_000), (body, secret, seconds) => {
        const message = input({ body, secret, timestampMs: seconds * 1_000 + 999 });
        const expected = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
        expect(signatureHeaders(timestampedHmac("x-signature"), message)).toEqual({
          "x-signature": `t=${seconds},v1=${expected}`,
        });
      }),
      { examples: [["{timestamp}{body}$&{signature}", "{secret}", 1]] },
    );
  });

  it("can stand beside others, as where an old header stays", () => {
    const both = [bodyHmac("x-old", { hash: "sha1", prefix: "sha1=" }), bodyHmac("x-new", { encoding: "base64" })];
    expect(signatureHeaders(both, input({ body: "a" }))).toEqual({
      "x-old": `sha1=${createHmac("sha1", "secret").update("a").digest("hex")}`,
      "x-new": createHmac("sha256", "secret").update("a").digest("base64"),
    });
  });

  it("knows the message's id, address, method, number and times", () => {
    const telling: HmacSigning = {
      ...bodyHmac("x-signature"),
      headers: { "x-all": "{id} {method} {url} {attempt} {timestamp} {timestampMs} {timestampIso}" },
    };
    expect(signatureHeaders(telling, input({ attempt: 3, timestampMs: 1_500 }))).toEqual({
      "x-all": "evt_1 POST https://example.com/hook 3 1 1500 1970-01-01T00:00:01.500Z",
    });
  });

  it("takes the fields of a form by name, each value once, and none of another body", () => {
    const signed = (body: string, contentType: string): unknown =>
      signatureHeaders({ ...urlAndForm, signs: "{form}" }, input({ body, contentType }))["x-twilio-signature"];
    const form = "application/x-www-form-urlencoded; charset=utf-8";
    const of = (text: string): string => createHmac("sha1", "secret").update(text).digest("base64");
    expect(signed("b=2&a=1&b=1&b=2", form)).toBe(of("a1b1b2"));
    expect(signed('{"b":1}', "application/json")).toBe(of(""));
  });

  it("says nothing without a secret", () => {
    expect(signatureHeaders(timestampedHmac("x-signature"), input({ secret: "" }))).toEqual({});
    expect(signatureHeaders(undefined, input({}))).toEqual({});
  });

  it("names placeholders that do not exist", () => {
    const wrong = { ...timestampedHmac("x"), signs: "{time}.{body}", headers: { x: "{sig}" } };
    expect(unknownPlaceholders(wrong)).toEqual(["time", "sig"]);
    expect(unknownPlaceholders([timestampedHmac("x"), standardWebhooks(), versioned, urlAndForm])).toEqual([]);
    expect(unknownPlaceholders({ ...bodyHmac("x"), signs: "{signature}" })).toEqual(["signature"]);
  });
});

it("a function signs what no HMAC can", () => {
  expect(signatureHeaders(({ id, body }) => ({ "x-jwt": `${id}:${body}` }), input({ body: "b", secret: "" }))).toEqual({
    "x-jwt": "evt_1:b",
  });
});
