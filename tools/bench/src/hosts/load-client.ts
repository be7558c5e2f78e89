import autocannon from "autocannon";
import * as v from "valibot";
import { Load } from "./load-request.ts";

/** Loads one address with autocannon and prints what came of it. The load is the first argument, as JSON. */
const { url, form, seconds, connections, tokens } = v.parse(v.pipe(v.string(), v.parseJson(), Load), process.argv[2]);
const method = form === undefined ? "GET" : "POST";
const formHeader = form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
const result = await autocannon({
  url,
  connections,
  duration: seconds,
  requests: tokens.map((token) => ({
    method,
    headers: { authorization: `Bearer ${token}`, ...formHeader },
    ...(form === undefined ? {} : { body: form }),
  })),
});
process.stdout.write(JSON.stringify(result));
