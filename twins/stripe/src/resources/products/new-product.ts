import { invalidRequest } from "../../errors.ts";
import { mergeMetadata } from "../../metadata.ts";
import type { Op } from "../../types.ts";
import type { Product } from "./product.ts";
import type { CreateProduct } from "./params.ts";

/** What a product can be made of, by itself or with a price. */
export type ProductDetails = Partial<Omit<CreateProduct, "default_price_data" | "expand">> & { readonly name: string };

/** Stores a product; the caller emits `product.created`. */
export function insertProduct({ state, now, account }: Op, details: ProductDetails): Product {
  const { id } = details;
  if (id !== undefined && state.products.has(id)) {
    throw invalidRequest({ code: "resource_already_exists", message: "Product already exists.", param: "id" });
  }
  const created = Math.floor(now / 1_000);
  return state.products.insert({
    ...(id === undefined ? {} : { id }),
    created,
    updated: created,
    livemode: account.livemode,
    active: details.active ?? true,
    default_price: null,
    description: details.description ?? null,
    images: details.images ?? [],
    marketing_features: details.marketing_features ?? [],
    metadata: mergeMetadata({}, details.metadata),
    name: details.name,
    package_dimensions: details.package_dimensions ?? null,
    shippable: details.shippable ?? null,
    statement_descriptor: details.statement_descriptor ?? null,
    tax_code: details.tax_code ?? null,
    tax_details: taxDetailsOf(details.tax_details ?? null),
    type: details.type ?? "service",
    unit_label: details.unit_label ?? null,
    url: details.url ?? null,
  });
}

export function taxDetailsOf(asked: CreateProduct["tax_details"] | null): Product["tax_details"] {
  if (asked === undefined || asked === null) return null;
  return { performance_location: asked.performance_location ?? null, tax_code: asked.tax_code ?? null };
}
