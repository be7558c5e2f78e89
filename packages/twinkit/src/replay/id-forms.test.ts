import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createIds, type Ids } from "../ids.ts";
import { createRandom } from "../random.ts";
import { collection } from "../state/collection-definition.ts";
import { idForms } from "./id-forms.ts";
import { IdPairs } from "./id-pairs.ts";

const MAKERS: readonly ((ids: Ids) => string)[] = [
  (ids) => ids.prefixed("cus_", 14),
  (ids) => ids.uuid(),
  (ids) => `C1${ids.text(10, "ABC^]-\\")}`,
  (ids) => `${ids.prefixed("pi_3", 23)}_secret_${ids.text(25, "abc123")}`,
];

const missing = (): never => {
  throw new Error("missing");
};

function formsOf(makers: readonly ((ids: Ids) => string)[]) {
  const state = Object.fromEntries(makers.map((id, at) => [`c${at}`, collection({ id, missing })]));
  return idForms({ state, requestId: (ids) => ids.prefixed("req_", 14) });
}

describe("the forms of ids", () => {
  it("fit whatever the makers make, wherever it stands in a text", () => {
    const forms = formsOf(MAKERS);
    const around = fc.constantFrom("", " ", "/", '"', "=", "-", "é");
    fc.assert(
      fc.property(fc.string(), fc.nat(MAKERS.length - 1), around, around, (seed, at, before, after) => {
        const id = MAKERS[at]?.(createIds(createRandom(seed))) ?? "";
        expect(forms.split(`${before}${id}${after}`)).toEqual([before, id, after]);
        expect(forms.formOf(id)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("leave alone what only looks a little like one", () => {
    const forms = formsOf(MAKERS);
    for (const text of ["cus_123", "cus_12345678901234x", "xcus_12345678901234", "customer", "12345678-1234"]) {
      expect(forms.split(text)).toEqual([text]);
    }
    expect(forms.split("my_cus_12345678901234_x")).toEqual(["my_", "cus_12345678901234", "_x"]);
  });

  it("without a prefix count only where they are declared", () => {
    const bare = (ids: Ids) => ids.hex(24);
    const text = "0123456789abcdef01234567";
    expect(formsOf([bare]).split(text)).toEqual([text]);
    const state = { c: collection({ id: bare, missing }) };
    const declared = idForms({ state, requestId: bare, replay: { ids: [bare] } });
    expect(declared.split(text)).toEqual(["", text, ""]);
  });

  it("that a maker computes are not guessed", () => {
    const computed = (ids: Ids) => `n_${ids.below(10)}`;
    const cut = (ids: Ids) => ids.prefixed("abc_", 9).slice(0, 7);
    expect(formsOf([computed, cut]).split("n_3 abc_123")).toEqual(["n_3 abc_123"]);
  });
});

describe("pairs of ids", () => {
  it("are one to one", () => {
    const pairs = new IdPairs(formsOf(MAKERS));
    const [a, b, c] = ["cus_aaaaaaaaaaaaaa", "cus_bbbbbbbbbbbbbb", "cus_cccccccccccccc"];
    expect(pairs.relate(a, b)).toBe(true);
    expect(pairs.relate(a, b)).toBe(true);
    expect(pairs.relate(a, c)).toBe(false);
    expect(pairs.relate(c, b)).toBe(false);
    expect(pairs.relate(c, "req_aaaaaaaaaaaaaa")).toBe(false);
    expect(pairs.translate(`/v1/${a}/${c}`)).toBe(`/v1/${b}/${c}`);
  });
});
