import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { createHttpClient } from "@twinkit-pro/httpclient";
import * as v from "valibot";
import { expect, it } from "vitest";
import { createIconikClient } from "../src/demo/iconik-client.ts";
import { addFile } from "../src/demo/iconik-exchange.ts";
import { createScene } from "./start-process.ts";

const START_MS_MAX = 90_000;
const Id = v.object({ id: v.string() });
const Job = v.object({ job_id: v.string() });

/** Statuses that webhooks about jobs told, in order. */
async function startJobReceiver(): Promise<{ readonly url: string; readonly told: string[] } & Disposable> {
  const told: string[] = [];
  const take = async (request: IncomingMessage): Promise<void> => {
    const { data } = (await json(request)) as { data: { status: string } };
    told.push(data.status);
  };
  const server = createServer((request, response) => void take(request).then(() => response.end()));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, told, [Symbol.dispose]: () => void server.close() };
}

it(
  "a transcode that runs when SIGTERM comes is finished, and its webhook is delivered",
  async () => {
    await using scene = await createScene();
    const started = scene.start("--no-demo");
    await started.until(/Ctrl-C/);
    using receiver = await startJobReceiver();
    await using http = createHttpClient({ component: "start", retries: 0, loopbackOnly: true });
    const iconik = createIconikClient(http, scene.ports[2] ?? 0);
    const hook = { url: receiver.url, event_type: "jobs", status: "ENABLED" };
    await iconik.call("POST", "/API/notifications/v1/webhooks/", Id, hook);
    const asset = await iconik.call("POST", "/API/assets/v1/assets/", Id, { title: "Sunset" });
    const file = await addFile(iconik, asset.id);
    await iconik.call("POST", `/API/files/v1/assets/${asset.id}/files/${file.id}/keyframes/`, Job, {});
    started.child.kill("SIGTERM");
    expect(await started.ended).toBe(0);
    expect(receiver.told.at(-1)).toBe("FINISHED");
    const log = await readFile(join(scene.stateDirectory, "logs/fleet.log"), "utf8");
    expect(log).toMatch(/"msg":"twin stopped","twin":"twin-iconik","finished":[1-9]\d*,"aborted":0\}/);
    expect(await scene.isAnyTaken()).toBe(false);
  },
  START_MS_MAX,
);
