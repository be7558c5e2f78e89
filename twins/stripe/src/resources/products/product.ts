import { collection } from "@twinkit-pro/twinkit";
import type Stripe from "stripe";
import { resourceMissing } from "../../errors.ts";
import type { Metadata } from "../../metadata.ts";
import type { State } from "../../types.ts";
import type { Wire } from "../../wire-types.ts";

/** A product as the twin keeps it. Times are in seconds. */
export interface Product {
  readonly id: string;
  readonly created: number;
  readonly updated: number;
  readonly livemode: boolean;
  readonly active: boolean;
  readonly default_price: string | null;
  readonly description: string | null;
  readonly images: readonly string[];
  readonly marketing_features: readonly { readonly name: string }[];
  readonly metadata: Metadata;
  readonly name: string;
  /** Inches and ounces. */
  readonly package_dimensions: {
    readonly height: number;
    readonly length: number;
    readonly weight: number;
    readonly width: number;
  } | null;
  readonly shippable: boolean | null;
  readonly statement_descriptor: string | null;
  readonly tax_code: string | null;
  readonly tax_details: { readonly performance_location: string | null; readonly tax_code: string | null } | null;
  readonly type: "good" | "service";
  readonly unit_label: string | null;
  readonly url: string | null;
}

export const products = collection<Product, "url">({
  id: (ids) => ids.prefixed("prod_", 14),
  missing: resourceMissing("product"),
  indexes: ["url"],
});

export type WireProduct = Wire<Stripe.Product>;

export function wireProduct(product: Product): WireProduct {
  return {
    id: product.id,
    object: "product",
    active: product.active,
    created: product.created,
    default_price: product.default_price,
    description: product.description,
    images: [...product.images],
    livemode: product.livemode,
    marketing_features: product.marketing_features.map(({ name }) => ({ name })),
    metadata: product.metadata,
    name: product.name,
    package_dimensions: product.package_dimensions,
    shippable: product.shippable,
    statement_descriptor: product.statement_descriptor,
    tax_code: product.tax_code,
    tax_details: product.tax_details,
    type: product.type,
    unit_label: product.unit_label,
    updated: product.updated,
    url: product.url,
  };
}

export function loadProduct(state: State, id: string): WireProduct | null {
  const product = state.products.get(id);
  return product === undefined ? null : wireProduct(product);
}
