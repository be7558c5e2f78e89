import type { ReplayDifference, ReplayEntry } from "@twinkit-pro/contracts";
import type { Answer } from "../server/rendered.ts";
import type { Scrubber } from "../world/scrub.ts";
import type { IdPairs } from "./id-pairs.ts";
import { type JsonMatch, matchJson, shown } from "./match-json.ts";
import { matchText } from "./match-text.ts";
import type { Secrets } from "./secrets.ts";

/** Headers of the transfer and of the connection: they say nothing of what the service did. */
const IGNORED_HEADERS = ["date", "connection", "keep-alive", "content-length", "transfer-encoding", "vary"];
/** Differences of one exchange that are listed. */
export const DIFFERENCES_LISTED_MAX = 20;
/** How much of a value a difference shows. */
const SHOWN_CHARS_MAX = 400;

export interface AnswerComparison {
  readonly pairs: IdPairs;
  readonly secrets: Secrets;
  readonly scrubber: Scrubber;
  /** Lower-case names beside those that no vendor means. */
  readonly ignoredHeaders: readonly string[];
}

export interface Differences {
  readonly listed: readonly ReplayDifference[];
  readonly more: number;
}

/** Compares an answer with the recorded one: status, headers that mean something, and body. */
export function compareAnswer(entry: ReplayEntry, answer: Answer, comparison: AnswerComparison): Differences {
  const listed: ReplayDifference[] = [];
  let more = 0;
  const match: JsonMatch = {
    pairs: comparison.pairs,
    secrets: comparison.secrets,
    report: ({ path, expected, actual }) => {
      if (listed.length >= DIFFERENCES_LISTED_MAX) more += 1;
      else listed.push(readable(path, expected, actual, comparison));
    },
  };
  if (entry.status !== answer.status) {
    match.report({ path: "status", expected: String(entry.status), actual: String(answer.status) });
  }
  compareHeaders(entry.response.headers, answer.headers, comparison, match);
  compareBodies(entry, answer, match);
  return { listed, more };
}

function compareHeaders(
  recorded: Readonly<Record<string, string>>,
  replayed: Readonly<Record<string, string>>,
  { ignoredHeaders }: AnswerComparison,
  match: JsonMatch,
): void {
  const ignored = new Set([...IGNORED_HEADERS, ...ignoredHeaders]);
  for (const name of new Set([...Object.keys(recorded), ...Object.keys(replayed)])) {
    const [expected, actual] = [recorded[name], replayed[name]];
    if (ignored.has(name) || (expected !== undefined && actual !== undefined && matchText(expected, actual, match))) {
      continue;
    }
    const [shownExpected = null, shownActual = null] = [expected, actual].map((each) =>
      each === undefined ? null : shown(each),
    );
    match.report({ path: `headers.${name}`, expected: shownExpected, actual: shownActual });
  }
}

function compareBodies({ response }: ReplayEntry, answer: Answer, match: JsonMatch): void {
  const body = Buffer.from(answer.body ?? "");
  const isCut = response.truncated === true;
  if (response.body_encoding === "base64") {
    const recorded = Buffer.from(response.body, "base64");
    const compared = isCut ? body.subarray(0, recorded.length) : body;
    if (recorded.equals(compared)) return;
    return match.report({ path: "body", expected: `${recorded.length} bytes`, actual: `${body.length} other bytes` });
  }
  const text = body.toString("utf8");
  const recorded = isCut ? undefined : parsed(response.body);
  const replayed = recorded === undefined ? undefined : parsed(text);
  if (recorded !== undefined && replayed !== undefined) return matchJson(recorded, replayed, "body", match);
  if (matchText(response.body, text, { ...match, isCut })) return;
  match.report({ path: "body", expected: shown(response.body), actual: shown(text) });
}

/** Secrets do not leave by the report, and a value is shown as far as it helps. */
function readable(
  path: string,
  expected: string | null,
  actual: string | null,
  { pairs, scrubber }: AnswerComparison,
): ReplayDifference {
  const field = /(\w+)(?:\[\d+\])*$/.exec(path)?.[1] ?? "";
  const isHeader = path.startsWith("headers.");
  const safe = (json: string): string =>
    isHeader
      ? shown(
          scrubber.headers({ [path.slice("headers.".length)]: JSON.parse(json) as string })[
            path.slice("headers.".length)
          ],
        )
      : scrubber.text(`{${JSON.stringify(field)}:${json}}`).slice(JSON.stringify(field).length + 2, -1);
  return {
    path,
    expected: expected === null ? null : shortened(pairs.translate(expected)),
    actual: actual === null ? null : shortened(safe(actual)),
  };
}

function shortened(text: string): string {
  if (text.length <= SHOWN_CHARS_MAX) return text;
  return `${text.slice(0, SHOWN_CHARS_MAX)}… (${text.length} characters)`;
}

/** Undefined for text that is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
