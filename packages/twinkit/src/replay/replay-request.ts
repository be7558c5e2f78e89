import type { ReplayEntry } from "@twinkit-pro/contracts";
import type { ReplayRules } from "../define/replay-rules.ts";
import type { IdPairs } from "./id-pairs.ts";
import { fillBody, fillQuery } from "./fill-samples.ts";
import { isScrubbed } from "./scrubbed.ts";

/** Headers of a connection, not of a request; the replay has a connection of its own (RFC 9110 section 7.6.1). */
const OF_THE_CONNECTION = new Set([
  "host",
  "connection",
  "keep-alive",
  "content-length",
  "transfer-encoding",
  "te",
  "trailer",
  "upgrade",
  "expect",
  "proxy-connection",
]);
const WORLD_HEADER = "wt-world";

/** A request that can be sent again, or the sentence that says why it cannot. */
export type Rebuilt =
  | { readonly request: Request; readonly reason: null }
  | { readonly request: null; readonly reason: string };

/** Builds the request of an exchange anew: ids exchanged, scrubbed secrets replaced by the definition's samples. */
export function rebuildRequest(entry: ReplayEntry, rules: ReplayRules, pairs: IdPairs): Rebuilt {
  const { request, query, path } = entry;
  if (request.truncated === true) return refusal("its body is longer than a recording keeps");
  const lost: string[] = [];
  const lose = (what: string): void => void lost.push(what);
  const headers = rebuildHeaders(entry, rules, lose);
  const samples = rules.samples ?? {};
  const filledQuery = fillQuery(query, samples, (field) => lose(`the query's ${field}`));
  const filledBody =
    request.body_encoding === "utf8" ? fillBody(request.body, samples, (field) => lose(`the body's ${field}`)) : "";
  if (isScrubbed(path)) lose("a part of the path");
  if (lost.length > 0) return refusal(`scrubbing took ${lost.join(", ")}`);
  if (entry.status === 401 && Object.values(request.headers).some(isScrubbed)) {
    return refusal("its answer, 401, depends on a credential that was scrubbed");
  }
  const target = pairs.translate(path);
  const url = URL.parse(
    `http://${request.headers["host"] ?? "localhost"}${target}${query === "" ? "" : "?"}${pairs.translate(filledQuery)}`,
  );
  if (url === null || url.pathname !== target) return refusal("its path cannot be sent again as it was");
  // Bytes, not text: for text a content type would be made up.
  const body =
    request.body_encoding === "base64" ? Buffer.from(request.body, "base64") : Buffer.from(pairs.translate(filledBody));
  try {
    const hasBody = request.body_encoding !== "none" && entry.method !== "GET" && entry.method !== "HEAD";
    for (const name in headers) headers[name] = pairs.translate(headers[name] ?? "");
    return { request: new Request(url, { method: entry.method, headers, body: hasBody ? body : null }), reason: null };
  } catch (error) {
    return refusal(`it cannot be sent again: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function rebuildHeaders(
  { request, world }: ReplayEntry,
  { credential = {} }: ReplayRules,
  lose: (what: string) => void,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (OF_THE_CONNECTION.has(name)) continue;
    const sample = credential[name];
    if (!isScrubbed(value)) headers[name] = value;
    else if (sample !== undefined) headers[name] = sample;
    else lose(`the header ${name}`);
  }
  // Where the recorded header was refused, it is sent as it was.
  const named = request.headers[WORLD_HEADER];
  return { ...headers, [WORLD_HEADER]: named ?? world };
}

function refusal(reason: string): Rebuilt {
  return { request: null, reason: `${reason}.` };
}
