import { createHttpClient } from "../../src/index.ts";

const [url = ""] = process.argv.slice(2);
const response = await createHttpClient({ component: "test" }).request({ method: "GET", url });
console.log(response.status);
