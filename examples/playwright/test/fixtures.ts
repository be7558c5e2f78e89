import { test as base } from "@playwright/test";
import { createTestFleet, type TestFleet, type TestWorld } from "@twinkit-pro/twinkit/testing";
import { twin as stripeTwin } from "@wondertwin/twin-stripe";
import Stripe from "stripe";
import { startShop } from "../src/server.ts";

type Twins = readonly [typeof stripeTwin];

interface OfWorker {
  readonly fleet: TestFleet<Twins>;
}
interface OfTest {
  readonly world: TestWorld<Twins>;
  readonly shop: { readonly url: string };
}

/** One fleet for each worker; for each test a world of its own, and a shop that works in it. */
export const test = base.extend<OfTest, OfWorker>({
  fleet: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs from its pattern
    async ({}, use) => {
      const fleet = await createTestFleet({ twins: [stripeTwin] });
      await use(fleet);
      await fleet.close();
    },
    { scope: "worker" },
  ],
  world: async ({ fleet }, use, { testId }) => {
    const world = fleet.world(testId);
    await use(world);
    world.drop();
  },
  shop: async ({ world }, use) => {
    const { host, port, credential } = world.stripe;
    const shop = await startShop(new Stripe(credential, { host, port, protocol: "http", maxNetworkRetries: 0 }));
    await use(shop);
    await shop.close();
  },
});

export { expect } from "@playwright/test";
