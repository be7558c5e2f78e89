import { createHttpClient, HttpClientError } from "@twinkit-pro/httpclient";

const [platform = "http://127.0.0.1:4100"] = process.argv.slice(2);
const client = createHttpClient({ component: "wt", timeoutMs: 5_000, maxResponseBytes: 64 * 1024 });
try {
  const response = await client.request({ method: "GET", url: `${platform}/livez` });
  console.log(response.status, response.json());
} catch (error) {
  if (!(error instanceof HttpClientError)) throw error;
  console.log(error.code === "connection_refused" ? "The platform is not running." : error.message);
} finally {
  await client.close();
}
