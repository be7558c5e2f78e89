import { portHolder } from "@wondertwin/wt";
import type { Checkout } from "./checkout.ts";
import { StartFailure } from "./start-failure.ts";
import { isTaken } from "./taken-port.ts";

/** @throws StartFailure naming each port that is taken and who holds it, before anything is started */
export async function requireFreePorts({ platformPort, twins }: Checkout): Promise<void> {
  const places = [{ name: "the platform", port: platformPort }, ...twins];
  const taken: string[] = [];
  for (const { name, port } of places) {
    if (!(await isTaken(port))) continue;
    const holder = await portHolder(port);
    const who = holder === null ? "another process" : `process ${holder.pid} (${holder.command})`;
    taken.push(`Port ${port}, for ${name}, is held by ${who}.`);
  }
  if (taken.length === 0) return;
  throw new StartFailure(
    [...taken, "Stop what holds it, or move all ports: npm start -- --port-offset 1000"].join("\n"),
  );
}
