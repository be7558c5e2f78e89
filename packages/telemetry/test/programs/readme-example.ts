import { createEmitter, createNullEmitter, telemetryEnabled } from "@twinkit-pro/telemetry";

const [endpoint = "http://127.0.0.1:4100"] = process.argv.slice(2);
const emitter = telemetryEnabled(process.env)
  ? createEmitter({ endpoint, getToken: () => "the licence token", twin: "twin-stripe", twinVersion: "1.0.0" })
  : createNullEmitter();

emitter.emit({ type: "twin_started" });
emitter.emit({
  type: "http_observation",
  operation: "PostCustomers",
  method: "POST",
  path_template: "/v1/customers",
  status: 200,
  duration_ms: 0.8,
});

const { stats, undelivered } = await emitter.stop();
console.log(`${stats.accepted} accepted, ${undelivered} undelivered`);
