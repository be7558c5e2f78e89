import { getRequestListener } from "@hono/node-server";
import { createControlApp } from "../admin/control-app.ts";
import { type BoundServer, openHttpServer } from "../server/http-server.ts";
import { isLoopback } from "../server/listen.ts";
import type { Log } from "../server/log.ts";
import { TwinkitError } from "../twinkit-error.ts";
import { mountFleetRoute } from "./fleet-route.ts";
import { fleetRoutes } from "./fleet-routes.ts";
import type { FleetState } from "./fleet-state.ts";

export interface ControlOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Takes any free port where that one is taken. @default false */
  readonly otherwiseAny?: boolean;
  /** @default "127.0.0.1" */
  readonly hostname?: string;
  /** Needed to listen beyond loopback. */
  readonly adminToken?: string;
  /** @default nothing is logged */
  readonly log?: Log;
}

/**
 * Puts the control plane of a fleet on a port of its own.
 * @throws TwinkitError `port_in_use`; `admin_unprotected` beyond loopback without an admin token
 */
export async function listenControl(fleet: FleetState, options: ControlOptions): Promise<BoundServer> {
  const { hostname = "127.0.0.1", adminToken = null, log = () => undefined, port } = options;
  if (!isLoopback(hostname) && adminToken === null) {
    const problem = `The fleet would show its admin API on ${hostname}`;
    throw new TwinkitError("admin_unprotected", `${problem}; set WT_ADMIN_TOKEN or listen on 127.0.0.1.`);
  }
  let closing = false;
  const app = createControlApp({
    token: adminToken,
    of: "fleet",
    log,
    isClosing: () => closing,
    loadInspector: async () => {
      const { createFleetInspector } = await import("../inspector/fleet/fleet-inspector.tsx");
      return createFleetInspector({ fleet, token: adminToken, log, isClosing: () => closing });
    },
    mount: (admin) => {
      for (const route of fleetRoutes()) mountFleetRoute(admin, fleet, route);
    },
  });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const open = (wanted: number): Promise<BoundServer> =>
    openHttpServer((incoming, outgoing) => void listener(incoming, outgoing), {
      hostname,
      port: wanted,
      owner: "The fleet's admin API",
    });
  const server = await open(port).catch((error: unknown) => {
    const isTaken = error instanceof TwinkitError && error.code === "port_in_use";
    if (isTaken && options.otherwiseAny === true) return open(0);
    throw error;
  });
  const stop = (): Promise<void> => {
    closing = true;
    return server.stop();
  };
  return { ...server, stop };
}
