import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anonymous, matchesText, namesParameters, PathPattern } from "./path-pattern.ts";

const text = fc.string({ unit: fc.constantFrom("a", "b", ".", "(", "-"), maxLength: 3 });
const segment = text.filter((each) => each !== "");
const patternSegment = fc.oneof(
  segment,
  fc.constantFrom("*", "**", ":id", "{id}"),
  fc.tuple(text, text).map(([a, b]) => `${a}*${b}`),
);
const pathOf = (segments: readonly string[]): string => `/${segments.join("/")}`;

/** The obvious way, exponential in the worst case. */
function fits(pattern: readonly string[], path: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return path.length === 0;
  if (first === "**") return path.some((_, at) => fits(rest, path.slice(at))) || fits(rest, []);
  const [segment, ...others] = path;
  return segment !== undefined && fitsSegment(first, segment) && fits(rest, others);
}

function fitsSegment(pattern: string, segment: string): boolean {
  if (/^(?::.*|\{.*\}|\*)$/.test(pattern)) return segment !== "";
  const source = pattern
    .split("*")
    .map((part) => RegExp.escape(part))
    .join(".*");
  return new RegExp(`^(?:${source})$`).test(segment);
}

describe("a pattern over paths", () => {
  it("fits what the obvious reading fits", () => {
    fc.assert(
      fc.property(
        fc.array(patternSegment, { minLength: 1, maxLength: 6 }),
        fc.array(segment, { maxLength: 6 }),
        (pattern, path) => {
          const expected = fits(pattern, path.length === 0 ? [""] : path);
          expect(new PathPattern(pathOf(pattern)).matches(pathOf(path))).toBe(expected);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  it("meets every route that answers a path which it fits", () => {
    const routeSegment = fc.oneof(segment, fc.constantFrom(":id", "{id}"));
    const route = fc.array(fc.tuple(routeSegment, segment), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(patternSegment, { minLength: 1, maxLength: 5 }), route, (pattern, parts) => {
        const path = parts.map(([part, value]) => (part === ":id" || part === "{id}" ? value : part));
        const glob = new PathPattern(pathOf(pattern));
        fc.pre(glob.matches(pathOf(path)));
        expect(glob.meets(pathOf(parts.map(([part]) => part)))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["/v1/**", "/v1", true],
    ["/v1/**", "/v1/customers/cus_1/sources", true],
    ["/v1/**", "/v2/customers", false],
    ["/**/sources", "/v1/customers/cus_1/sources", true],
    ["/**", "/", true],
    ["/v1/*", "/v1/customers/cus_1", false],
    ["/v1/*/cus_*", "/v1/customers/cus_1", true],
    ["/v1/*/cus_*", "/v1/customers/card_1", false],
    ["/v1/customers", "/v1/customers/", true],
    ["/API/assets/", "/API/assets", true],
    ["/notes/a b", "/notes/a%20b", true],
    ["/notes/a%2Fb", "/notes/a%2fb", true],
    ["/notes/a/b", "/notes/a%2Fb", false],
    ["/notes/%zz", "/notes/%zz", true],
    ["/files/{id}.json", "/files/12.json", true],
    ["/Notes", "/notes", false],
  ])("%s and %s", (pattern, path, expected) => {
    expect(new PathPattern(pattern).matches(path)).toBe(expected);
  });

  it("meets a route that takes the rest of the path", () => {
    expect(new PathPattern("/storage/a/b/c").meets("/storage/:world/*")).toBe(true);
    expect(new PathPattern("/storage").meets("/storage/:world/*")).toBe(false);
  });

  it("does not take long, however it is made", () => {
    const pattern = new PathPattern(`/${"**/a*/".repeat(200)}b`);
    expect(pattern.matches(`/${"aa/".repeat(2_000)}`)).toBe(false);
    expect(matchesText("*a".repeat(500), "a".repeat(60_000))).toBe(true);
  });
});

it("two spellings of one route are equal without the names", () => {
  expect(anonymous("/v1/customers/:customer/")).toBe(anonymous("/v1/customers/{id}"));
  expect([namesParameters("/v1/customers/*"), namesParameters("/v1/{a}"), namesParameters("/v1/:a")]).toEqual([
    false,
    true,
    true,
  ]);
});
