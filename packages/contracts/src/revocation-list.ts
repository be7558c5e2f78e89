import * as v from "valibot";
import { NumericDate } from "./primitives.ts";

/** Licences withdrawn before their end. The list carries its own date so that an older list never replaces a newer one. */
export const RevocationList = v.object({
  issued_at: NumericDate,
  revoked: v.pipe(
    v.array(v.object({ jti: v.pipe(v.string(), v.nonEmpty(), v.maxLength(64)), revoked_at: NumericDate })),
    v.maxLength(100_000),
  ),
});
export type RevocationList = v.InferOutput<typeof RevocationList>;
