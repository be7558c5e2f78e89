import { get, resource } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import * as v from "valibot";
import { resourceMissing } from "../../errors.ts";
import { listObject } from "../../pagination.ts";
import { currency, inRange, listParams, params, rangeQuery, text } from "../../params/index.ts";
import type { Op, StripeTwin } from "../../types.ts";
import { type BalanceTransaction, wireBalanceTransaction } from "./balance-transaction.ts";

const ListBalanceTransactions = listParams({
  created: v.optional(rangeQuery()),
  currency: v.optional(currency()),
  payout: v.optional(text()),
  source: v.optional(text()),
  type: v.optional(text()),
});
type ListBalanceTransactions = v.InferOutput<typeof ListBalanceTransactions>;

export const balanceTransaction = resource<StripeTwin>("balance_transaction", {
  operations: {
    GetBalanceTransactions: get("/v1/balance_transactions", ListBalanceTransactions, list),
    GetBalanceTransactionsId: get("/v1/balance_transactions/:id", params({}), retrieve),
  },
});

function retrieve({ path, state, now }: Op<object, "id">): Stripe.BalanceTransaction {
  return wireBalanceTransaction(state.balanceTransactions.require(path.id), now);
}

function list({ params: query, state, now }: Op<ListBalanceTransactions>): Stripe.ApiList<Stripe.BalanceTransaction> {
  // The twin makes no payouts, so none that a request names is there.
  if (query.payout !== undefined) throw resourceMissing("payout")(query.payout, "payout");
  return listObject(state.balanceTransactions, query, {
    url: "/v1/balance_transactions",
    wire: (transaction) => wireBalanceTransaction(transaction, now),
    where: narrowest(query),
    filter: matching(query),
  });
}

/** The index that leaves the fewest transactions to look at. */
function narrowest({ source, type, currency: code }: ListBalanceTransactions) {
  if (source !== undefined) return { field: "source", value: source } as const;
  if (type !== undefined) return { field: "type", value: type } as const;
  return code === undefined ? undefined : ({ field: "currency", value: code } as const);
}

function matching(query: ListBalanceTransactions): (transaction: BalanceTransaction) => boolean {
  const { created, source, type, currency: code } = query;
  return (transaction) =>
    (created === undefined || inRange(transaction.created, created)) &&
    (source === undefined || transaction.source === source) &&
    (type === undefined || transaction.type === type) &&
    (code === undefined || transaction.currency === code);
}
