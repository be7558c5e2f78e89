import { createEmitter } from "../../src/index.ts";

const [endpoint = ""] = process.argv.slice(2);
const emitter = createEmitter({ endpoint, token: "token", twin: "twin-stripe", twinVersion: "1.0.0" });
emitter.emit({ type: "twin_started" });
console.log(`${emitter.stats().pending} pending`);
