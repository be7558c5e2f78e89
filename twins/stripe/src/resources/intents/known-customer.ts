import type { State } from "../../types.ts";

/** @throws VendorError where no customer ever had the id; what a deleted customer left behind can still be listed */
export function requireKnownCustomer(state: State, customer: string): void {
  if (!state.departed.has(customer)) state.customers.require(customer, "customer");
}
