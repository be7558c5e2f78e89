import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, integer, nullable, oneOf, text, uuid } from "../../params/values.ts";
import { type AssetPart, partsOf } from "../asset-parts.ts";
import { FILE_STATUSES, type FileStatus } from "../files/file.ts";
import type { ObjectPlace } from "../objects/signed-url.ts";
import { transferFields } from "../objects/transfer.ts";

export const resolution = fields({ height: integer(), width: integer() });

const proxyFields = {
  name: text,
  filename: text,
  format: text,
  codec: text,
  status: oneOf(FILE_STATUSES),
  audio_bitrate: integer(),
  bit_rate: integer(),
  frame_rate: nullable(text),
  is_drop_frame: nullable(boolean),
  resolution,
  rotation: nullable(integer()),
  size: nullable(integer({ min: 0 })),
  start_time_code: nullable(text),
  storage_id: uuid,
  version_id: uuid,
};

export const ProxyInput = fields(proxyFields);

/** A small copy of an asset that a browser plays. */
export interface Proxy extends Omit<Values<typeof ProxyInput>, "version_id">, AssetPart {
  readonly name: string;
  readonly filename: string;
  readonly status: FileStatus;
  readonly storage_id: string;
  readonly is_public: boolean;
}

export const NEW_PROXY = {
  status: "OPEN",
  is_public: false,
  frame_rate: null,
  is_drop_frame: null,
  rotation: null,
  size: null,
  start_time_code: null,
} as const satisfies Partial<Proxy>;

const NO_SUCH = "Proxy for this asset doesn't exist";

export const proxies = collection<Proxy, "asset_id">({
  id: (ids) => ids.uuid(),
  missing: missing(NO_SUCH),
  indexes: ["asset_id"],
});

export const proxyParts = partsOf<Proxy>({
  realm: "proxies",
  of: (state) => state.proxies,
  noSuch: NO_SUCH,
  wire: (call, proxy) => ({ ...proxy, ...transferFields(call, proxy, placeOfProxy(proxy)) }),
  isListed: ({ status }) => status !== "DELETED",
});

export function placeOfProxy({ storage_id, asset_id, id, filename }: Proxy): ObjectPlace {
  return { storageId: storage_id, key: `${asset_id}/proxies/${id}/${filename}` };
}
