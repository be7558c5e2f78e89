import { byId, type Expansions } from "../../expand.ts";
import { loadCustomer } from "../customers/customer.ts";

export const paymentMethodExpansions: Expansions = { payment_method: { customer: byId(loadCustomer) } };
