import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { dateTime, json, nullable, oneOf, text } from "../../params/values.ts";
import type { State } from "../../types.ts";

const STORAGE_METHODS = ["FILE", "HTTP", "FTP", "SFTP", "S3", "B2", "GCS", "PORTAL", "CUSTOM", "AZURE"] as const;

const STORAGE_PURPOSES = ["KEYFRAMES", "FILES", "PROXIES", "EXPORTS", "ARCHIVE", "FACES"] as const;
export type StoragePurpose = (typeof STORAGE_PURPOSES)[number];

const storageFields = {
  name: text,
  description: nullable(text),
  method: oneOf(STORAGE_METHODS),
  purpose: oneOf(STORAGE_PURPOSES),
  settings: json,
  status: oneOf(["ACTIVE", "INACTIVE", "FAILING"]),
  status_message: nullable(text),
  scanner_status: nullable(text),
  last_scanned: nullable(dateTime),
};

export const StorageInput = fields(storageFields, ["name", "method", "purpose", "settings"]);
export const StoragePatch = fields(storageFields);

export interface Storage extends Values<typeof StorageInput> {
  readonly id: string;
  readonly status: "ACTIVE" | "INACTIVE" | "FAILING";
  /** The one that iconik takes for its purpose where none is named. */
  readonly default: boolean;
}

export const NEW_STORAGE = {
  description: null,
  status: "ACTIVE",
  status_message: null,
  scanner_status: null,
  last_scanned: null,
  default: false,
} as const satisfies Partial<Storage>;

export const storages = collection<Storage, "purpose">({
  id: (ids) => ids.uuid(),
  missing: missing("Storage doesn't exist"),
  indexes: ["purpose"],
});

/** The default storage of a purpose, or else its first active one. */
export function storageFor(state: State, purpose: StoragePurpose): Storage | undefined {
  const candidates = state.storages.by("purpose", purpose).filter(({ status }) => status === "ACTIVE");
  return candidates.find((storage) => storage.default) ?? candidates[0];
}

/** Whether clients put bytes into it by signed addresses; a gateway on the premises moves the rest. */
export function isCloud({ method }: Storage): boolean {
  return method === "S3" || method === "GCS" || method === "B2" || method === "AZURE";
}
