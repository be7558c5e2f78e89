import { bytes, get, put, reply, type Reply, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import type { Iconik, Op } from "../../types.ts";
import { isSigned, type ObjectMethod, type ObjectPlace } from "./signed-url.ts";
import { objectAt, storeObject } from "./stored-object.ts";

const UPLOAD_BYTES_MAX = 64 * 1024 * 1024;

const Signature = v.object({ Expires: v.exactOptional(v.string()), Signature: v.exactOptional(v.string()) });
type Signature = v.InferOutput<typeof Signature>;

/**
 * The object stores behind iconik's storages. There the addresses that iconik signs lead to Amazon, Google or Azure;
 * here they lead back to the twin, which answers as Amazon S3 does.
 */
export const objectStore = resource<Iconik>("objects", {
  operations: {
    PutObject: put(
      "/storage/:world/:storage_id/*",
      { body: bytes({ maxBytes: UPLOAD_BYTES_MAX }), query: Signature },
      upload,
    ),
    GetObject: get("/storage/:world/:storage_id/*", Signature, download),
  },
});

function upload(op: Op<Uint8Array, "world" | "storage_id", Signature>): Reply {
  if (!isSigned(op, "PUT", op.query)) return refused();
  const contentType = op.request.headers["content-type"] ?? "application/octet-stream";
  const { etag } = storeObject(op.state, placeOf(op), op.params, contentType);
  return reply("", { headers: { etag: `"${etag}"` } });
}

function download(op: Op<Signature, "world" | "storage_id">): Reply {
  const method: ObjectMethod = "GET";
  if (!isSigned(op, method, op.params)) return refused();
  const object = objectAt(op.state, placeOf(op));
  if (object === undefined) return storeError(404, "NoSuchKey", "The specified key does not exist.");
  const headers = { "content-type": object.content_type, etag: `"${object.etag}"` };
  return reply(new Uint8Array(Buffer.from(object.content, "base64")), { headers });
}

function placeOf({ path, request }: Op<object, "storage_id" | "world">): ObjectPlace {
  const key = request.path.split("/").slice(4).map(decodeURIComponent).join("/");
  return { storageId: path.storage_id, key };
}

function refused(): Reply {
  return storeError(403, "SignatureDoesNotMatch", "The request signature is wrong or has expired.");
}

function storeError(status: number, code: string, message: string): Reply {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return reply(body, { status, headers: { "content-type": "application/xml" } });
}
