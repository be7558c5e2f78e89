import { describe, expect, it } from "vitest";
import type { TwinOptions } from "../server/twin-options.ts";
import { probe } from "../testing/client.ts";
import { startReceiver } from "../testing/receiver.ts";

const HERE = { address: "127.0.0.1", family: 4 };
const ELSEWHERE = { address: "192.0.2.1", family: 4 };
const METADATA = { address: "169.254.169.254", family: 4 };

/** Emits one event to a target and tells what became of the delivery, a year later. */
async function deliveryTo(url: string, options: TwinOptions = {}) {
  await using twin = probe({ ...options, config: { webhook_url: url } });
  const note = await twin.call("POST", "/notes", { text: "a" });
  await twin.call("DELETE", `/notes/${note.json["id"]}`);
  await twin.twin.settle();
  await twin.call("POST", "/admin/time/advance", { duration: "365d" });
  const { deliveries, failing } = (await twin.call("GET", "/admin/webhooks")).json as unknown as Listing;
  const [delivery = { attempts: [] }] = deliveries;
  return { delivery, failing };
}

interface Listing {
  readonly deliveries: readonly { readonly attempts: readonly { readonly error: string | null }[] }[];
  readonly failing: unknown;
}

const REFUSED = {
  status: "failed",
  next_attempt_at: null,
  failure: "The twin does not send there.",
  attempts: [{ response: null }],
};

describe("a target elsewhere", () => {
  it.each([
    "http://192.0.2.1/hook",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://100.64.0.1/",
    "https://[2001:db8::1]/",
    "http://[fd12:3456::1]/",
    "http://3221225985/",
    "http://0300.0.2.1/",
    "http://0xc0000201/",
    "http://[::ffff:192.0.2.1]/",
    "http://127.0.0.1@192.0.2.1/",
    "http://127.0.0.1%2f@192.0.2.1/",
  ])("%s is refused once, with what to do", async (url) => {
    const { delivery, failing } = await deliveryTo(url);
    expect(delivery).toMatchObject(REFUSED);
    expect(delivery.attempts[0]?.error).toMatch(
      /not a loopback address.* start the twin with the option webhookHosts .*then replay/s,
    );
    // The twin's own refusal says nothing of the endpoint.
    expect(failing).toEqual([]);
  });

  it("is refused behind a name", async () => {
    const lookup = () => Promise.resolve([ELSEWHERE]);
    for (const name of ["hooks.example", "localhost", "127.0.0.1.nip.example"]) {
      const { delivery } = await deliveryTo(`http://${name}/`, { lookup });
      expect(delivery, name).toMatchObject(REFUSED);
    }
    const { delivery } = await deliveryTo("http://both.example/", { lookup: () => Promise.resolve([HERE, ELSEWHERE]) });
    expect(delivery).toMatchObject(REFUSED);
  });

  it("is reached where the operator names the host", async () => {
    await using hook = await startReceiver();
    const lookup = () => Promise.resolve([HERE]);
    const allowed = { webhookHosts: ["hooks.example"], lookup };
    const { delivery } = await deliveryTo(`http://hooks.example:${hook.port}/hook`, allowed);
    expect(delivery).toMatchObject({ status: "delivered" });
    expect(hook.received[0]?.headers["host"]).toBe(`hooks.example:${hook.port}`);
  });

  it("stays refused where the operator names another", async () => {
    const options = { webhookHosts: ["hooks.example"], lookup: () => Promise.resolve([ELSEWHERE]) };
    const { delivery } = await deliveryTo("http://hooks.example.evil.test/", options);
    expect(delivery).toMatchObject(REFUSED);
  });

  it("is not reached by a name that resolves elsewhere for the connection after the check", async () => {
    await using hook = await startReceiver((response) => response.writeHead(500, { connection: "close" }).end());
    const answers = [[HERE], [ELSEWHERE]];
    const asked: string[] = [];
    const lookup = (name: string) => Promise.resolve(answers[asked.push(name) - 1] ?? [ELSEWHERE]);
    const { delivery } = await deliveryTo(`http://rebinding.example:${hook.port}/`, { lookup });
    expect(hook.received).toHaveLength(1);
    expect(asked).toHaveLength(2);
    expect(delivery).toMatchObject({ status: "failed", attempts: [{ response: { status: 500 } }, { response: null }] });
  });
});

