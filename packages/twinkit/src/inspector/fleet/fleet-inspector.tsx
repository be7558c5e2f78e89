import type { Hono } from "hono";
import type { FleetState } from "../../fleet-control/fleet-state.ts";
import type { Log } from "../../server/log.ts";
import { createPagesApp } from "../pages-app.tsx";
import { fleetChange } from "./fleet-facts.ts";
import { FleetPage } from "./fleet-page.tsx";

export interface FleetInspectorOptions {
  readonly fleet: FleetState;
  /** Null where everyone on this machine may look. */
  readonly token: string | null;
  readonly log: Log;
  readonly isClosing: () => boolean;
}

/** The page of a fleet under `/admin/ui` of its control plane. */
export function createFleetInspector({ fleet, token, log, isClosing }: FleetInspectorOptions): Hono {
  return createPagesApp({
    of: "fleet",
    token,
    log,
    host: { isClosing, signal: null },
    follow: () => () => fleetChange(fleet),
    mount: (app) => {
      app.get("/", (c) => c.html(<FleetPage fleet={fleet} host={new URL(c.req.url).hostname} />));
    },
  });
}
