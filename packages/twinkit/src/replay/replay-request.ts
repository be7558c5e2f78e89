import type { ReplayEntry } from "@twinkit-pro/contracts";
import type { ReplayRules } from "../define/replay-rules.ts";
import { fillBody, fillForm, secretFiller } from "./fill-secrets.ts";
import type { IdPairs } from "./id-pairs.ts";
import { isScrubbed } from "./scrubbed.ts";
import type { Secrets } from "./secrets.ts";

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

/** What a replay knows of the world that a request goes to. */
export interface RequestKnowledge {
  readonly rules: ReplayRules;
  readonly pairs: IdPairs;
  readonly secrets: Secrets;
}

/** Builds the request of an exchange anew: with the replay's ids, and with secrets or samples where scrubbing took something. */
export function rebuildRequest(entry: ReplayEntry, knowledge: RequestKnowledge): Rebuilt {
  const { request, status } = entry;
  if (request.truncated === true) return refusal("its body is longer than a recording keeps");
  const lost: string[] = [];
  const lose = (what: string): void => void lost.push(what);
  const { headers, isSample } = rebuildHeaders(entry, knowledge, lose);
  const target = rebuildTarget(entry, knowledge, lose);
  const body = rebuildBody(entry, knowledge, lose);
  if (lost.length > 0) return refusal(`scrubbing took ${lost.join(", ")}`);
  if (status === 401 && isSample) return refusal("its answer, 401, depends on a credential that was scrubbed");
  const url = URL.parse(`http://${request.headers["host"] ?? "localhost"}${target}`);
  if (url === null || url.pathname + url.search !== target) return refusal("its path cannot be sent again as it was");
  try {
    return { request: new Request(url, { method: entry.method, headers, body }), reason: null };
  } catch (error) {
    return refusal(`it cannot be sent again: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface RebuiltHeaders {
  readonly headers: Record<string, string>;
  /** Whether a sample stands in for a credential. */
  readonly isSample: boolean;
}

function rebuildHeaders(
  { request, world }: ReplayEntry,
  { rules: { credential = {} }, pairs, secrets }: RequestKnowledge,
  lose: (what: string) => void,
): RebuiltHeaders {
  const headers: Record<string, string> = {};
  let isSample = false;
  for (const [name, value] of Object.entries(request.headers)) {
    if (OF_THE_CONNECTION.has(name)) continue;
    const restored = secrets.restore(pairs.translate(value));
    const sample = credential[name];
    if (restored !== null && (restored === "" || !isScrubbed(restored))) headers[name] = restored;
    else if (sample !== undefined) {
      headers[name] = sample;
      isSample = true;
    } else lose(`the header ${name}`);
  }
  // Where the recorded header was refused, it is sent as it was.
  return { headers: { ...headers, [WORLD_HEADER]: request.headers[WORLD_HEADER] ?? world }, isSample };
}

/** Path and query. */
function rebuildTarget(
  { path, query }: ReplayEntry,
  { rules, pairs, secrets }: RequestKnowledge,
  lose: (what: string) => void,
): string {
  const restored = secrets.restore(pairs.translate(path));
  if (restored === null) lose("a part of the path");
  if (query === "") return restored ?? path;
  const fill = secretFiller(secrets, rules.samples ?? {});
  return `${restored ?? path}?${fillForm(pairs.translate(query), fill, (field) => lose(`the query's ${field}`))}`;
}

/** Bytes, not text: for text a content type would be made up. */
function rebuildBody(
  { request, method }: ReplayEntry,
  { rules, pairs, secrets }: RequestKnowledge,
  lose: (what: string) => void,
): Buffer<ArrayBuffer> | null {
  // A twin does not read the body of these.
  if (request.body_encoding === "none" || method === "GET" || method === "HEAD") return null;
  if (request.body_encoding === "base64") return Buffer.from(request.body, "base64");
  const fill = secretFiller(secrets, rules.samples ?? {});
  return Buffer.from(fillBody(pairs.translate(request.body), fill, (field) => lose(`the body's ${field}`)));
}

function refusal(reason: string): Rebuilt {
  return { request: null, reason: `${reason}.` };
}
