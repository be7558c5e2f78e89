import { PersistError } from "@twinkit-pro/persist";
import { WtError } from "./wt-error.ts";

/** Turns anything thrown into one of the closed errors. */
export function normalizeError(thrown: unknown): WtError {
  if (thrown instanceof WtError) return thrown;
  if (thrown instanceof PersistError) return new WtError("storage", thrown.message, { cause: thrown });
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new WtError("internal", `This is a fault of wt: ${message}`, { cause: thrown });
}
