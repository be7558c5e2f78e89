import * as v from "valibot";

const BYTES_MAX_DEFAULT = 64 * 1024 * 1024;

export interface BytesOptions {
  /** Longest body accepted. @default 64 MiB */
  readonly maxBytes?: number;
}

/** Schema of a body that is taken as it comes, whatever its content type: `params` is a `Uint8Array`. */
export interface BytesSchema extends v.GenericSchema<unknown, Uint8Array> {
  readonly maxBytes: number;
}

/** Declares an upload, for example `put("/objects/:key", bytes(), upload)`. */
export function bytes(options: BytesOptions = {}): BytesSchema {
  const schema = v.custom<Uint8Array>((input) => input instanceof Uint8Array, "the body must be bytes");
  return Object.assign(schema, { maxBytes: options.maxBytes ?? BYTES_MAX_DEFAULT }) as unknown as BytesSchema;
}

export function isBytesSchema(schema: v.GenericSchema | null): schema is BytesSchema {
  return schema !== null && schema.type === "custom" && "maxBytes" in schema;
}
