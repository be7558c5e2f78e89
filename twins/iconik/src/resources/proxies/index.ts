import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import { badRequest } from "../../errors.ts";
import type { Values } from "../../params/fields.ts";
import type { Iconik, Op } from "../../types.ts";
import { PartsQuery } from "../asset-parts.ts";
import { signedUrl } from "../objects/signed-url.ts";
import { dropObject, objectAt } from "../objects/stored-object.ts";
import { storageFor } from "../storages/storage.ts";
import { NEW_PROXY, placeOfProxy, type Proxy, ProxyInput, proxyParts } from "./proxy.ts";

type OfProxy = "asset_id" | "proxy_id";

export const proxies = resource<Iconik>("proxies", {
  operations: {
    ...needing("can_read_proxies", {
      ListProxies: get("/API/files/v1/assets/:asset_id/proxies/", PartsQuery, proxyParts.list),
      ListVersionProxies: get(
        "/API/files/v1/assets/:asset_id/versions/:version_id/proxies/",
        PartsQuery,
        proxyParts.listOfVersion,
      ),
      GetProxy: get("/API/files/v1/assets/:asset_id/proxies/:proxy_id/", (op: Op<object, OfProxy>) => show(op)),
      GetProxyDownloadUrl: get("/API/files/v1/assets/:asset_id/proxies/:proxy_id/download_url/", downloadUrl),
    }),
    ...needing("can_write_proxies", {
      CreateProxy: post("/API/files/v1/assets/:asset_id/proxies/", ProxyInput, create),
      ReplaceProxy: put("/API/files/v1/assets/:asset_id/proxies/:proxy_id/", ProxyInput, edit),
      UpdateProxy: patch("/API/files/v1/assets/:asset_id/proxies/:proxy_id/", ProxyInput, edit),
      PublishProxy: post("/API/files/v1/assets/:asset_id/proxies/:proxy_id/public/", (op: Op<object, OfProxy>) =>
        setPublic(op, true),
      ),
      UnpublishProxy: del("/API/files/v1/assets/:asset_id/proxies/:proxy_id/public/", (op: Op<object, OfProxy>) =>
        setPublic(op, false),
      ),
    }),
    ...needing("can_delete_proxies", {
      DeleteProxy: del("/API/files/v1/assets/:asset_id/proxies/:proxy_id/", (op: Op<object, OfProxy>) =>
        remove(op, [find(op)]),
      ),
      DeleteVersionProxies: del(
        "/API/files/v1/assets/:asset_id/versions/:version_id/proxies/",
        (op: Op<object, "asset_id" | "version_id">) => remove(op, proxyParts.ofPath(op)),
      ),
      DeleteAllProxies: del("/API/files/v1/assets/:asset_id/versions/all/proxies/", (op: Op<object, "asset_id">) =>
        remove(op, proxyParts.ofPath(op)),
      ),
    }),
  },
});

function find(op: Op<object, OfProxy>): Proxy {
  return proxyParts.find(op, op.path.asset_id, op.path.proxy_id);
}

function show(op: Op<object, OfProxy>): object {
  return proxyParts.show(op, op.path.asset_id, op.path.proxy_id);
}

function create(op: Op<Values<typeof ProxyInput>, "asset_id">): unknown {
  const { params, path, state } = op;
  const asset = state.assets.require(path.asset_id);
  const storage =
    params.storage_id === undefined
      ? storageFor(state, "PROXIES")
      : state.storages.require(params.storage_id, "storage_id");
  if (storage === undefined) throw badRequest("No matching storage exists");
  const filename = params.filename ?? `${params.name ?? "proxy"}.mp4`;
  const own = { name: params.name ?? filename, filename, storage_id: storage.id };
  const { id } = proxyParts.create(op, asset, { ...NEW_PROXY, ...params, ...own });
  return reply(proxyParts.show(op, asset.id, id), { status: 201 });
}

function edit(op: Op<Values<typeof ProxyInput>, OfProxy>): object {
  const before = find(op);
  const closes = op.params.status === "CLOSED" && before.status !== "CLOSED";
  const size = closes ? (before.size ?? objectAt(op.state, placeOfProxy(before))?.size ?? null) : (before.size ?? null);
  proxyParts.change(op, before, { size, ...op.params });
  return show(op);
}

function downloadUrl(op: Op<object, OfProxy>): object {
  return { url: signedUrl(op, "GET", placeOfProxy(find(op))) };
}

function setPublic(op: Op<object, OfProxy>, isPublic: boolean): unknown {
  proxyParts.change(op, find(op), { is_public: isPublic });
  return reply(show(op), { status: 201 });
}

function remove(op: Op<object, "asset_id">, doomed: readonly Proxy[]): unknown {
  for (const proxy of doomed) {
    dropObject(op.state, placeOfProxy(proxy));
    proxyParts.remove(op, proxy);
  }
  return noContent();
}
