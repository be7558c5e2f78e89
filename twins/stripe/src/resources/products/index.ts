import { del, get, post, resource } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { definedFields } from "../../defined-fields.ts";
import { depart } from "../../departed.ts";
import { emitEvent, previousAttributes } from "../../emit-event.ts";
import { invalidRequest } from "../../errors.ts";
import { mergeMetadata } from "../../metadata.ts";
import { listObject } from "../../pagination.ts";
import { inRange, params } from "../../params/index.ts";
import { Search, searchObject } from "../../search/search.ts";
import type { Op, StripeTwin } from "../../types.ts";
import { insertPrice } from "../prices/new-price.ts";
import { wirePrice } from "../prices/price.ts";
import { insertProduct, taxDetailsOf } from "./new-product.ts";
import { CreateProduct, ListProducts, UpdateProduct } from "./params.ts";
import { type Product, type WireProduct, wireProduct } from "./product.ts";
import { productSearch } from "./search.ts";

export const product = resource<StripeTwin>("product", {
  operations: {
    PostProducts: post("/v1/products", CreateProduct, create),
    GetProducts: get("/v1/products", ListProducts, list),
    GetProductsSearch: get("/v1/products/search", Search, search),
    GetProductsId: get("/v1/products/:id", params({}), retrieve),
    PostProductsId: post("/v1/products/:id", UpdateProduct, update),
    DeleteProductsId: del("/v1/products/:id", params({}), remove),
  },
});

function create(op: Op<CreateProduct>): WireProduct {
  const { default_price_data: priceData, ...details } = op.params;
  const made = insertProduct(op, details);
  if (priceData === undefined) {
    const wire = wireProduct(made);
    emitEvent(op, "product.created", wire);
    return wire;
  }
  const price = insertPrice(op, made.id, priceData);
  const priced = wireProduct(op.state.products.update(made.id, { default_price: price.id }));
  emitEvent(op, "product.created", priced);
  emitEvent(op, "price.created", wirePrice(price));
  return priced;
}

function retrieve({ path, state }: Op<object, "id">): WireProduct {
  return wireProduct(state.products.require(path.id));
}

function list({ params: query, state }: Op<ListProducts>): Stripe.ApiList<WireProduct> {
  const { active, created, ids, shippable, type, url } = query;
  return listObject(state.products, query, {
    url: "/v1/products",
    wire: wireProduct,
    departed: state.departed,
    where: url === undefined ? undefined : { field: "url", value: url },
    filter: (candidate: Product) =>
      (active === undefined || candidate.active === active) &&
      (created === undefined || inRange(candidate.created, created)) &&
      (ids === undefined || ids.includes(candidate.id)) &&
      (shippable === undefined || (candidate.shippable ?? false) === shippable) &&
      (type === undefined || candidate.type === type),
  });
}

function update(op: Op<UpdateProduct, "id">): WireProduct {
  const { state, now, params: asked } = op;
  const before = state.products.require(op.path.id);
  if (typeof asked.default_price === "string") requireOwnPrice(op, before.id, asked.default_price);
  const { expand: _, metadata, images, marketing_features: features, tax_details: taxDetails, ...rest } = asked;
  const changes = definedFields({
    ...rest,
    images: images === null ? [] : images,
    marketing_features: features === null ? [] : features,
    tax_details: taxDetails === undefined ? undefined : taxDetailsOf(taxDetails),
  });
  const changed = state.products.update(before.id, { ...changes, metadata: mergeMetadata(before.metadata, metadata) });
  if (Object.keys(previousAttributes(wireProduct(before), wireProduct(changed))).length === 0)
    return wireProduct(before);
  const wire = wireProduct(state.products.update(before.id, { updated: Math.floor(now / 1_000) }));
  emitEvent(op, "product.updated", wire, wireProduct(before));
  return wire;
}

function requireOwnPrice({ state }: Op<object, "id">, productId: string, priceId: string): void {
  const price = state.prices.require(priceId, "default_price");
  if (price.product === productId) return;
  const message = `The price specified by \`default_price\` (\`${priceId}\`) does not belong to the product \`${productId}\`.`;
  throw invalidRequest({ message, param: "default_price" });
}

function remove(op: Op<object, "id">): Stripe.DeletedProduct {
  const { state } = op;
  const gone = state.products.require(op.path.id);
  if (state.prices.by("product", gone.id).length > 0) {
    throw invalidRequest({
      message: "This product cannot be deleted because it has one or more user-created prices.",
    });
  }
  depart(state.products, state.departed, gone.id);
  emitEvent(op, "product.deleted", wireProduct(gone));
  return { id: gone.id, object: "product", deleted: true };
}

function search(op: Op<Search>): Stripe.ApiSearchResult<WireProduct> {
  return searchObject(op, op.state.products, { url: "/v1/products/search", wire: wireProduct, ...productSearch });
}
