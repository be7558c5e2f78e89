import { createHttpClient, HttpClientError } from "../../src/index.ts";

const [http = "", silent = ""] = process.argv.slice(2);
const client = createHttpClient({ component: "test" });

async function outcome(url: string, timeoutMs?: number): Promise<string> {
  try {
    return String((await client.request({ method: "GET", url, timeoutMs })).status);
  } catch (error) {
    return error instanceof HttpClientError ? error.code : String(error);
  }
}

const done = [await outcome(`${http}/ok`), await outcome(`${http}/stall`, 50), await outcome(silent, 50)];
const last = outcome(`${http}/stall`);
await client.close();
console.log([...done, await last].join(" "));
