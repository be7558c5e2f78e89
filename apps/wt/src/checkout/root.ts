import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { WtError } from "../cli/wt-error.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Root of the checkout whose twins are meant: `WT_ROOT`, else the one this program was built in.
 * @throws WtError `checkout_invalid`
 */
export function checkoutRoot(env: Env = process.env): string {
  const named = env["WT_ROOT"];
  if (named !== undefined && named !== "") {
    if (existsSync(join(named, "twins"))) return resolve(named);
    throw new WtError(
      "checkout_invalid",
      `WT_ROOT is ${named}, which has no folder "twins". Name the root of a checkout.`,
    );
  }
  let at = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(at, "twins"))) {
    const above = dirname(at);
    if (above === at) throw new WtError("checkout_invalid", "wt is not in a checkout. Set WT_ROOT to the root of one.");
    at = above;
  }
  return at;
}

/** Where `wt` keeps what it knows of running twins, their logs included: `WT_STATE_DIR`, else `.wt` of the checkout. */
export function stateDirectory(root: string, env: Env = process.env): string {
  return resolve(env["WT_STATE_DIR"] || join(root, ".wt"));
}
