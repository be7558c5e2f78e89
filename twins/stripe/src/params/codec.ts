import * as v from "valibot";

/** The outcome of reading one value: the parsed value, or the problem. */
export type Read<Output> = { readonly value: Output } | { readonly problem: string };

/**
 * A schema over raw form values. A problem is Stripe's sentence, in which `{param}` stands for the parameter's name.
 * Some kinds have an error code of their own (`invalid-params.ts`): `empty`, and `integer:`, `url:`, `email:` or
 * `unknown:` in front of the sentence.
 */
export function codec<Output>(read: (raw: unknown) => Read<Output>): v.GenericSchema<unknown, Output> {
  return v.pipe(
    v.unknown(),
    v.rawTransform<unknown, Output>(({ dataset, addIssue, NEVER }) => {
      const outcome = read(dataset.value);
      if ("value" in outcome) return outcome.value;
      addIssue({ message: outcome.problem });
      return NEVER;
    }),
  );
}

/** How a refused raw value is shown in a message. */
export function shown(raw: unknown): string {
  return typeof raw === "string" ? raw : JSON.stringify(raw);
}

/** A parameter that Stripe has and the twin does not: refused, because ignoring it would lie. */
export function notModelled(): v.GenericSchema<unknown, never> {
  return codec<never>(() => ({ problem: "The Stripe twin does not model the parameter {param}." }));
}
