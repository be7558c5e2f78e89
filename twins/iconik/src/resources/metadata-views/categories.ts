import { del, get, noContent, post, put, reply, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { needing } from "../../access/authorize.ts";
import { conflict } from "../../errors.ts";
import type { Values } from "../../params/fields.ts";
import { boolean } from "../../params/values.ts";
import { timestamp } from "../../timestamps.ts";
import type { Iconik, Op, State } from "../../types.ts";
import { without } from "../../without.ts";
import { isAllowed } from "../acls/permissions.ts";
import { categoryId, CategoryInput, type MetadataCategory } from "./category.ts";
import { wireMergedView } from "./view.ts";

const CATEGORIES = "/API/metadata/v1/:object_type/categories/";
const CATEGORY = "/API/metadata/v1/:object_type/categories/:name/";
const CategoryViewsQuery = v.object({
  ext_options: v.exactOptional(boolean),
  writable_only: v.exactOptional(boolean),
});
type InCategory = "object_type" | "name";

export const metadataCategoryOperations = resource<Iconik>("metadata-categories", {
  operations: {
    ...needing("can_read_metadata_categories", {
      ListMetadataCategories: get(CATEGORIES, ({ path, state }: Op<object, "object_type">) => ({
        objects: state.metadataCategories.by("object_type", path.object_type).map(wireCategory),
      })),
      GetMetadataCategory: get(CATEGORY, ({ path, state }: Op<object, InCategory>) =>
        wireCategory(requireCategory(state, path)),
      ),
      GetMetadataCategoryViews: get(
        "/API/metadata/v1/:object_type/categories/:name/views/",
        CategoryViewsQuery,
        withViews,
      ),
    }),
    ...needing("can_write_metadata_categories", {
      CreateMetadataCategory: post(CATEGORIES, CategoryInput, create),
      ReplaceMetadataCategory: put(CATEGORY, CategoryInput, replace),
    }),
    ...needing("can_delete_metadata_categories", { DeleteMetadataCategory: del(CATEGORY, remove) }),
  },
});

function create({ path, params, state, now }: Op<Values<typeof CategoryInput>, "object_type">): unknown {
  const id = categoryId(path.object_type, params.name);
  if (state.metadataCategories.has(id)) throw conflict("A category with the same name and object_type already exists");
  const at = timestamp(now);
  const made = { ...path, view_ids: [], ...checked(state, params), date_created: at, date_modified: at };
  return reply(wireCategory(state.metadataCategories.insert({ id, ...made })), { status: 201 });
}

/** The name in the path stays: it identifies the category. */
function replace({ path, params, state, now }: Op<Values<typeof CategoryInput>, InCategory>): object {
  const { id } = requireCategory(state, path);
  const changes = { ...without(checked(state, params), "name"), date_modified: timestamp(now) };
  return wireCategory(state.metadataCategories.update(id, changes));
}

function remove({ path, state }: Op<object, InCategory>): unknown {
  state.metadataCategories.delete(requireCategory(state, path).id);
  return noContent();
}

/** Views that the caller may not read are left out. */
function withViews(op: Op<v.InferOutput<typeof CategoryViewsQuery>, InCategory>): object {
  const category = requireCategory(op.state, op.path);
  const permission = op.params.writable_only === true ? "write" : "read";
  const views = category.view_ids.flatMap((id) => {
    const view = op.state.metadataViews.get(id);
    const shown = isAllowed(op, { object_type: "metadata_views", object_key: id }, permission);
    return view !== undefined && shown ? [wireMergedView(op.state, view)] : [];
  });
  return { ...wireCategory(category), views };
}

/** @throws VendorError 400 where a category names a view that is not there */
function checked<Input extends Values<typeof CategoryInput>>(state: State, input: Input): Input {
  for (const id of input.view_ids ?? []) state.metadataViews.require(id, "view_ids");
  return input;
}

function requireCategory(state: State, path: Readonly<Record<InCategory, string>>): MetadataCategory {
  return state.metadataCategories.require(categoryId(path.object_type, path.name));
}

function wireCategory(category: MetadataCategory): object {
  return without(category, "id");
}
