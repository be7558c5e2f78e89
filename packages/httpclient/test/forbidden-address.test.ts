import { describe, expect, test } from "vitest";
import { createHttpClient, type HttpClient, type HttpClientErrorCode, type ResolvedAddress } from "../src/index.ts";
import { expectError } from "./expect-error.ts";
import { startHttpServer } from "./local-server.ts";

const HERE: ResolvedAddress = { address: "127.0.0.1", family: 4 };
const METADATA: ResolvedAddress = { address: "169.254.169.254", family: 4 };

function client(options: Partial<Parameters<typeof createHttpClient>[0]> = {}): HttpClient {
  return createHttpClient({ component: "test", retries: 0, timeoutMs: 5_000, ...options });
}

const CLIENTS: readonly [string, Parameters<typeof client>[0]][] = [
  ["a client that may go anywhere", {}],
  ["a client of this machine only", { loopbackOnly: true }],
  ["a client whose operator allowed everything", { loopbackOnly: { except: ["169.254.169.254", "[fd00:ec2::254]"] } }],
];

/** Spellings of addresses that serve a cloud machine's credentials, or that lead to no single host. */
const SPELLINGS = [
  "http://169.254.169.254/latest/meta-data/",
  "http://2852039166/",
  "http://0xa9fea9fe/",
  "http://0xa9.0xfe.0xa9.0xfe/",
  "http://0251.0376.0251.0376/",
  "http://169.254.43518/",
  "http://169.254.169.254./",
  "http://169%2E254%2E169%2E254/",
  "http://169。254。169。254/",
  "http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/",
  "http://127.0.0.1@169.254.169.254/",
  "http://localhost:80@169.254.169.254/",
  "http://[::ffff:169.254.169.254]/",
  "http://[::ffff:a9fe:a9fe]/",
  "http://[64:ff9b::a9fe:a9fe]/",
  "http://[fd00:ec2::254]/latest/meta-data/",
  "http://[fe80::1]/",
  "http://0.0.0.0/",
  "http://0/",
  "http://[::]/",
  "http://255.255.255.255/",
];

describe.each(CLIENTS)("%s", (_who, options) => {
  test.each(SPELLINGS)("does not ask %s", async (url) => {
    await using http = client(options);
    await expectError(http.request({ method: "GET", url }), "address_forbidden");
  });

  test("does not follow a name that resolves there", async () => {
    for (const name of ["metadata.google.internal", "instance-data.ec2.internal", "rebind.example"]) {
      await using http = client({ ...options, lookup: () => Promise.resolve([METADATA]) });
      const error = await expectError(http.request({ method: "GET", url: `http://${name}/` }), "address_forbidden");
      expect(error.message).toContain(`${name} resolves to 169.254.169.254`);
    }
  });
});

test("an allowed name is refused all the same where it resolves to the metadata service", async () => {
  const lookup = () => Promise.resolve([METADATA]);
  await using listed = client({ allowedHosts: ["hooks.example"], lookup });
  await expectError(listed.request({ method: "GET", url: "http://hooks.example/" }), "address_forbidden");
  await using excepted = client({ loopbackOnly: { except: ["hooks.example"] }, lookup });
  await expectError(excepted.request({ method: "GET", url: "http://hooks.example/" }), "address_forbidden");
});

test("one forbidden address among several refuses the name", async () => {
  await using server = await startHttpServer((_request, response) => response.end());
  await using http = client({ lookup: () => Promise.resolve([HERE, METADATA]) });
  await expectError(http.request({ method: "GET", url: `http://mixed.test:${server.port}/` }), "address_forbidden");
  expect(server.connections).toBe(0);
});

test("the connection goes to the address that was checked, whatever the name resolves to afterwards", async () => {
  await using server = await startHttpServer((_request, response) => {
    response.writeHead(200, { connection: "close" }).end("hello");
  });
  const answers = [[HERE], [METADATA]];
  const asked: string[] = [];
  const lookup = (hostname: string) => Promise.resolve(answers[asked.push(hostname) - 1] ?? []);
  await using http = client({ lookup });
  const url = `http://rebinding.test:${server.port}/`;
  expect((await http.request({ method: "GET", url })).text()).toBe("hello");
  expect(asked).toEqual(["rebinding.test"]);
  await expectError(http.request({ method: "GET", url }), "address_forbidden");
  expect(server.connections).toBe(1);
});

test.each<[string, HttpClientErrorCode]>([
  ["http://169.254.169.254/latest/meta-data/", "address_forbidden"],
  ["http://2852039166/", "address_forbidden"],
  ["http://[fd00:ec2::254]/", "address_forbidden"],
  ["//169.254.169.254/", "address_forbidden"],
  ["http://metadata.test/", "address_forbidden"],
  ["file:///etc/passwd", "redirect_refused"],
  ["gopher://127.0.0.1/", "redirect_refused"],
])("a redirect to %s is not followed", async (location, code) => {
  await using server = await startHttpServer((_request, response) => response.writeHead(302, { location }).end());
  await using http = client({ lookup: () => Promise.resolve([METADATA]) });
  await expectError(http.request({ method: "GET", url: server.url }), code);
  expect(server.seen).toHaveLength(1);
});

test("a client of this machine with exceptions reaches every name of this machine, listed or not", async () => {
  await using server = await startHttpServer((_request, response) => response.end("hello"));
  await using http = client({ loopbackOnly: { except: ["hooks.example"] }, lookup: () => Promise.resolve([HERE]) });
  for (const host of ["127.0.0.1", "receiver.test", "hooks.example"]) {
    expect((await http.request({ method: "GET", url: `http://${host}:${server.port}/` })).text()).toBe("hello");
  }
});
