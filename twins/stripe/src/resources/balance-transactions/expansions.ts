import { byId, type Expansions } from "../../expand.ts";
import { loadCharge } from "../charges/charge.ts";
import { loadRefund } from "../refunds/refund.ts";

export const balanceTransactionExpansions: Expansions = {
  balance_transaction: { source: byId((state, id) => loadCharge(state, id) ?? loadRefund(state, id)) },
};
