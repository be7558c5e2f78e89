import { createEmitter, type EmittedEvent, type Emitter, type EmitterTuning } from "../src/index.ts";

export const TWIN = { twin: "twin-stripe", twinVersion: "1.2.3" } as const;

/** An emitter for the collector at the URL, without jitter. */
export function emitterFor(endpoint: string, options: Partial<EmitterTuning> = {}): Emitter {
  return createEmitter({ ...TWIN, endpoint, token: "licence-token", random: () => 1, ...options });
}

export function observation(status = 200): EmittedEvent {
  return {
    type: "http_observation",
    operation: "PostCustomers",
    method: "POST",
    path_template: "/v1/customers",
    status,
    duration_ms: 1.5,
  };
}

export function domainEvent(name: string | number): EmittedEvent {
  return { type: "domain_event", name: String(name) };
}

export function emitMany(emitter: Emitter, count: number): void {
  for (let index = 0; index < count; index++) emitter.emit(domainEvent(index));
}
