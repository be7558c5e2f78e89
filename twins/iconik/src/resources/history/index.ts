import { del, get, post, reply, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import { notFound } from "../../errors.ts";
import { listPage } from "../../listing/list-page.ts";
import { PageQuery } from "../../listing/query.ts";
import { fields, type Values } from "../../params/fields.ts";
import { nullable, oneOf, text, uuid } from "../../params/values.ts";
import type { Iconik, Op } from "../../types.ts";
import { systemDomainOf } from "../system-domains/system-domain.ts";
import { HISTORY_OPERATIONS, type HistoryEntry, recordHistory } from "./history-entry.ts";

const NewEntry = fields(
  {
    operation_type: oneOf(HISTORY_OPERATIONS),
    operation_description: nullable(text),
    job_id: nullable(uuid),
    share_id: nullable(uuid),
    share_user_id: nullable(uuid),
  },
  ["operation_type"],
);

type OfEntry = "asset_id" | "history_entity_id";

export const history = resource<Iconik>("history", {
  operations: {
    ...needing("can_read_assets_history", {
      ListAssetHistory: get("/API/assets/v1/assets/:asset_id/history/", PageQuery, list),
      GetAssetHistoryEntry: get(
        "/API/assets/v1/assets/:asset_id/history/:history_entity_id/",
        (op: Op<object, OfEntry>) => wire(op, find(op)),
      ),
    }),
    ...needing("can_write_assets_history", {
      CreateAssetHistoryEntry: post("/API/assets/v1/assets/:asset_id/history/", NewEntry, create),
    }),
    ...needing("can_delete_assets_history", {
      DeleteAssetHistoryEntry: del(
        "/API/assets/v1/assets/:asset_id/history/:history_entity_id/",
        (op: Op<object, OfEntry>) => {
          const entry = find(op);
          op.state.history.delete(entry.id);
          return reply(wire(op, entry), { status: 201 });
        },
      ),
    }),
  },
});

function find({ path, state }: Op<object, OfEntry>): HistoryEntry {
  const entry = state.history.require(path.history_entity_id);
  if (entry.asset_id !== path.asset_id) throw notFound("Asset history entity does not exist");
  return entry;
}

function list(op: Op<PageQuery, "asset_id">): object {
  const { id } = op.state.assets.require(op.path.asset_id);
  const where = { field: "asset_id", value: id } as const;
  return listPage(op, op.state.history, { where, wire: (entry) => wire(op, entry) });
}

function create(op: Op<Values<typeof NewEntry>, "asset_id">): unknown {
  const { operation_type: operation, ...detail } = op.params;
  const asset = op.state.assets.require(op.path.asset_id);
  return reply(wire(op, recordHistory(op, asset, operation, detail)), { status: 201 });
}

function wire({ state }: Pick<Op, "state">, entry: HistoryEntry): object {
  return { ...entry, system_domain_id: systemDomainOf(state).id };
}
