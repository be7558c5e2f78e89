import { createRequire } from "node:module";

const [url = ""] = process.argv.slice(2);
const { cache } = createRequire(import.meta.url);
const hasUndici = (): boolean => Object.keys(cache).some((path) => path.includes("/undici/"));

const { createHttpClient } = await import("../../src/index.ts");
const imported = hasUndici();
const client = createHttpClient({ component: "test" });
const created = hasUndici();
await client.request({ method: "GET", url });
console.log(`imported: ${imported}, created: ${created}, requested: ${hasUndici()}`);
await client.close();
