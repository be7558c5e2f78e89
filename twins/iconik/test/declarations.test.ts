import { readFileSync } from "node:fs";
import { Divergences, TwinManifest } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { expect, test } from "vitest";
import { twin } from "../src/index.ts";

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8"));
}

test("the manifest is valid and says what the definition says", () => {
  const manifest = v.parse(TwinManifest, read("twin.manifest.json"));
  expect(manifest).toMatchObject({
    twin_id: `twin-${twin.name}`,
    vendor: twin.name,
    version: twin.version,
    port: twin.port,
    has_webhooks: true,
  });
  const { version } = v.parse(v.object({ version: v.string() }), read("package.json"));
  expect(version).toBe(manifest.version);
});

test("the divergences are valid and belong to this twin", () => {
  const divergences = v.parse(Divergences, read("divergences.json"));
  expect(divergences.twin_id).toBe("twin-iconik");
});
