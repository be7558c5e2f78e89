import { type BalanceTransaction, isAvailable, netOf } from "../balance-transactions/balance-transaction.ts";

/** Currency in which the twin's accounts are kept; shown even while nothing has moved. */
export const ACCOUNT_CURRENCY = "usd";

export interface Sums {
  readonly available: number;
  readonly pending: number;
}

/** What each currency holds: the sum of everything that moved, apart by whether it is available yet. */
export function sumsByCurrency(transactions: Iterable<BalanceTransaction>, now: number): ReadonlyMap<string, Sums> {
  const sums = new Map<string, Sums>([[ACCOUNT_CURRENCY, { available: 0, pending: 0 }]]);
  for (const transaction of transactions) {
    const { available, pending } = sums.get(transaction.currency) ?? { available: 0, pending: 0 };
    const net = netOf(transaction);
    const after = isAvailable(transaction, now)
      ? { available: available + net, pending }
      : { available, pending: pending + net };
    sums.set(transaction.currency, after);
  }
  return sums;
}
