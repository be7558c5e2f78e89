import type { LedgerEntry } from "@twinkit-pro/contracts";
import { type ShownDelivery, shownDelivery } from "../admin/webhooks.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import type { FaultSpecInput } from "../faults/fault-spec.ts";
import { TwinkitError } from "../twinkit-error.ts";
import type { World } from "../world/world.ts";
import { type AdminCall, createAdminCall } from "./admin-call.ts";
import { type Fetch, inProcessFetch } from "./in-process-fetch.ts";
import { armInAll, type Member, openWorld, worldNameIn } from "./member.ts";
import { parseFault, SpreadFault, type TestFault } from "./test-fault.ts";

/** Which a URL leaves out. */
const HTTP_PORT = 80;

/** One twin, as a test sees it. */
export interface TestTwin {
  readonly name: string;
  /** Base URL, without a slash at the end; no port listens there where the fleet was made with `listen: false`. */
  readonly url: string;
  /** Host and port of `url`, for SDKs that take them apart. */
  readonly host: string;
  readonly port: number;
  /** Answers in this process whatever the host, for SDKs that take a `fetch`. */
  readonly fetch: Fetch;
  /** Arms a fault. @throws TwinkitError `fault_invalid` with the path of the field */
  readonly fault: (spec: FaultSpecInput) => TestFault;
  /** The exchanges so far, the newest last; world after world where there are several. */
  readonly requests: () => readonly LedgerEntry[];
  /** The webhooks sent or waiting, oldest first, each with the request and answer of its attempts; as `requests` otherwise. */
  readonly deliveries: () => readonly ShownDelivery[];
  /** The rest of the admin API: configuration, limits, quirks, runs. */
  readonly admin: AdminCall;
}

/** One twin inside one world. */
export interface TestWorldTwin extends TestTwin {
  /**
   * The vendor's own credential that selects the world: the secret key at Stripe, the App-ID at iconik.
   * @throws TwinkitError `definition_invalid` where the twin knows no way to make one; `headers` and `fetch` select it too
   */
  readonly credential: string;
  /** Selects the world whatever the credential. */
  readonly headers: { readonly "WT-World": string };
}

/** A twin of the fleet: requests say by their credential which world they belong to. */
export function createTestTwin(member: Member): TestTwin {
  return {
    ...reachable(member, null),
    fault: (spec) => {
      const fault = new SpreadFault(parseFault(spec));
      armInAll(member, fault);
      return fault;
    },
    requests: () => member.runtime.worlds.all().flatMap(({ ledger }) => ledger.list()),
    deliveries: () => member.runtime.worlds.all().flatMap((world) => deliveriesOf(member, world)),
  };
}

export function createTestWorldTwin(member: Member, name: string): TestWorldTwin {
  const { definition } = member;
  const worldName = worldNameIn(member, name);
  return {
    ...reachable(member, worldName),
    fault: (spec) => {
      const fault = new SpreadFault(parseFault(spec));
      fault.armIn(openWorld(member, worldName));
      return fault;
    },
    requests: () => openWorld(member, worldName).driver.world.ledger.list(),
    deliveries: () => deliveriesOf(member, openWorld(member, worldName).driver.world),
    headers: { "WT-World": worldName },
    get credential() {
      if (definition.credential !== undefined) return definition.credential(name);
      throw new TwinkitError(
        "definition_invalid",
        `The twin ${definition.name} declares no \`credential\`; select the world by \`headers\` or \`fetch\`.`,
      );
    },
  };
}

function reachable(member: Member, world: string | null): Omit<TestTwin, "fault" | "requests" | "deliveries"> {
  const { definition, url, twin } = member;
  const { hostname, port } = new URL(url);
  const fetch = inProcessFetch(twin, world);
  const place = { url, host: hostname, port: Number(port || HTTP_PORT) };
  return { name: definition.name, ...place, fetch, admin: createAdminCall(fetch) };
}

function deliveriesOf({ runtime }: Member, { deliveries }: World<TwinTypes>): ShownDelivery[] {
  return deliveries.list().map((delivery) => shownDelivery(delivery, runtime));
}
