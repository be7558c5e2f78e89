export { createTestFleet } from "./create-test-fleet.ts";
export type { TestFleetOptions } from "./create-test-fleet.ts";
export type { TestFleet, TestWorld } from "./test-fleet.ts";
export type { TestTwin, TestWorldTwin } from "./test-twin.ts";
export type { TestScope } from "./test-scope.ts";
export type { TestClock } from "./test-clock.ts";
export type { Fetch } from "./in-process-fetch.ts";
