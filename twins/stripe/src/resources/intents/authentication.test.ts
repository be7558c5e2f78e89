import { expect, test } from "vitest";
import type { Authentication } from "../../test-cards/scenario.ts";
import { authenticationNeed, type Need } from "./authentication.ts";

const present = { offSession: false, setUpForOffSession: false, requested: false };
const asked = { ...present, requested: true };
const absent = { ...present, offSession: true };
const absentSetUp = { ...absent, setUpForOffSession: true };

test.each<[Authentication, Need, Need, Need, Need]>([
  // card, holder present, present and asked for, absent, absent after set-up
  ["unsupported", "none", "none", "none", "none"],
  ["not_enrolled", "none", "none", "none", "none"],
  ["optional", "none", "challenge", "none", "none"],
  ["unless_set_up", "challenge", "challenge", "decline", "none"],
  ["set_up", "challenge", "challenge", "none", "none"],
  ["always", "challenge", "challenge", "decline", "decline"],
])("a card that is %s", (card, ...expected) => {
  expect([present, asked, absent, absentSetUp].map((situation) => authenticationNeed(card, situation))).toEqual(
    expected,
  );
});
