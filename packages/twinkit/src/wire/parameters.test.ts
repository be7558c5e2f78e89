import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeParameters, MalformedParametersError, type ParameterValue } from "./parameters.ts";

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("bracketed names", () => {
  it.each([
    ["a=1&b=", { a: "1", b: "" }],
    ["card[number]=4242&card[exp_month]=12", { card: { number: "4242", exp_month: "12" } }],
    ["expand[]=a&expand[]=b", { expand: ["a", "b"] }],
    ["items[0][price]=x&items[0][n]=2&items[1][price]=y", { items: [{ price: "x", n: "2" }, { price: "y" }] }],
    ["items[][price]=x", { items: [{ price: "x" }] }],
    ["name=J%C3%B6rg+B", { name: "Jörg B" }],
    ["odd[=1", { "odd[": "1" }],
    ["last=1&last=2", { last: "2" }],
  ])("%s", (text, expected) => {
    expect(plain(decodeParameters(text, "brackets"))).toEqual(expected);
  });

  it.each(["a=1&a[b]=2", "a[b]=1&a[]=2", "a[]=1&a[b]=2", `a${"[b]".repeat(9)}=1`])("refuses %s", (text) => {
    expect(() => decodeParameters(text, "brackets")).toThrow(MalformedParametersError);
  });

  it("refuses more pairs than the limit", () => {
    expect(() => decodeParameters("a=1&".repeat(4_001), "brackets")).toThrow(/4000 parameters/);
  });

  it("never touches a prototype", () => {
    const decoded = decodeParameters("__proto__[polluted]=yes&constructor[prototype][x]=1", "brackets");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(Object.keys(decoded)).toEqual(["__proto__", "constructor"]);
  });

  it("reads back whatever a client encodes", () => {
    const key = fc.stringMatching(/^[a-z_]{1,6}$/);
    const { tree } = fc.letrec<{ tree: ParameterValue }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        fc.string(),
        fc.dictionary(key, tie("tree"), { minKeys: 1, maxKeys: 3 }),
        fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, tree, { minKeys: 1, maxKeys: 3 }), (value) => {
        expect(plain(decodeParameters(encode(value).join("&"), "brackets"))).toEqual(plain(value));
      }),
    );
  });

  it("throws nothing but its own error on arbitrary text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        try {
          decodeParameters(text, "brackets");
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedParametersError);
        }
      }),
    );
  });
});

describe("flat names", () => {
  it("keeps brackets and collects repeats", () => {
    expect(plain(decodeParameters("a[b]=1&c=1&c=2&c=3", "flat"))).toEqual({ "a[b]": "1", c: ["1", "2", "3"] });
  });
});

function encode(value: ParameterValue, name = ""): string[] {
  if (typeof value === "string") return [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, member]) => encode(member, name === "" ? String(key) : `${name}[${key}]`));
}
