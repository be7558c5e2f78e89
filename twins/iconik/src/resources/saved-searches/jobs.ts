import { post, reply, type Reply, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import { fields, type Values } from "../../params/fields.ts";
import { uuid } from "../../params/values.ts";
import type { Call, Iconik, Op } from "../../types.ts";
import { requirePermission } from "../acls/permissions.ts";
import { addContent } from "../collections/content.ts";
import { ancestorsOf } from "../collections/tree.ts";
import { finishedJob } from "../jobs/parent.ts";
import { readable } from "../search/results.ts";

const Conversion = fields({ collection_id: uuid }, ["collection_id"]);

/** What iconik does in the background; here it is done when the answer comes. */
export const savedSearchJobOperations = resource<Iconik>("saved-search-jobs", {
  operations: {
    ...needing("can_write_collections", {
      ConvertSavedSearchToCollection: post(
        "/API/search/v1/search/saved/:search_id/convert_to_collection/",
        Conversion,
        convert,
      ),
    }),
    ...needing("can_reindex_saved_searches", {
      ReindexSavedSearch: post("/API/search/v1/search/saved/:search_id/reindex/", (op: Op<object, "search_id">) =>
        reindexed(op, op.state.savedSearches.require(op.path.search_id).name),
      ),
      ReindexSavedSearchGroup: post(
        "/API/search/v1/search/saved/groups/:group_id/reindex/",
        (op: Op<object, "group_id">) => reindexed(op, op.state.savedSearchGroups.require(op.path.group_id).name),
      ),
    }),
  },
});

/** Puts what the search finds into a collection. */
function convert(op: Op<Values<typeof Conversion>, "search_id">): Reply {
  const saved = op.state.savedSearches.require(op.path.search_id);
  const { id: target } = op.state.collections.require(op.params.collection_id);
  requirePermission(op, { object_type: "saved_searches", object_key: saved.id }, "read");
  requirePermission(op, { object_type: "collections", object_key: target }, "write");
  for (const { object_type: type, id } of readable(op, saved.criteria)) {
    const holdsItself = id === target || ancestorsOf(op.state, target).includes(id);
    if ((type === "assets" || type === "collections") && !holdsItself) addContent(op, target, type, id);
  }
  return reply({}, { status: 202 });
}

function reindexed(call: Call, name: string): object {
  const { id, status } = finishedJob(call, { type: "REINDEX", title: `Reindexing ${name}` });
  return { job_id: id, status };
}
