import type { Collection, Entity } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { notFound } from "../errors.ts";
import { announce, type EventOperation, type Realm } from "../events.ts";
import { listAfter } from "../listing/list-after.ts";
import { AfterQuery } from "../listing/query.ts";
import { boolean } from "../params/values.ts";
import { timestamp } from "../timestamps.ts";
import type { Actor, Call, Op, State } from "../types.ts";
import type { Asset } from "./assets/asset.ts";
import { currentVersion } from "./assets/version.ts";

/** What hangs on one version of an asset: formats, file sets, files, proxies, keyframes. */
export interface AssetPart extends Entity {
  readonly asset_id: string;
  readonly version_id: string;
  readonly date_created: string;
  readonly date_modified: string;
}

export interface PartKind<E extends AssetPart> {
  readonly realm: Realm;
  readonly of: (state: State) => PartCollection<E>;
  /** iconik's message where the asset has no such part. */
  readonly noSuch: string;
  readonly wire: (call: Call, part: E) => object;
  /** Whether lists show it. @default they do */
  readonly isListed?: (part: E) => boolean;
}

type PartCollection<E extends AssetPart> = Pick<
  Collection<E, "asset_id">,
  "by" | "delete" | "insert" | "page" | "require" | "update"
>;

export const PartsQuery = v.object({
  ...AfterQuery.entries,
  include_all_versions: v.exactOptional(boolean),
});
export type PartsQuery = v.InferOutput<typeof PartsQuery>;

type Given<E extends AssetPart> = Omit<E, keyof AssetPart> & { readonly version_id?: string };

/** What every kind of part can do; the kinds add what is their own. */
export interface Parts<E extends AssetPart> {
  /** The parts of the asset's current version, or of all its versions where asked. */
  readonly list: (op: Op<PartsQuery, "asset_id">) => object;
  readonly listOfVersion: (op: Op<PartsQuery, "asset_id" | "version_id">) => object;
  /** @throws VendorError 404 where the asset has no such part */
  readonly find: (actor: Actor, assetId: string, id: string) => E;
  readonly show: (call: Call, assetId: string, id: string) => object;
  readonly create: (actor: Actor, asset: Asset, given: Given<E>) => E;
  readonly change: (actor: Actor, part: E, change: Partial<Omit<E, "id">>) => E;
  readonly remove: (actor: Actor, part: E) => void;
  readonly tell: (actor: Actor, part: E, operation: EventOperation) => void;
  /** The parts of one version where the path names one, else of all. */
  readonly ofPath: (op: Op<object, "asset_id">) => E[];
}

export function partsOf<E extends AssetPart>(kind: PartKind<E>): Parts<E> {
  const listed = (part: E): boolean => kind.isListed?.(part) ?? true;

  function list(op: Op<PartsQuery, "asset_id">, isWanted: (part: E) => boolean): object {
    return listAfter(op, kind.of(op.state), {
      where: { field: "asset_id", value: op.path.asset_id },
      filter: (part) => isWanted(part) && listed(part),
      wire: (part) => kind.wire(op, part),
    });
  }

  function tell(actor: Actor, part: E, operation: EventOperation): void {
    announce(actor, { event_type: "assets", realm: kind.realm, operation, object_id: part.asset_id, data: part });
  }

  function find(actor: Actor, assetId: string, id: string): E {
    actor.state.assets.require(assetId);
    const part = kind.of(actor.state).require(id);
    if (part.asset_id !== assetId) throw notFound(kind.noSuch);
    return part;
  }

  return {
    list: (op) => {
      const current = currentVersion(op.state.assets.require(op.path.asset_id)).id;
      return list(op, (part) => op.params.include_all_versions === true || part.version_id === current);
    },
    listOfVersion: (op) => list(op, ({ version_id }) => version_id === op.path.version_id),
    find,
    show: (call, assetId, id) => kind.wire(call, find(call, assetId, id)),
    create: (actor, asset, given) => {
      const at = timestamp(actor.now);
      const version = given.version_id ?? currentVersion(asset).id;
      const fields = { ...given, asset_id: asset.id, version_id: version, date_created: at, date_modified: at };
      const part = kind.of(actor.state).insert(fields as unknown as Omit<E, "id">);
      tell(actor, part, "create");
      return part;
    },
    change: (actor, part, change) => {
      const fields = { ...change, date_modified: timestamp(actor.now) };
      const changed = kind.of(actor.state).update(part.id, fields);
      tell(actor, changed, "update");
      return changed;
    },
    remove: (actor, part) => {
      kind.of(actor.state).delete(part.id);
      tell(actor, part, "delete");
    },
    tell,
    ofPath: ({ path, state }) => {
      const parts = kind.of(state).by("asset_id", state.assets.require(path.asset_id).id);
      return "version_id" in path ? parts.filter((part) => part.version_id === path.version_id) : parts;
    },
  };
}
