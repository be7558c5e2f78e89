import { createEmitter } from "../../src/index.ts";

const [endpoint = ""] = process.argv.slice(2);
const emitter = createEmitter({ endpoint, token: "token", twin: "twin-stripe", twinVersion: "1.0.0" });
for (let index = 0; index < 150; index++) emitter.emit({ type: "domain_event", name: "job.finished" });
const { timedOut, undelivered } = await emitter.stop();
console.log(JSON.stringify({ timedOut, undelivered }));
