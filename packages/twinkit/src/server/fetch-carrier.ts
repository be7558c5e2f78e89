import { readBody } from "../wire/body.ts";
import { headerRecord } from "../wire/headers.ts";
import type { VendorApp } from "./vendor-app.ts";

/** Carries a `fetch` request to the vendor's API and its answer back. */
export async function answerFetch(vendorApp: VendorApp, request: Request): Promise<Response> {
  const { status, headers, body } = await vendorApp({
    method: request.method,
    url: request.url,
    headers: headerRecord(request.headers),
    readBody: (maxBytes) => readBody(request, maxBytes),
  });
  const sent = request.method === "HEAD" ? null : body;
  return new Response(sent as ConstructorParameters<typeof Response>[0], { status, headers });
}
