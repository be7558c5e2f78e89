/** Deepest nesting of bracketed names that is read. */
const DEPTH_MAX = 8;
/** Most name-value pairs that are read from one query or form. */
const PAIRS_MAX = 4_000;

export type ParameterStyle = "brackets" | "flat";

/** A decoded query or form: text, lists and maps of them. */
export type ParameterValue = string | ParameterValue[] | { [name: string]: ParameterValue };
export type Parameters = { [name: string]: ParameterValue };

/** Raised for names that contradict each other or exceed a limit; the message says which. */
export class MalformedParametersError extends Error {
  override readonly name = "MalformedParametersError";
}

/**
 * Decodes a query or form (WHATWG `application/x-www-form-urlencoded`).
 * `brackets` reads nested names as Rack does (`a[b]=1`, `a[]=1`, `a[0][b]=1`); `flat` keeps names as they are and
 * collects repeated names in a list.
 */
export function decodeParameters(text: string, style: ParameterStyle): Parameters {
  const root = emptyParameters();
  if (text === "") return root;
  let pairs = 0;
  for (const [name, value] of new URLSearchParams(text)) {
    pairs += 1;
    if (pairs > PAIRS_MAX) throw new MalformedParametersError(`more than ${PAIRS_MAX} parameters`);
    if (style === "flat") appendFlat(root, name, value);
    else appendNested(root, splitName(name), value, name);
  }
  return style === "flat" ? root : (listsFromNumberedMaps(root) as Parameters);
}

/** Without a prototype, so that no parameter name means anything. */
function emptyParameters(): Parameters {
  return Object.create(null) as Parameters;
}

function appendFlat(root: Parameters, name: string, value: string): void {
  const present = root[name];
  if (present === undefined) root[name] = value;
  else if (Array.isArray(present)) present.push(value);
  else root[name] = [present, value];
}

/** `a[b][]` becomes `["a", "b", ""]`; a name with unbalanced brackets is taken literally. */
function splitName(name: string): string[] {
  const bracket = name.indexOf("[");
  if (bracket <= 0) return [name];
  const rest = name.slice(bracket);
  if (!/^(?:\[[^[\]]*\])+$/.test(rest)) return [name];
  const segments = [name.slice(0, bracket), ...rest.slice(1, -1).split("][")];
  if (segments.length > DEPTH_MAX) throw new MalformedParametersError(`${name} is nested deeper than ${DEPTH_MAX}`);
  return segments;
}

function appendNested(root: Parameters, segments: readonly string[], value: string, name: string): void {
  let at: Parameters | ParameterValue[] = root;
  for (const [depth, segment] of segments.entries()) {
    const last = depth === segments.length - 1;
    if (last) return assign(at, segment, value, name);
    at = descend(at, segment, segments[depth + 1] === "" ? [] : emptyParameters(), name);
  }
}

function assign(at: Parameters | ParameterValue[], segment: string, value: string, name: string): void {
  if (Array.isArray(at)) {
    if (segment !== "") throw new MalformedParametersError(`${name} mixes a list with named keys`);
    at.push(value);
    return;
  }
  if (typeof at[segment] === "object") throw new MalformedParametersError(`${name} is given as text and as a map`);
  at[segment] = value;
}

function descend(
  at: Parameters | ParameterValue[],
  segment: string,
  fresh: Parameters | ParameterValue[],
  name: string,
): Parameters | ParameterValue[] {
  if (Array.isArray(at)) {
    const map = at.at(-1);
    if (segment === "" && typeof map === "object" && !Array.isArray(map)) return map;
    at.push(fresh);
    return fresh;
  }
  const present = at[segment];
  if (present === undefined) {
    at[segment] = fresh;
    return fresh;
  }
  if (typeof present === "string" || Array.isArray(present) !== Array.isArray(fresh)) {
    throw new MalformedParametersError(`${name} contradicts an earlier parameter`);
  }
  return present;
}

/** A map whose keys are 0, 1, 2, … is how clients number a list: `items[0][price]`. */
function listsFromNumberedMaps(value: ParameterValue): ParameterValue {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(listsFromNumberedMaps);
  const keys = Object.keys(value);
  for (const key of keys) value[key] = listsFromNumberedMaps(value[key] ?? "");
  const numbered = keys.length > 0 && keys.every((key, index) => key === String(index));
  return numbered ? keys.map((key) => value[key] ?? "") : value;
}
