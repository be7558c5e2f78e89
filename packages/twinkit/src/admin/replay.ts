import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { createGzip } from "node:zlib";
import { RunId } from "@twinkit-pro/contracts";
import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import { bundleInFile, bundleOfLedger, bundleOfRun, type BundleStream } from "../runs/bundle-stream.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import type { World } from "../world/world.ts";
import { AdminError } from "./admin-error.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";
import { scopeOf } from "./runs.ts";

const Query = v.strictObject({
  run_id: v.exactOptional(v.pipe(RunId, v.description("Default: the current run, else the last, else the ledger."))),
  gzip: v.exactOptional(
    v.pipe(
      v.picklist(["true", "false"]),
      v.description("Compressed as a file; without it, `Accept-Encoding` decides how the answer travels."),
      v.transform((text) => text === "true"),
    ),
  ),
});

export function replayRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "GET",
      path: "/replay",
      name: "exportReplay",
      summary: "The capture of a run as one bundle: a header, a line for each exchange, a trailer.",
      scope: "worlds",
      query: Query,
      response: null,
      responseType: "application/x-ndjson",
      refusals: ["run_unknown", "run_storage"],
      run: async ({ runtime, worlds, request, query }) => {
        const bundle = await found(runtime, worlds, scopeOf(request, worlds), query.run_id);
        const transfers = query.gzip === undefined && acceptsGzip(request);
        return answer(bundle, query.gzip === true ? "file" : transfers ? "transfer" : "none");
      },
    }),
  ];
}

async function found<T extends TwinTypes>(
  { runs, definition }: TwinRuntime<T>,
  worlds: readonly World<T>[],
  scope: string,
  runId: string | undefined,
): Promise<BundleStream> {
  const nowMs = Date.now();
  const run = runId === undefined ? runs.latest(scope) : runs.find(runId);
  if (run !== null) return bundleOfRun(run, nowMs);
  if (runId !== undefined) {
    const path = await runs.pathOf(runId);
    if (path !== null) return bundleInFile(runId, path);
    throw new AdminError(
      "run_unknown",
      `No run is named ${JSON.stringify(runId)}; GET /admin/runs lists them.`,
      "run_id",
    );
  }
  const [world] = worlds;
  if (worlds.length === 1 && world !== undefined) return bundleOfLedger(definition, world, nowMs);
  throw new AdminError(
    "run_unknown",
    "No run of all worlds was made, and a ledger is one world's; name it with WT-World.",
  );
}

/** `file` is a `.gz` to keep; `transfer` is undone by the client (RFC 9110 section 8.4.1.3). */
function answer({ runId, bytes }: BundleStream, gzip: "file" | "transfer" | "none"): Response {
  const name = gzip === "file" ? `${runId}.jsonl.gz` : `${runId}.jsonl`;
  const plain = Readable.from(bytes, { objectMode: false });
  const body = gzip === "none" ? plain : plain.pipe(createGzip());
  // A capture that fails while it is read ends the answer early: a bundle without its trailer is no bundle.
  if (gzip !== "none") plain.once("error", (error) => body.destroy(error));
  return new Response(Readable.toWeb(body) as NodeReadableStream<Uint8Array> as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": gzip === "file" ? "application/gzip" : "application/x-ndjson",
      "content-disposition": `attachment; filename="${name}"`,
      vary: "accept-encoding",
      ...(gzip === "transfer" ? { "content-encoding": "gzip" } : {}),
    },
  });
}

function acceptsGzip(request: Request): boolean {
  const accepted = (request.headers.get("accept-encoding") ?? "").split(",");
  return accepted.some(
    (each) => /^\s*(?:gzip|\*)\s*(?:;\s*q=(?:1|0\.0*[1-9]))?/i.test(each) && !/q=0(?:\.0*)?\s*$/i.test(each),
  );
}
