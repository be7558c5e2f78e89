import { HttpMethod } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { Latency, LatencyMs, LatencyProfile } from "./latency.ts";

/** Longest path, operation or event that a fault may name, in characters. */
const NAME_CHARS_MAX = 1_024;
export const COUNT_MAX = 1_000_000;
export const SEQUENCE_STEPS_MAX = 1_000;

const Name = v.pipe(v.string(), v.nonEmpty(), v.maxLength(NAME_CHARS_MAX));

const Match = v.strictObject({
  method: v.exactOptional(
    v.pipe(v.string(), v.maxLength(16), v.toUpperCase(), HttpMethod, v.description("Any method where it is left out.")),
  ),
  path: v.exactOptional(
    v.pipe(
      v.string(),
      v.maxLength(NAME_CHARS_MAX),
      v.regex(/^\/[^?#]*$/, "must be a path that begins with a slash, without query"),
      v.description(
        "A route's own pattern (`/v1/customers/:customer`, or `{customer}`), which fits that route alone; or a pattern over " +
          "the path of the request: `*` stands for one segment or a part of one, `**` for any number of segments.",
      ),
    ),
  ),
  operation: v.exactOptional(
    v.pipe(Name, v.description("The operation's name; `*` stands for any characters: `Post*`.")),
  ),
  world: v.exactOptional(
    v.pipe(
      v.string(),
      v.maxLength(64),
      v.description("The world to arm the fault in. Default: the one that the call acts on."),
    ),
  ),
  event: v.exactOptional(
    v.pipe(Name, v.description("For webhooks only: type of the event; `*` stands for any characters: `invoice.*`.")),
  ),
});

const When = v.union([
  v.pipe(
    v.literal(true),
    v.transform(() => "before" as const),
  ),
  v.picklist(["before", "after"]),
]);
const Interrupts = (what: string) =>
  v.exactOptional(
    v.pipe(When, v.description(`${what} \`before\` or \`after\` the request took effect; \`true\` means before.`)),
  );

const Effect = v.strictObject({
  status: v.exactOptional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(400),
      v.maxValue(599),
      v.description("Answers with the vendor's error of this status; the request takes no effect."),
    ),
  ),
  code: v.exactOptional(
    v.pipe(
      Name,
      v.description("Answers with the vendor's error of this code; GET /admin/faults lists those there are."),
    ),
  ),
  latency_ms: v.exactOptional(v.pipe(LatencyMs, v.description("Holds the answer up, by the machine's time."))),
  latency: v.exactOptional(v.pipe(Latency, v.description("Holds the answer up for as long as a distribution says."))),
  latency_profile: v.exactOptional(LatencyProfile),
  reset: Interrupts("Resets the connection"),
  timeout: Interrupts("Never answers, at most 120 s, then breaks the connection:"),
  truncate: v.exactOptional(
    v.pipe(
      v.union([v.literal(true), v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000_000))]),
      v.description(
        "Breaks the connection within the body: after so many bytes, and before the last one; `true` means half of it.",
      ),
    ),
  ),
  webhook: v.exactOptional(
    v.pipe(
      v.picklist(["duplicate", "out_of_order"]),
      v.description(
        "Delivers an event twice; or after the next one to the same endpoint, 5 s later on the world's clock where none comes.",
      ),
    ),
  ),
});
export type FaultEffect = v.InferOutput<typeof Effect>;

/** What happens to which requests, and how often: `POST /admin/faults`. */
export const FaultSpec = v.strictObject({
  match: v.exactOptional(v.pipe(Match, v.description("All that is named must fit.")), {}),
  rate: v.exactOptional(
    v.pipe(
      v.number(),
      v.minValue(0),
      v.maxValue(1),
      v.description("Probability; the same seed gives the same failures. At most one of rate, count and sequence."),
    ),
  ),
  count: v.exactOptional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(COUNT_MAX),
      v.description("Fires so often, then is spent."),
    ),
  ),
  sequence: v.exactOptional(
    v.pipe(
      v.array(v.picklist(["fail", "ok"])),
      v.minLength(1),
      v.maxLength(SEQUENCE_STEPS_MAX),
      v.description("One step for each request that fits; after the last one the fault is spent, unless it repeats."),
    ),
  ),
  repeat: v.exactOptional(v.pipe(v.boolean(), v.description("The sequence begins again after its last step."))),
  effect: Effect,
  seed: v.exactOptional(
    v.pipe(v.number(), v.safeInteger(), v.description("Default: that of the world, a stream for each fault.")),
  ),
});
export type FaultSpec = v.InferOutput<typeof FaultSpec>;
export type FaultSpecInput = v.InferInput<typeof FaultSpec>;
