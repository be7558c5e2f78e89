import { emitEvent } from "../../emit-event.ts";
import { invalidRequest } from "../../errors.ts";
import type { Op } from "../../types.ts";
import { wirePrice } from "./price.ts";

interface Claim {
  readonly key: string;
  /** Takes the key away from the price that has it. */
  readonly transfer: boolean;
  /** The price that claims the key; it may have it already. */
  readonly claimant?: string;
}

/** Makes sure that no other price has a lookup key, active or not. @throws VendorError where one has it and keeps it */
export function claimLookupKey(op: Op, { key, transfer, claimant }: Claim): void {
  const holder = op.state.prices.by("lookup_key", key).find(({ id }) => id !== claimant);
  if (holder === undefined) return;
  if (!transfer) {
    const message = `A price (\`${holder.id}\`) already uses that lookup key.`;
    throw invalidRequest({ message, param: "lookup_key" });
  }
  const after = op.state.prices.update(holder.id, { lookup_key: null });
  emitEvent(op, "price.updated", wirePrice(after), wirePrice(holder));
}
