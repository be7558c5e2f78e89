import type { TwinTypes } from "../define/twin-types.ts";
import type { AdminRoute } from "./admin-route.ts";
import { configRoutes } from "./config.ts";
import { faultsRoutes } from "./faults.ts";
import { healthRoutes } from "./health.ts";
import { limitsRoutes } from "./limits.ts";
import { openApiRoutes } from "./openapi-route.ts";
import { replayRoutes } from "./replay.ts";
import { quirksRoutes } from "./quirks.ts";
import { requestsRoutes } from "./requests.ts";
import { resetRoutes } from "./reset.ts";
import { runsRoutes } from "./runs.ts";
import { snapshotsRoutes } from "./snapshots.ts";
import { stateRoutes } from "./state.ts";
import { timeRoutes } from "./time.ts";
import { webhooksRoutes } from "./webhooks.ts";
import { worldsRoutes } from "./worlds.ts";

/** Every route of the admin API, in the order in which the documentation lists them. */
export function adminRoutes<T extends TwinTypes>(): readonly AdminRoute<T>[] {
  return [
    ...healthRoutes<T>(),
    ...resetRoutes<T>(),
    ...stateRoutes<T>(),
    ...worldsRoutes<T>(),
    ...snapshotsRoutes<T>(),
    ...requestsRoutes<T>(),
    ...runsRoutes<T>(),
    ...replayRoutes<T>(),
    ...timeRoutes<T>(),
    ...webhooksRoutes<T>(),
    ...faultsRoutes<T>(),
    ...configRoutes<T>(),
    ...limitsRoutes<T>(),
    ...quirksRoutes<T>(),
    ...openApiRoutes<T>(),
  ];
}
