import type { Checkout } from "./checkout.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Settings of other projects, or of a deployment, must not turn a first try into something else. */
const FOREIGN = /^(WT_|WONDERTWIN_|DATABASE_URL$|HOST$|PORT$|NODE_ENV$)/;
const KEPT: ReadonlySet<string> = new Set(["WONDERTWIN_TELEMETRY", "WT_LOG_LEVEL"]);

/** What the platform and `wt` are started with: everything in the checkout, on loopback. */
export function childEnvironment(checkout: Checkout, env: Env): NodeJS.ProcessEnv {
  const inherited = Object.entries(env).filter(([name]) => KEPT.has(name) || !FOREIGN.test(name));
  return {
    ...Object.fromEntries(inherited),
    PORT: String(checkout.platformPort),
    WT_ROOT: checkout.root,
    WT_STATE_DIR: checkout.stateDirectory,
    WT_DATA_DIR: checkout.dataDirectory,
    WT_TWIN_URLS: checkout.twins.map(({ id, port }) => `${id}=http://127.0.0.1:${port}`).join(","),
    WT_PLATFORM_URL: `http://127.0.0.1:${checkout.platformPort}`,
    WONDERTWIN_HOME: checkout.stateDirectory,
    WONDERTWIN_LICENSE_FILE: checkout.licenseFile,
  };
}
