import * as v from "valibot";
import {
  boolean,
  clearable,
  float,
  hash,
  list,
  listParams,
  metadata,
  oneOf,
  params,
  rangeQuery,
  text,
  url,
} from "../../params/index.ts";
import { DefaultPriceData } from "../prices/params.ts";

/** Limits. https://docs.stripe.com/api/products/create */
const IMAGES_MAX = 8;
const FEATURES_MAX = 15;
const FEATURE_NAME_CHARS_MAX = 80;
const DESCRIPTION_CHARS_MAX = 40_000;
const DESCRIPTOR_CHARS_MAX = 22;
const UNIT_LABEL_CHARS_MAX = 12;

const images = list(text(), { max: IMAGES_MAX });
const features = list(hash({ name: text(FEATURE_NAME_CHARS_MAX) }), { max: FEATURES_MAX });
const dimensions = hash({ height: float(), length: float(), weight: float(), width: float() });
const taxDetails = hash({ performance_location: v.optional(text()), tax_code: v.optional(clearable(text())) });

export const CreateProduct = params({
  name: text(),
  active: v.optional(boolean()),
  default_price_data: v.optional(DefaultPriceData),
  description: v.optional(clearable(text(DESCRIPTION_CHARS_MAX))),
  id: v.optional(text()),
  images: v.optional(clearable(images)),
  marketing_features: v.optional(clearable(features)),
  metadata: v.optional(metadata()),
  package_dimensions: v.optional(clearable(dimensions)),
  shippable: v.optional(boolean()),
  statement_descriptor: v.optional(text(DESCRIPTOR_CHARS_MAX)),
  tax_code: v.optional(clearable(text())),
  tax_details: v.optional(clearable(taxDetails)),
  type: v.optional(oneOf(["good", "service"])),
  unit_label: v.optional(clearable(text(UNIT_LABEL_CHARS_MAX))),
  url: v.optional(clearable(url())),
});
export type CreateProduct = v.InferOutput<typeof CreateProduct>;

export const UpdateProduct = params({
  active: v.optional(boolean()),
  default_price: v.optional(clearable(text())),
  description: v.optional(clearable(text(DESCRIPTION_CHARS_MAX))),
  images: v.optional(clearable(images)),
  marketing_features: v.optional(clearable(features)),
  metadata: v.optional(metadata()),
  name: v.optional(text()),
  package_dimensions: v.optional(clearable(dimensions)),
  shippable: v.optional(boolean()),
  statement_descriptor: v.optional(clearable(text(DESCRIPTOR_CHARS_MAX))),
  tax_code: v.optional(clearable(text())),
  tax_details: v.optional(clearable(taxDetails)),
  unit_label: v.optional(clearable(text(UNIT_LABEL_CHARS_MAX))),
  url: v.optional(clearable(url())),
});
export type UpdateProduct = v.InferOutput<typeof UpdateProduct>;

export const ListProducts = listParams({
  active: v.optional(boolean()),
  created: v.optional(rangeQuery()),
  ids: v.optional(list(text())),
  shippable: v.optional(boolean()),
  type: v.optional(oneOf(["good", "service"])),
  url: v.optional(text()),
});
export type ListProducts = v.InferOutput<typeof ListProducts>;
