import { LICENSE_ISSUER_DEFAULT } from "@twinkit-pro/contracts";
import * as v from "valibot";
import { TwinUrls } from "./twin-urls.ts";

export const PORT_DEFAULT = 4100;

const Port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/, "must be a port number from 0 to 65535"),
  v.transform(Number),
  v.maxValue(65_535, "must be a port number from 0 to 65535"),
);

const Host = v.pipe(
  v.string(),
  v.regex(/^[0-9A-Za-z.:-]+$/, "must be an address or a host name, without port or brackets"),
);

const DatabaseUrl = v.pipe(
  v.string(),
  v.check(
    (text) => ["postgres:", "postgresql:"].includes(URL.parse(text)?.protocol ?? ""),
    "must be a postgres:// URL",
  ),
);

const PathText = v.pipe(
  v.string(),
  v.check((text) => !text.includes("\0"), "must be a path"),
);

/** Printable ASCII: what fits into an `Authorization` header as it is. */
const BearerToken = v.pipe(
  v.string(),
  v.regex(/^[\x21-\x7e]{1,512}$/, "must be 1 to 512 printable characters without blanks"),
);

/** The variables that the platform reads, as text from the environment to typed values. */
export const Environment = v.object({
  NODE_ENV: v.optional(v.string(), "development"),
  PORT: v.optional(Port, String(PORT_DEFAULT)),
  HOST: v.optional(Host, "127.0.0.1"),
  WT_DATA_DIR: v.optional(PathText, ".wt/platform"),
  DATABASE_URL: v.optional(DatabaseUrl),
  WT_ISSUER: v.optional(
    v.pipe(v.string(), v.maxLength(256, "must have at most 256 characters")),
    LICENSE_ISSUER_DEFAULT,
  ),
  WT_OPERATOR_TOKEN: v.optional(BearerToken),
  WT_SIGNING_KEYS_FILE: v.optional(PathText),
  WT_BUNDLE_SIGNING_KEY_FILE: v.optional(PathText),
  WT_TWIN_URLS: v.optional(TwinUrls),
  WT_LOG_LEVEL: v.optional(
    v.picklist(["debug", "info", "warn", "error", "silent"], "must be debug, info, warn, error or silent"),
    "info",
  ),
});
export type Environment = v.InferOutput<typeof Environment>;
