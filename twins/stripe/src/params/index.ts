export { codec, notModelled, shown } from "./codec.ts";
export type { Read } from "./codec.ts";
export { amount, boolean, currency, decimal, email, float, integer, oneOf, text, url } from "./scalars.ts";
export { clearable, hash, list, params } from "./structures.ts";
export {
  address,
  addressOf,
  inRange,
  listParams,
  PAGE_LIMIT_DEFAULT,
  PAGE_LIMIT_MAX,
  rangeQuery,
  shipping,
} from "./shapes.ts";
export type { Address, PageParams, Range } from "./shapes.ts";
export { metadata } from "../metadata.ts";
