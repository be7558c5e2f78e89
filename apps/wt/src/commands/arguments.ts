import * as v from "valibot";

/** Arguments that several commands share. */
export const jsonArgument = {
  json: { type: "boolean", description: "Print one JSON document" },
} as const;

export const twinsArgument = {
  twin: { type: "positional", required: false, description: "Twins, by vendor name (default: all)" },
} as const;

export const JsonOption = v.object({ json: v.optional(v.boolean(), false) });
