import * as v from "valibot";

/** Id of a twin as licences and telemetry name it: `twin-<vendor>`. */
export const TwinId = v.pipe(
  v.string(),
  v.maxLength(64),
  v.regex(/^twin-[a-z][a-z0-9-]*$/, "must be twin-<vendor>, lower case"),
);
export type TwinId = v.InferOutput<typeof TwinId>;

/** Folder and command-line name of a twin: the vendor alone, without `twin-`. */
export const VendorName = v.pipe(v.string(), v.maxLength(59), v.regex(/^[a-z][a-z0-9-]*$/, "must be lower-case kebab"));
export type VendorName = v.InferOutput<typeof VendorName>;

/** Id of an account of the platform. */
export const AccountId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/, "must be 1 to 128 letters, digits, '_', '.' or '-'"),
);
export type AccountId = v.InferOutput<typeof AccountId>;

/** An instant as RFC 3339 text in UTC. */
export const Timestamp = v.pipe(v.string(), v.isoTimestamp());
export type Timestamp = v.InferOutput<typeof Timestamp>;

/** Whole seconds since the Unix epoch (RFC 7519 `NumericDate`). */
export const NumericDate = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
export type NumericDate = v.InferOutput<typeof NumericDate>;

/** A semantic version. */
export const Version = v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/));
export type Version = v.InferOutput<typeof Version>;

/** SHA-256 as 64 lower-case hexadecimal digits. */
export const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
export type Sha256 = v.InferOutput<typeof Sha256>;

export const HttpMethod = v.picklist(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
export type HttpMethod = v.InferOutput<typeof HttpMethod>;

/** Header names in lower case; a repeated header is joined by `, ` as RFC 9110 section 5.3 allows. */
export const Headers = v.record(v.string(), v.string());
export type Headers = v.InferOutput<typeof Headers>;
