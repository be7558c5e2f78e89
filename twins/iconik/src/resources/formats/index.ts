import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { needing } from "../../access/authorize.ts";
import { badRequest, notFound } from "../../errors.ts";
import type { Values } from "../../params/fields.ts";
import { boolean } from "../../params/values.ts";
import type { Iconik, Op } from "../../types.ts";
import { PartsQuery } from "../asset-parts.ts";
import { recordHistory } from "../history/history-entry.ts";
import { discardFormat, purgeFormat, restoreFormat } from "./lifecycle.ts";
import {
  type Component,
  ComponentInput,
  type Format,
  FormatInput,
  formatParts,
  FormatPatch,
  NEW_FORMAT,
} from "./format.ts";

type OfFormat = "asset_id" | "format_id";

const DeleteQuery = v.object({ immediately: v.exactOptional(boolean) });

export const formats = resource<Iconik>("formats", {
  operations: {
    ...needing("can_read_formats", {
      ListFormats: get("/API/files/v1/assets/:asset_id/formats/", PartsQuery, formatParts.list),
      ListVersionFormats: get(
        "/API/files/v1/assets/:asset_id/versions/:version_id/formats/",
        PartsQuery,
        formatParts.listOfVersion,
      ),
      // iconik also documents GET …/formats/{name}/: one route, told apart by what is asked for.
      GetFormat: get("/API/files/v1/assets/:asset_id/formats/:format_id/", (op: Op<object, OfFormat>) =>
        formatParts.show(op, op.path.asset_id, idOrName(op)),
      ),
      ListFormatComponents: get(
        "/API/files/v1/assets/:asset_id/formats/:format_id/components/",
        (op: Op<object, OfFormat>) => ({
          objects: find(op).components,
        }),
      ),
      GetFormatComponent: get(
        "/API/files/v1/assets/:asset_id/formats/:format_id/components/:component_id/",
        (op: Op<object, OfFormat | "component_id">) => ({ objects: [findComponent(find(op), op.path.component_id)] }),
      ),
    }),
    ...needing("can_write_formats", {
      CreateFormat: post("/API/files/v1/assets/:asset_id/formats/", FormatInput, create),
      ReplaceFormat: put("/API/files/v1/assets/:asset_id/formats/:format_id/", FormatInput, edit),
      UpdateFormat: patch("/API/files/v1/assets/:asset_id/formats/:format_id/", FormatPatch, edit),
      RestoreFormat: put("/API/files/v1/assets/:asset_id/formats/:format_id/restore/", restore),
    }),
    ...needing("can_create_formats", {
      CreateFormatComponent: post(
        "/API/files/v1/assets/:asset_id/formats/:format_id/components/",
        ComponentInput,
        addComponent,
      ),
      ReplaceFormatComponent: put(
        "/API/files/v1/assets/:asset_id/formats/:format_id/components/:component_id/",
        ComponentInput,
        editComponent,
      ),
    }),
    ...needing("can_delete_formats", {
      DeleteFormat: del("/API/files/v1/assets/:asset_id/formats/:format_id/", DeleteQuery, remove),
      PurgeFormat: del("/API/files/v1/assets/:asset_id/formats/:format_id/purge/", (op: Op<object, OfFormat>) => {
        const format = find(op);
        if (format.status !== "DELETED") throw badRequest("Format is not deleted");
        purgeFormat(op, format);
        return noContent();
      }),
      DeleteVersionFormats: del("/API/files/v1/assets/:asset_id/versions/:version_id/formats/", DeleteQuery, removeAll),
      DeleteAllFormats: del("/API/files/v1/assets/:asset_id/versions/all/formats/", DeleteQuery, removeAll),
      DeleteFormatComponent: del(
        "/API/files/v1/assets/:asset_id/formats/:format_id/components/:component_id/",
        removeComponent,
      ),
    }),
  },
});

function find(op: Op<object, OfFormat>): Format {
  return formatParts.find(op, op.path.asset_id, op.path.format_id);
}

function idOrName({ path, state }: Op<object, OfFormat>): string {
  if (state.formats.has(path.format_id)) return path.format_id;
  const named = state.formats.by("asset_id", path.asset_id).find(({ name }) => name === path.format_id);
  return named?.id ?? path.format_id;
}

function create(op: Op<Values<typeof FormatInput>, "asset_id">): unknown {
  const { params, path, state, ids } = op;
  const asset = state.assets.require(path.asset_id);
  const components = (params.components ?? []).map((component) => ({ ...component, id: ids.uuid() }));
  const format = formatParts.create(op, asset, { ...NEW_FORMAT, ...params, components });
  recordHistory(op, asset, "ADD_FORMAT", { operation_description: format.name });
  return reply(formatParts.show(op, asset.id, format.id), { status: 201 });
}

function edit(op: Op<Values<typeof FormatPatch>, OfFormat>): object {
  const { components, ...changes } = op.params;
  const own = components?.map((component) => ({ ...component, id: op.ids.uuid() }));
  formatParts.change(op, find(op), { ...changes, ...(own === undefined ? {} : { components: own }) });
  return formatParts.show(op, op.path.asset_id, op.path.format_id);
}

function remove(op: Op<Values<typeof DeleteQuery>, OfFormat>): unknown {
  const format = find(op);
  recordHistory(op, op.state.assets.require(format.asset_id), "DELETE_FORMAT", { operation_description: format.name });
  if (op.params.immediately !== true) return discardFormat(op, format);
  purgeFormat(op, format);
  return noContent();
}

function removeAll(op: Op<Values<typeof DeleteQuery>, "asset_id">): unknown {
  for (const format of formatParts.ofPath(op)) {
    if (op.params.immediately === true) purgeFormat(op, format);
    else discardFormat(op, format);
  }
  return op.params.immediately === true ? noContent() : {};
}

function restore(op: Op<object, OfFormat>): object {
  const format = find(op);
  recordHistory(op, op.state.assets.require(format.asset_id), "RESTORE_FORMAT", { operation_description: format.name });
  return restoreFormat(op, format);
}

function findComponent({ components }: Format, id: string): Component {
  const component = components.find((each) => each.id === id);
  if (component === undefined) throw notFound("Asset/Format/Component don't exist");
  return component;
}

function addComponent(op: Op<Values<typeof ComponentInput>, OfFormat>): Component {
  const format = find(op);
  const component = { ...op.params, id: op.ids.uuid() };
  formatParts.change(op, format, { components: [...format.components, component] });
  return component;
}

function editComponent(op: Op<Values<typeof ComponentInput>, OfFormat | "component_id">): Component {
  const format = find(op);
  const changed = { ...findComponent(format, op.path.component_id), ...op.params };
  const components = format.components.map((component) => (component.id === changed.id ? changed : component));
  formatParts.change(op, format, { components });
  return changed;
}

function removeComponent(op: Op<object, OfFormat | "component_id">): object {
  const format = find(op);
  const { id } = findComponent(format, op.path.component_id);
  const components = format.components.filter((component) => component.id !== id);
  formatParts.change(op, format, { components });
  return { objects: components };
}
