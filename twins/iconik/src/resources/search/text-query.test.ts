import { expect, it } from "vitest";
import { matchingText } from "./text-query.ts";

const DOCUMENT = {
  title: "The Grünes Band, take 2.mov",
  files: [{ name: "A001_C002.mxf" }],
  metadata: { Camera: ["Alpha Seven"], take: [12] },
};

it.each([
  ["grünes", true],
  ["gruenes", false],
  ["take 2", true],
  ['"take 2"', true],
  ['"2 take"', false],
  ["A001_C002.mxf", true],
  ["a001_c002", true],
  ["A001*", true],
  ["c00?", true],
  ["12", true],
  ["camera", false],
  ["metadata.Camera:seven", true],
  ["title:seven", false],
  ["-seven", false],
  ["missing OR seven", true],
  ["missing || nothing", false],
  ["take AND NOT missing", true],
  ["NOT take", false],
  ["---", true],
  ["OR", true],
])("%s finds the document: %s", (query, isFound) => {
  expect(matchingText(query)(DOCUMENT)).toBe(isFound);
});

it("looks into the fields it is given", () => {
  expect(matchingText("seven", ["title"])(DOCUMENT)).toBe(false);
  expect(matchingText("mxf", ["file_names"])(DOCUMENT)).toBe(true);
});
