import { telemetryEnabled } from "@twinkit-pro/telemetry";
import type { Checkout } from "../checkout.ts";
import type { Console } from "../console.ts";
import { StartFailure } from "../start-failure.ts";
import { iconikExchange } from "./iconik-exchange.ts";
import { stripeExchange } from "./stripe-exchange.ts";
import { type Observed, openTelemetry } from "./telemetry.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The exchange that shows that everything works: payment, webhook, background job, and telemetry of all of it. */
export async function demonstrate(checkout: Checkout, env: Env, console: Console): Promise<void> {
  await using telemetry = await openTelemetry(checkout);
  const before = await telemetry.observed();
  const stripe = await stripeExchange(portOf(checkout, "stripe"), console);
  const iconik = await iconikExchange(portOf(checkout, "iconik"), console);
  if (!telemetryEnabled(env)) return console.step("telemetry", "off, because WONDERTWIN_TELEMETRY says so");
  const made: Observed = new Map([
    ["twin-stripe", stripe],
    ["twin-iconik", iconik],
  ]);
  await telemetry.reach(new Map([...made].map(([twin, requests]) => [twin, requests + (before.get(twin) ?? 0)])));
  console.step("telemetry", `all ${stripe} requests of stripe and ${iconik} of iconik have reached the platform`);
}

function portOf({ twins }: Checkout, name: string): number {
  const twin = twins.find((each) => each.name === name);
  if (twin === undefined) throw new StartFailure(`The demonstration needs the ${name} twin, which is not here.`);
  return twin.port;
}