describe("an address that is none", () => {
  it.each(["ftp://127.0.0.1/hook", "file:///etc/passwd", "data:,x", "javascript:alert(1)", "gopher://127.0.0.1/"])(
    "%s is refused once",
    async (url) => {
      const { delivery } = await deliveryTo(url);
      expect(delivery).toMatchObject(REFUSED);
      expect(delivery.attempts[0]?.error).toMatch(/^URLs of scheme \w+: .*Give the endpoint an http or https address/);
    },
  );
});

describe("a link-local or metadata address", () => {
  const spellings = [
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/",
    "http://169.254.169.254./",
    "http://[fd00:ec2::254]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[fe80::1]/",
    "http://0.0.0.0/",
    "http://[::]/",
    "http://hook:127.0.0.1@169.254.169.254/",
  ];

  it.each(spellings)("%s is refused, whatever the operator allows", async (url) => {
    const { hostname } = new URL(url);
    for (const webhookHosts of [[], [hostname], ["169.254.169.254", "*.example"]]) {
      const { delivery } = await deliveryTo(url, { webhookHosts });
      expect(delivery).toMatchObject(REFUSED);
      expect(delivery.attempts).toMatchObject([{ error: expect.stringContaining("No option allows this address") }]);
    }
  });

  it("is refused behind an allowed name", async () => {
    const lookup = () => Promise.resolve([METADATA]);
    for (const name of ["metadata.google.internal", "hooks.example"]) {
      const { delivery } = await deliveryTo(`http://${name}/`, { webhookHosts: [name], lookup });
      expect(delivery.attempts).toMatchObject([
        {
          error: expect.stringMatching(new RegExp(`${name} resolves to 169\\.254\\.169\\.254.*No option allows`, "s")),
        },
      ]);
    }
  });

  it("is not reached by a redirect: that is a failed attempt", async () => {
    await using hook = await startReceiver();
    hook.answerWith((response) => response.writeHead(307, { location: "http://169.254.169.254/" }).end());
    const { delivery } = await deliveryTo(hook.url);
    expect(delivery).toMatchObject({ status: "failed", failure: "The last attempt failed." });
    for (const attempt of delivery.attempts) {
      expect(attempt).toMatchObject({ response: { status: 307 }, error: "the receiver answered 307" });
    }
  });
});

describe("a handler's outbound call", () => {
  it.each([
    ["http://169.254.169.254/", /No option allows this address/],
    ["http://192.0.2.1/", /webhookHosts/],
    ["ftp://127.0.0.1/", /scheme ftp:/],
  ])("to %s is refused, with what to do", async (url, message) => {
    await using twin = probe();
    await twin.call("POST", "/pings", { url });
    await twin.twin.settle();
    expect((await twin.call("GET", "/notes?owner=ping")).json).toMatchObject({
      notes: [{ text: expect.stringMatching(message) }],
    });
  });

  it("does not follow a redirect there", async () => {
    await using hook = await startReceiver((response) =>
      response.writeHead(303, { location: "http://metadata.example/" }).end(),
    );
    await using twin = probe({ lookup: () => Promise.resolve([METADATA]) });
    await twin.call("POST", "/pings", { url: hook.url });
    await twin.twin.settle();
    expect((await twin.call("GET", "/notes?owner=ping")).json).toMatchObject({
      notes: [{ text: expect.stringMatching(/metadata\.example resolves to 169\.254\.169\.254/) }],
    });
  });
});

it("a host that cannot be one is refused when the twin is made", () => {
  expect(() => probe({ webhookHosts: ["https://hooks.example/"] })).toThrow(/is not a host/);
});
