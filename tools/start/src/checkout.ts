import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { TwinManifest } from "@twinkit-pro/contracts";
import { readTextIfExists } from "@twinkit-pro/persist";
import * as v from "valibot";

const PLATFORM_PORT = 4100;
const MANIFEST_BYTES_MAX = 1024 * 1024;

/** Where everything of a start lies. */
export interface Checkout {
  readonly root: string;
  readonly wt: string;
  readonly wtPlatform: string;
  /** `.wt` of the checkout, or `WT_STATE_DIR`. */
  readonly stateDirectory: string;
  readonly dataDirectory: string;
  readonly licenseFile: string;
  readonly platformLog: string;
  readonly platformPort: number;
  readonly twins: readonly { readonly name: string; readonly id: string; readonly port: number }[];
}

/** The checkout that this program was built in, every port moved by `portOffset`. */
export async function findCheckout(
  portOffset: number,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Checkout> {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const stateDirectory = resolve(env["WT_STATE_DIR"] || join(root, ".wt"));
  return {
    root,
    wt: join(root, "apps/wt/bin/wt.mjs"),
    wtPlatform: join(root, "apps/platform/bin/wt-platform.mjs"),
    stateDirectory,
    dataDirectory: join(stateDirectory, "platform"),
    licenseFile: join(stateDirectory, "license.json"),
    platformLog: join(stateDirectory, "logs/platform.log"),
    platformPort: PLATFORM_PORT + portOffset,
    twins: await twinsOf(root, portOffset),
  };
}

async function twinsOf(root: string, portOffset: number): Promise<Checkout["twins"]> {
  const folders = await readdir(join(root, "twins"));
  const manifests = await Promise.all(folders.map((folder) => manifestOf(join(root, "twins", folder))));
  return manifests
    .flatMap((manifest) => (manifest === null ? [] : [manifest]))
    .map(({ vendor, twin_id, port }) => ({ name: vendor, id: twin_id, port: port + portOffset }))
    .toSorted((a, b) => a.port - b.port);
}

async function manifestOf(folder: string): Promise<TwinManifest | null> {
  const text = await readTextIfExists(join(folder, "twin.manifest.json"), { maxBytes: MANIFEST_BYTES_MAX });
  return text === undefined ? null : v.parse(TwinManifest, JSON.parse(text));
}
