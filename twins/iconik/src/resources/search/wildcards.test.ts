import { expect, it } from "vitest";
import { matchesWildcards } from "./wildcards.ts";

/** All texts over an alphabet up to a length. */
function texts(alphabet: string, lengthMax: number): string[] {
  let longest = [""];
  const all = [""];
  for (let length = 1; length <= lengthMax; length += 1) {
    longest = longest.flatMap((text) => Array.from(alphabet, (character) => text + character));
    all.push(...longest);
  }
  return all;
}

it("matches what a regular expression of the same meaning matches", () => {
  for (const pattern of texts("ab*?", 4)) {
    const expression = new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`);
    for (const text of texts("ab", 4)) {
      expect([pattern, text, matchesWildcards(text, pattern)]).toEqual([pattern, text, expression.test(text)]);
    }
  }
});
