import type { ReplayEntry } from "@twinkit-pro/contracts";
import type { ReplayRules } from "../define/replay-rules.ts";
import { BodyTooLargeError } from "../wire/body.ts";
import type { Inbound } from "../wire/inbound.ts";
import { fillBody, fillForm, secretFiller } from "./fill-secrets.ts";
import type { IdPairs } from "./id-pairs.ts";
import { isScrubbed } from "./scrubbed.ts";
import type { Secrets } from "./secrets.ts";

const WORLD_HEADER = "wt-world";

/** A request that can be sent again, or the sentence that says why it cannot. */
export type Rebuilt =
  | { readonly request: Inbound; readonly reason: null }
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
  const url = `http://${request.headers["host"] ?? "localhost"}${target}`;
  return {
    request: { method: entry.method, url, headers, readBody: (bytesMax) => bounded(body, bytesMax) },
    reason: null,
  };
}

function bounded(body: Uint8Array, bytesMax: number): Uint8Array {
  if (body.length <= bytesMax) return body;
  throw new BodyTooLargeError(`${body.length} bytes recorded, ${bytesMax} allowed`);
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

function rebuildBody(
  { request, method }: ReplayEntry,
  { rules, pairs, secrets }: RequestKnowledge,
  lose: (what: string) => void,
): Uint8Array {
  // A twin does not read the body of these.
  if (request.body_encoding === "none" || method === "GET" || method === "HEAD") return new Uint8Array(0);
  if (request.body_encoding === "base64") return Buffer.from(request.body, "base64");
  const fill = secretFiller(secrets, rules.samples ?? {});
  return Buffer.from(fillBody(pairs.translate(request.body), fill, (field) => lose(`the body's ${field}`)));
}

function refusal(reason: string): Rebuilt {
  return { request: null, reason: `${reason}.` };
}
