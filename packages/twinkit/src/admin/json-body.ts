import * as v from "valibot";
import { BodyTooLargeError, readBody } from "../wire/body.ts";
import { AdminError } from "./admin-error.ts";
import type { AdminRouteFacts } from "./admin-route.ts";

const Nothing = v.strictObject({});

/** How many of the things that are wrong with a body are named. */
const PROBLEMS_MAX = 10;

/**
 * Reads and validates the JSON body of a route; an empty one counts as `{}`.
 * @throws AdminError naming the first ten fields at fault
 */
export async function jsonBody(
  request: Request,
  { body, bodyBytesMax, bodyRefusal }: Pick<AdminRouteFacts, "body" | "bodyBytesMax" | "bodyRefusal">,
): Promise<unknown> {
  const value = (await parsedBody(request, bodyBytesMax)) ?? {};
  // To valibot a list is an object, too.
  if (Array.isArray(value)) {
    throw new AdminError(bodyRefusal, "The body was refused: send a JSON object, not a list.");
  }
  const parsed = v.safeParse(body ?? Nothing, value);
  if (parsed.success) return parsed.output;
  const problems = parsed.issues.slice(0, PROBLEMS_MAX).map((issue) => ({
    path: v.getDotPath(issue),
    message: issue.message,
  }));
  const { path, message } = problems[0] ?? { path: null, message: "it does not fit" };
  const where = path === null ? "The body" : `The field ${path}`;
  throw new AdminError(bodyRefusal, `${where} was refused: ${message}.`, path, { problems });
}

/** The JSON value of a body, not yet validated; null for an empty body. */
async function parsedBody(request: Request, maxBytes: number): Promise<unknown> {
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
