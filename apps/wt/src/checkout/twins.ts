import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { TwinManifest } from "@twinkit-pro/contracts";
import { readTextIfExists } from "@twinkit-pro/persist";
import * as v from "valibot";
import { WtError } from "../cli/wt-error.ts";

const MANIFEST_BYTES_MAX = 1024 * 1024;

/** A twin of the checkout. */
export interface CheckoutTwin {
  readonly name: string;
  readonly manifest: TwinManifest;
  /** The built module that exports the definition as `twin`. */
  readonly module: string;
}

/**
 * All twins of the checkout, by port.
 * @throws WtError `checkout_invalid` naming the manifest that cannot be used, or where there is none
 */
export async function checkoutTwins(root: string): Promise<CheckoutTwin[]> {
  const folders = await readdir(join(root, "twins"), { withFileTypes: true });
  const twins: CheckoutTwin[] = [];
  for (const folder of folders) {
    if (!folder.isDirectory() && !folder.isSymbolicLink()) continue;
    const path = join(root, "twins", folder.name, "twin.manifest.json");
    const text = await readTextIfExists(path, { maxBytes: MANIFEST_BYTES_MAX });
    if (text === undefined) continue;
    const manifest = parseManifest(path, text);
    twins.push({ name: manifest.vendor, manifest, module: join(root, "twins", folder.name, "dist/index.js") });
  }
  if (twins.length === 0) {
    throw new WtError("checkout_invalid", `No folder of ${join(root, "twins")} has a twin.manifest.json.`);
  }
  return twins.toSorted((a, b) => a.manifest.port - b.manifest.port);
}

/** The named twins, or all where none is named. @throws WtError `unknown_twin` */
export function selectTwins(twins: readonly CheckoutTwin[], names: readonly string[]): CheckoutTwin[] {
  if (names.length === 0) return [...twins];
  return [...new Set(names)].map((name) => {
    const twin = twins.find((each) => each.name === name || each.manifest.twin_id === name);
    if (twin !== undefined) return twin;
    const known = twins.map((each) => each.name).join(", ");
    throw new WtError("unknown_twin", `No twin is named ${JSON.stringify(name)}. There are: ${known}.`);
  });
}

function parseManifest(path: string, text: string): TwinManifest {
  try {
    return v.parse(TwinManifest, JSON.parse(text));
  } catch (error) {
    const where = v.isValiError(error) ? `${v.getDotPath(error.issues[0]) ?? "root"}: ${error.message}` : String(error);
    throw new WtError("checkout_invalid", `${path} cannot be used: ${where}.`, { cause: error });
  }
}
