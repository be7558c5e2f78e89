import { byId, type Expansions, included } from "../../expand.ts";
import { loadPrice } from "../prices/price.ts";

export const productExpansions: Expansions = {
  product: {
    default_price: byId(loadPrice),
    // Tax codes are ids of a catalogue that the twin does not hold.
    tax_code: included((_state, { tax_code: code }) => code),
  },
};
