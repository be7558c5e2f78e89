import * as v from "valibot";
import { BodyTooLargeError, readBody } from "../wire/body.ts";
import { AdminError } from "./admin-error.ts";

const BODY_BYTES_MAX = 64 * 1024;

/** Reads and validates a JSON body. @throws AdminError naming the field at fault */
export async function jsonBody<Schema extends v.GenericSchema>(
  request: Request,
  schema: Schema,
  maxBytes = BODY_BYTES_MAX,
): Promise<v.InferOutput<Schema>> {
  const value = await parsedBody(request, maxBytes);
  // To valibot a list is an object, too.
  if (Array.isArray(value))
    throw new AdminError("invalid_body", "The body was refused: send a JSON object, not a list.");
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const path = v.getDotPath(issue);
  const where = path === null ? "The body" : `The field ${path}`;
  throw new AdminError("invalid_body", `${where} was refused: ${issue.message}.`, path);
}

/** The JSON value of a body, not yet validated; null for an empty body. */
export async function parsedBody(request: Request, maxBytes: number): Promise<unknown> {
  const text = await bodyText(request, maxBytes);
  if (text === "") return null;
  const type = request.headers.get("content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    const sent = type === undefined ? "no content type" : JSON.stringify(type);
    throw new AdminError("unsupported_media_type", `The body has ${sent}; send application/json.`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new AdminError("malformed_json", `The body is not JSON: ${(error as SyntaxError).message}.`);
  }
}

async function bodyText(request: Request, maxBytes: number): Promise<string> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readBody(request, maxBytes));
  } catch (error) {
    if (error instanceof BodyTooLargeError) {
      throw new AdminError("body_too_large", `The body is longer than the ${maxBytes} bytes allowed here.`);
    }
    throw new AdminError("malformed_json", "The body did not arrive whole or is not UTF-8.");
  }
}
