import { get, resource } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { params } from "../../params/index.ts";
import type { Op, StripeTwin } from "../../types.ts";
import { type Sums, sumsByCurrency } from "./sums.ts";

export const balance = resource<StripeTwin>("balance", {
  operations: { GetBalance: get("/v1/balance", params({}), retrieve) },
});

function retrieve({ state, now, account }: Op): Stripe.Balance {
  const sums = [...sumsByCurrency(state.balanceTransactions.all(), now)];
  const entries = (pick: (sums: Sums) => number): Stripe.Balance.Available[] =>
    sums.map(([currency, held]) => ({ amount: pick(held), currency, source_types: { card: pick(held) } }));
  return {
    object: "balance",
    available: entries(({ available }) => available),
    livemode: account.livemode,
    pending: entries(({ pending }) => pending),
  };
}
