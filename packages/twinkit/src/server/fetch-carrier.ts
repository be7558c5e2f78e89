import { readBody } from "../wire/body.ts";
import { headerRecord } from "../wire/headers.ts";
import type { Inbound } from "../wire/inbound.ts";
import { interruptFetch } from "./interrupt-fetch.ts";
import { type Answer, failureOfTwin } from "./rendered.ts";
import type { VendorApp } from "./vendor-app.ts";

/** Carries a `fetch` request to the vendor's API and its answer back. Rejects where the connection is to break. */
export async function answerFetch(vendorApp: VendorApp, request: Request): Promise<Response> {
  const answer = await vendorApp(inboundOf(request));
  if (answer.interruption !== undefined) return interruptFetch(request, answer, answer.interruption);
  return responseTo(request, answer);
}

export function inboundOf(request: Request): Inbound {
  return {
    method: request.method,
    url: request.url,
    headers: headerRecord(request.headers),
    readBody: (maxBytes) => readBody(request, maxBytes),
  };
}

export function responseTo(request: Request, answer: Answer): Response {
  try {
    return responseOf(request, answer);
  } catch {
    return responseOf(request, failureOfTwin());
  }
}

/** @throws TypeError where a header cannot be sent */
function responseOf({ method }: Request, { status, headers, body }: Answer): Response {
  const sent = method === "HEAD" ? null : body;
  return new Response(sent as ConstructorParameters<typeof Response>[0], { status, headers });
}
