import { get, post, resource } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { definedFields } from "../../defined-fields.ts";
import { emitEvent } from "../../emit-event.ts";
import { invalidRequest, parametersExclusive } from "../../errors.ts";
import { mergeMetadata } from "../../metadata.ts";
import { listObject } from "../../pagination.ts";
import { inRange, params } from "../../params/index.ts";
import { Search, searchObject } from "../../search/search.ts";
import type { Op, StripeTwin } from "../../types.ts";
import { insertProduct } from "../products/new-product.ts";
import { wireProduct } from "../products/product.ts";
import { currencyOptionsOf } from "./amounts.ts";
import { claimLookupKey } from "./lookup-key.ts";
import { insertPrice } from "./new-price.ts";
import { CreatePrice, ListPrices, UpdatePrice } from "./params.ts";
import { type Price, type WirePrice, wirePrice } from "./price.ts";
import { priceSearch } from "./search.ts";

export const price = resource<StripeTwin>("price", {
  operations: {
    PostPrices: post("/v1/prices", CreatePrice, create),
    GetPrices: get("/v1/prices", ListPrices, list),
    GetPricesSearch: get("/v1/prices/search", Search, search),
    GetPricesPrice: get("/v1/prices/:price", params({}), retrieve),
    PostPricesPrice: post("/v1/prices/:price", UpdatePrice, update),
  },
});

function create(op: Op<CreatePrice>): WirePrice {
  const { product, product_data: productData, ...details } = op.params;
  if (product !== undefined && productData !== undefined) {
    throw parametersExclusive("You may only specify one of these parameters: product, product_data.", "product");
  }
  const made = insertPrice(op, productOf(op), details);
  const wire = wirePrice(made);
  emitEvent(op, "price.created", wire);
  return wire;
}

/** The product that is named, or one made of `product_data`. */
function productOf(op: Op<CreatePrice>): string {
  const { product, product_data: productData } = op.params;
  if (product !== undefined) return op.state.products.require(product, "product").id;
  if (productData === undefined) {
    throw invalidRequest({ message: "You must specify either `product` or `product_data` when creating a price." });
  }
  const made = insertProduct(op, productData);
  emitEvent(op, "product.created", wireProduct(made));
  return made.id;
}

function retrieve({ path, state }: Op<object, "price">): WirePrice {
  return wirePrice(state.prices.require(path.price));
}

function list({ params: query, state }: Op<ListPrices>): Stripe.ApiList<WirePrice> {
  const { product } = query;
  if (product !== undefined) state.products.require(product, "product");
  return listObject(state.prices, query, {
    url: "/v1/prices",
    wire: wirePrice,
    where: product === undefined ? undefined : { field: "product", value: product },
    filter: (candidate) => isWanted(candidate, query),
  });
}

function isWanted(
  candidate: Price,
  { active, created, currency, lookup_keys: keys, recurring, type }: ListPrices,
): boolean {
  const { lookup_key: key, recurring: billing } = candidate;
  return (
    (active === undefined || candidate.active === active) &&
    (created === undefined || inRange(candidate.created, created)) &&
    (currency === undefined || candidate.currency === currency) &&
    (keys === undefined || (key !== null && keys.includes(key))) &&
    (type === undefined || (type === "recurring") === (billing !== null)) &&
    (recurring?.interval === undefined || billing?.interval === recurring.interval) &&
    (recurring?.usage_type === undefined || billing?.usage_type === recurring.usage_type)
  );
}

function update(op: Op<UpdatePrice, "price">): WirePrice {
  const { state, params: asked } = op;
  const before = state.prices.require(op.path.price);
  refuseTaxBehavior(before, asked.tax_behavior);
  const { lookup_key: key, transfer_lookup_key: transfer = false } = asked;
  if (typeof key === "string") claimLookupKey(op, { key, transfer, claimant: before.id });
  const { active, lookup_key, nickname, tax_behavior } = asked;
  const after = state.prices.update(before.id, {
    ...definedFields({ active, lookup_key, nickname, tax_behavior }),
    currency_options: currencyOptionsAfter(before, asked.currency_options),
    metadata: mergeMetadata(before.metadata, asked.metadata),
  });
  const wire = wirePrice(after);
  emitEvent(op, "price.updated", wire, wirePrice(before));
  return wire;
}

function currencyOptionsAfter(before: Price, asked: UpdatePrice["currency_options"]): Price["currency_options"] {
  if (asked === undefined) return before.currency_options;
  if (asked === null) return {};
  return { ...before.currency_options, ...currencyOptionsOf(asked, before.billing_scheme === "tiered") };
}

function refuseTaxBehavior({ tax_behavior: behavior }: Price, asked: UpdatePrice["tax_behavior"]): void {
  if (asked === undefined || asked === behavior || behavior === "unspecified") return;
  const message = "The `tax_behavior` of a price cannot be changed once it has been set to `inclusive` or `exclusive`.";
  throw invalidRequest({ message, param: "tax_behavior" });
}

function search(op: Op<Search>): Stripe.ApiSearchResult<WirePrice> {
  return searchObject(op, op.state.prices, { url: "/v1/prices/search", wire: wirePrice, ...priceSearch });
}
