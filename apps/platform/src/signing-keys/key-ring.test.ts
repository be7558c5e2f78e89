import { MAX_LICENSE_TTL_SECONDS } from "@twinkit-pro/license-verifier";
import { createTempDirectory, type TempDirectory } from "@twinkit-pro/persist/testing";
import { readFile, stat } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeKeyFile } from "./key-file.ts";
import { createKeysIfMissing, openKeyRing, requireKeys } from "./key-ring.ts";
import { rotateKeySet } from "./rotation.ts";

const NOW = 1_800_000_000;

let directory: TempDirectory;
let path: string;
beforeEach(async () => {
  directory = await createTempDirectory();
  path = directory.join("deep", "signing-keys.json");
});
afterEach(() => directory.remove());

const open = (createMissing: boolean, now = () => NOW) => openKeyRing({ path, createMissing, nowSeconds: now });

describe("openKeyRing", () => {
  it("makes an active and a standby key where it may, for the owner's eyes only, and keeps them", async () => {
    const first = await (await open(true)).jwks();
    expect(first.keys.map(({ wt_status }) => wt_status)).toEqual(["active", "standby"]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await (await open(true)).jwks()).toEqual(first);
  });

  it("makes one set of keys when several processes come at once", async () => {
    const made = await Promise.all(Array.from({ length: 4 }, () => createKeysIfMissing(path)));
    expect(made.filter(Boolean)).toHaveLength(1);
  });

  it("refuses to boot without keys where it may not make them", async () => {
    await expect(open(false)).rejects.toMatchObject({
      code: "signing_keys_unusable",
      message: expect.stringContaining("wt-platform keys init"),
    });
  });

  it.each([0o640, 0o604, 0o644, 0o660])("refuses a key file of mode %o", async (mode) => {
    await createKeysIfMissing(path);
    await directory.write("loose.json", await readFile(path), { mode });
    path = directory.join("loose.json");
    await expect(open(true)).rejects.toMatchObject({
      code: "signing_keys_unusable",
      message: expect.stringContaining("chmod 600"),
    });
  });

  it("refuses a damaged file without quoting what is in it", async () => {
    await createKeysIfMissing(path);
    const text = await readFile(path, "utf8");
    const { d } = (JSON.parse(text) as { active: { d: string } }).active;
    for (const damaged of [
      "",
      "{}",
      text.slice(0, -40),
      text.replace('"version":1', '"version":2'),
      text.replace('"retiring":[]', `"retiring":["${d}"]`),
      text.replace(`"d":"${d}"`, `"d":["${d}"]`),
      text.replace(d, d.slice(1)),
    ]) {
      path = await directory.write("damaged.json", damaged, { mode: 0o600 });
      const error = await open(true).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ name: expect.stringMatching(/PlatformError|LicenseError/) });
      expect(String(error)).not.toContain(d.slice(1));
    }
  });

  it("follows a rotation by another process", async () => {
    const ring = await open(true);
    const before = await requireKeys(path);
    await writeKeyFile(path, await rotateKeySet(before, NOW), { overwrite: true });
    expect((await ring.active()).kid).toBe(before.standby.kid);
    const { keys } = await ring.jwks();
    expect(keys.map(({ wt_status }) => wt_status)).toEqual(["active", "standby", "retiring"]);
    expect(keys[2]?.kid).toBe(before.active.kid);
  });

  it("publishes a retired key until every licence it signed has ended", async () => {
    let now = NOW;
    const ring = await open(true, () => now);
    await writeKeyFile(path, await rotateKeySet(await requireKeys(path), NOW), { overwrite: true });
    now = NOW + MAX_LICENSE_TTL_SECONDS;
    expect((await ring.jwks()).keys).toHaveLength(3);
    now = NOW + MAX_LICENSE_TTL_SECONDS + 3_600;
    expect((await ring.jwks()).keys).toHaveLength(2);
    const rotatedAgain = await rotateKeySet(await requireKeys(path), now);
    expect(rotatedAgain.retiring).toHaveLength(1);
  });
});
