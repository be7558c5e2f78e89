import { describe, expect, it } from "vitest";
import { probeTwin } from "../testing/probe-twin.ts";
import { defineTwin } from "./define-twin.ts";
import { get } from "./operation.ts";
import { resource } from "./resource.ts";

const twice = (pattern: string, name: string) =>
  resource<never>("more", { operations: { [name]: get(pattern, () => null) as never } });

describe("defineTwin", () => {
  it.each([
    ["an operation's name", [twice("/other", "CreateNote")], /operation CreateNote is declared twice/],
    ["a route", [twice("/notes/:id", "Other")], /route GET \/notes\/: is declared twice/],
  ])("refuses %s twice", (_, more, message) => {
    const resources = [...probeTwin.resources, ...more] as typeof probeTwin.resources;
    expect(() => defineTwin({ ...probeTwin, resources })).toThrow(message);
  });

  it.each([{ name: "Probe" }, { version: "one" }])("refuses %j", (change) => {
    expect(() => defineTwin({ ...probeTwin, ...(change as object) })).toThrow(
      expect.objectContaining({ code: "definition_invalid" }),
    );
  });
});
