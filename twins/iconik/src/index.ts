import { defineTwin } from "@twinkit-pro/twinkit";
import { authorizeOperation } from "./access/authorize-operation.ts";
import { authenticate } from "./auth.ts";
import { errors } from "./errors.ts";
import { injectableErrors } from "./injectable-errors.ts";
import { replay } from "./replay.ts";
import { rateLimits } from "./limits.ts";
import { resources } from "./resources/index.ts";
import { ADMINISTRATOR, seed } from "./seed.ts";
import { state } from "./state.ts";
import type { Iconik } from "./types.ts";
import { webhooks } from "./webhooks.ts";

/** A local, stateful twin of the iconik API. */
export const twin = defineTwin<Iconik>({
  name: "iconik",
  version: "0.1.0",
  port: 4117,
  state,
  resources,
  authenticate,
  // The App-ID; a request needs any Auth-Token beside it.
  credential: (name) => name,
  authorize: authorizeOperation,
  errors: { ...errors, injectable: injectableErrors },
  parameters: "flat",
  accepts: ["json"],
  requestId: (ids) => ids.uuid(),
  webhooks,
  rateLimits,
  secrets: { headers: ["auth-token", "share-auth-token"], fields: ["token"], keep: [ADMINISTRATOR.password] },
  replay,
  seed,
});

export { ADMINISTRATOR } from "./seed.ts";
