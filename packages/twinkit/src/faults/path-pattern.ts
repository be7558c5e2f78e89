import { tryDecodeURIComponent } from "hono/utils/url";

const ANY_SEGMENTS = "**";
const ANY_SEGMENT = "*";

/**
 * A pattern over whole paths. `*` stands for one segment or for part of one, `**` for any number of segments, none
 * included; `:name` and `{name}` mean `*`. A slash at the end makes no difference, escapes are decoded before they are compared.
 */
export class PathPattern {
  readonly #segments: readonly string[];

  constructor(text: string) {
    this.#segments = segmentsOf(text).map(withoutNames);
  }

  /** Whether it fits the path of a request. */
  matches(path: string): boolean {
    return fit(this.#segments, segmentsOf(path), { fits: fitsText, restAt: -1 });
  }

  /** Whether it fits some path that a route with this pattern answers. */
  meets(route: string): boolean {
    const segments = segmentsOf(route).map(withoutNames);
    return fit(this.#segments, segments, {
      fits: (pattern, segment) => segment === ANY_SEGMENT || fitsText(pattern, segment),
      restAt: route.endsWith("/*") ? segments.length - 1 : -1,
    });
  }
}

/** Whether a path names parameters as routes do: `/v1/customers/:customer`, or `{customer}` as in OpenAPI. */
export function namesParameters(path: string): boolean {
  return segmentsOf(path).some((segment) => withoutNames(segment) !== segment);
}

/** A route's pattern without the names of its parameters: two spellings of one route are equal then. */
export function anonymous(route: string): string {
  return segmentsOf(route).map(withoutNames).join("/");
}

function segmentsOf(path: string): string[] {
  const end = path.endsWith("/") ? path.length - 1 : path.length;
  return path
    .slice(1, end)
    .split("/")
    .map((segment) => (segment.includes("%") ? tryDecodeURIComponent(segment) : segment));
}

function withoutNames(segment: string): string {
  return segment.startsWith(":") ? ANY_SEGMENT : segment.replace(/\{[^{}]*\}/g, ANY_SEGMENT);
}

interface Fitting {
  readonly fits: (pattern: string, segment: string) => boolean;
  /** Where the path has a segment that stands for any more that follow; -1 for nowhere. */
  readonly restAt: number;
}

/**
 * Walks the pattern once and keeps which beginnings of the path it fits so far: the time is pattern times path, whatever
 * the wildcards.
 */
function fit(pattern: readonly string[], path: readonly string[], { fits, restAt }: Fitting): boolean {
  let begun = [true, ...path.map(() => false)];
  for (const part of pattern) {
    const next = [part === ANY_SEGMENTS && begun[0] === true];
    for (const [at, segment] of path.entries()) {
      const goesOn =
        part === ANY_SEGMENTS
          ? next[at] === true || begun[at + 1] === true
          : (begun[at] === true && fits(part, segment)) || (at === restAt && begun[at + 1] === true);
      next.push(goesOn);
    }
    begun = next;
  }
  return begun.at(-1) === true;
}

/** `*` as a whole segment stands for a segment that is not empty, within one for any text. */
function fitsText(pattern: string, text: string): boolean {
  return pattern === ANY_SEGMENT ? text !== "" : matchesText(pattern, text);
}

/** Whether a text fits a pattern in which `*` stands for any characters. */
export function matchesText(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    at = text.indexOf(part, at);
    if (at < 0) return false;
    at += part.length;
  }
  return at <= text.length - last.length;
}
