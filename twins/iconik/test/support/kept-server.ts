import { listen, openTwin } from "@twinkit-pro/twinkit";
import { twin } from "../../src/index.ts";

/** A process to be killed: serves the twin with the worlds that a directory keeps, and says its address on standard output. */
const [dataDirectory = ""] = process.argv.slice(2);
const listener = await listen(await openTwin(twin, { dataDirectory }), { port: 0 });
process.stdout.write(`${listener.url}\n`);
