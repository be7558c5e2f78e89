import { issuePath } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { PlatformError } from "../errors/platform-error.ts";
import { readBody } from "./read-body.ts";

const MESSAGE_CHARACTERS_MAX = 200;

/** Refuses every media type but JSON, before the body is read. */
export function requireJson(contentType: string | undefined): void {
  const mediaType = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (mediaType === "application/json") return;
  const given = mediaType === "" ? "nothing" : `"${shorten(mediaType)}"`;
  throw new PlatformError(
    "unsupported_media_type",
    `The body must be sent as application/json; the content-type header says ${given}.`,
  );
}

/** @throws {PlatformError} `unsupported_media_type`, `body_too_large`, `invalid_json`, `invalid_request` with the field's path */
export async function readJson<Schema extends v.GenericSchema>(
  request: Request,
  schema: Schema,
  maxBytes: number,
): Promise<v.InferOutput<Schema>> {
  requireJson(request.headers.get("content-type") ?? undefined);
  return checkShape(schema, parseJson(await readBody(request, maxBytes)));
}

/** JSON is UTF-8 (RFC 8259 section 8.1). @throws {PlatformError} `invalid_json` */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    const what = bytes.byteLength === 0 ? "The body is empty" : "The body is not JSON";
    throw new PlatformError("invalid_json", `${what}. Send one JSON object in UTF-8.`);
  }
}

/** @throws {PlatformError} `invalid_request` with the path of the first field at fault */
export function checkShape<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new PlatformError("invalid_request", describeIssue(issue), { path: issuePath(issue) });
}

/** An issue as one sentence. It quotes the value, which may be huge, so it is cut. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  return shorten(`${issuePath(issue) ?? "the body"}: ${issue.message}`);
}

function shorten(text: string): string {
  return text.length <= MESSAGE_CHARACTERS_MAX ? text : `${text.slice(0, MESSAGE_CHARACTERS_MAX)}…`;
}
