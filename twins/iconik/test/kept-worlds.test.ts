import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
// oxlint-disable-next-line house/no-file-writes -- takes away what the killed process has left
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { ASSETS, FILES, JOBS, transcodeOf, uploaded } from "./support/essence.ts";
import { APPLICATION, type Harness } from "./support/harness.ts";

const SERVER = fileURLToPath(new URL("support/kept-server.ts", import.meta.url));

interface Life extends AsyncDisposable, Pick<Harness, "api"> {
  readonly kill: () => Promise<void>;
}

async function live(directory: string): Promise<Life> {
  const child = spawn(process.execPath, ["--conditions=wondertwin-source", SERVER, directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  };
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const url = said.toString().trim();
  const api: Harness["api"] = async (route, json) => {
    const [method = "", path = ""] = route.split(" ");
    const headers = { ...APPLICATION, ...(json === undefined ? {} : { "content-type": "application/json" }) };
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      body: json === undefined ? null : JSON.stringify(json),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
  };
  return { api, kill, [Symbol.asyncDispose]: kill };
}

it("a transcode that runs when the twin is killed goes on in its next life, and the essence is there", async () => {
  const directory = join(tmpdir(), `wt-kept-${randomUUID()}`);
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  const first = stack.use(await live(directory));
  const made = await uploaded(first, "harbour.mov", "pictures of a harbour");
  const job = await transcodeOf(first, made);
  await first.api("POST /admin/time/freeze");
  const before = (await first.api(`GET ${JOBS}${job}/`)).body;
  expect(before.status).not.toBe("FINISHED");
  await expect.poll(async () => (await first.api("GET /admin/health")).body.data.pending).toBe(0);
  await first.kill();

  const second = stack.use(await live(directory));
  expect((await second.api(`GET ${JOBS}${job}/`)).body).toEqual(before);
  await second.api("POST /admin/time/unfreeze");
  await expect
    .poll(async () => (await second.api(`GET ${JOBS}${job}/`)).body.status, { timeout: 20_000 })
    .toBe("FINISHED");
  expect((await second.api(`GET ${ASSETS}${made.assetId}/`)).body).toMatchObject({
    id: made.assetId,
    title: "harbour.mov",
  });
  const { objects } = (await second.api(`GET ${FILES}/assets/${made.assetId}/files/`)).body;
  expect(objects).toMatchObject([{ id: made.fileId, status: "CLOSED" }]);
}, 60_000);
