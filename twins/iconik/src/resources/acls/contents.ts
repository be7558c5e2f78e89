import { reply } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { iconikError } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, list, uuid } from "../../params/values.ts";
import type { Op, State } from "../../types.ts";
import { objectsUnder } from "../collections/tree.ts";
import { type ObjectRef, permissionList } from "./acl.ts";
import { changeAcls, dropAcls, mode, refs } from "./many.ts";

const OBJECTS_MAX = 500;

const contentFields = {
  object_ids: v.pipe(list(uuid), v.maxLength(OBJECTS_MAX, `Longer than maximum length ${OBJECTS_MAX}.`)),
  user_ids: list(uuid),
  group_ids: list(uuid),
  include_assets: boolean,
  include_collections: boolean,
};
const WithPermissions = fields({ ...contentFields, permissions: permissionList }, [
  "include_assets",
  "include_collections",
  "permissions",
]);

export const ContentAcls = v.object({ ...WithPermissions.entries, mode });
export const DeletedContentAcls = fields(contentFields, ["include_assets", "include_collections"]);

export function putContentAcls(op: Op<v.InferOutput<typeof ContentAcls>, "object_type">): unknown {
  changeAcls(op, contentsOf(op.state, op.path.object_type, op.params), op.params);
  return reply({}, { status: 202 });
}

export function deleteContentAcls(op: Op<Values<typeof DeletedContentAcls>, "object_type">): object {
  dropAcls(op, contentsOf(op.state, op.path.object_type, op.params), op.params);
  return {};
}

interface ContentChoice {
  readonly object_ids?: readonly string[];
  readonly include_assets: boolean;
  readonly include_collections: boolean;
}

/** What lies in the named collections, at whatever depth. @throws VendorError 501 for types that hold nothing */
function contentsOf(state: State, objectType: string, choice: ContentChoice): readonly ObjectRef[] {
  if (objectType !== "collections") throw iconikError(501, "invalid_object_type", ["Invalid object type"]);
  return (choice.object_ids ?? []).flatMap((id) => {
    const { assets, collections } = objectsUnder(state, state.collections.require(id, "object_ids").id, "all");
    return [
      ...(choice.include_assets ? refs("assets", [...assets]) : []),
      ...(choice.include_collections ? refs("collections", [...collections]) : []),
    ];
  });
}
