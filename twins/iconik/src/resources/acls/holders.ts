import { del, get, noContent, post, put, reply, resource } from "@twinkit-pro/twinkit";
import type * as v from "valibot";
import { needing } from "../../access/authorize.ts";
import { notFound, permissionDenied } from "../../errors.ts";
import { listPage } from "../../listing/list-page.ts";
import { PageQuery } from "../../listing/query.ts";
import { fields, type Values } from "../../params/fields.ts";
import { list, text } from "../../params/values.ts";
import type { Iconik, Op, State } from "../../types.ts";
import {
  type Acl,
  aclId,
  type Holder,
  type HolderKind,
  type ObjectRef,
  permissionList,
  wireAcl,
  wireHolder,
} from "./acl.ts";
import { changeAcl, dropAcl } from "./change-acl.ts";
import { changeable, refs } from "./many.ts";
import { requirePermission } from "./permissions.ts";

const USER_ACL = "/API/acls/v1/users/:holder_id/acl/:object_type/:object_key/";
const GROUP_ACL = "/API/acls/v1/groups/:holder_id/acl/:object_type/:object_key/";
const SHARE_ACL = "/API/acls/v1/shares/:holder_id/acl/:object_type/:object_key/";

const AclInput = fields({ permissions: permissionList }, ["permissions"]);
const ShareAcls = fields({ object_keys: list(text), permissions: permissionList }, ["permissions"]);
type AclInput = Values<typeof AclInput>;
type OfHolder = "holder_id" | keyof ObjectRef;

/** The ACLs of one user, group or share on one object. */
export const holderAclOperations = resource<Iconik>("holder-acls", {
  operations: {
    ...needing("can_read_acls", {
      GetUserAcl: get(USER_ACL, (op: Op<object, OfHolder>) => read(op, "users")),
      CheckUserAcl: get(`${USER_ACL}:permission/`, (op: Op<object, OfHolder | "permission">) =>
        wireAcl(holding(op, "users")),
      ),
      GetGroupAcl: get(GROUP_ACL, readOfGroup),
      CheckGroupAcl: get(`${GROUP_ACL}:permission/`, (op: Op<object, OfHolder | "permission">) => holds(op, "groups")),
      GetShareAcl: get(SHARE_ACL, (op: Op<object, OfHolder>) => read(op, "shares")),
      CheckShareAcl: get(`${SHARE_ACL}:permission/`, (op: Op<object, OfHolder | "permission">) => holds(op, "shares")),
      ListShareAcls: get("/API/acls/v1/shares/:object_type/:object_key/", PageQuery, listShares),
    }),
    ...needing("can_write_acls", {
      PutUserAcl: put(USER_ACL, AclInput, (op: Op<AclInput, OfHolder>) => write(op, "users")),
      PutGroupAcl: put(GROUP_ACL, AclInput, (op: Op<AclInput, OfHolder>) => write(op, "groups")),
      CreateShareAcl: post(SHARE_ACL, AclInput, (op: Op<AclInput, OfHolder>) => write(op, "shares")),
      ReplaceShareAcl: put(SHARE_ACL, AclInput, replaceShare),
      PutShareAcls: put("/API/acls/v1/shares/:share_id/acl/:object_type/", ShareAcls, writeShares),
    }),
    ...needing("can_delete_acls", {
      DeleteUserAcl: del(USER_ACL, (op: Op<object, OfHolder>) => remove(op, "users")),
      DeleteGroupAcl: del(GROUP_ACL, (op: Op<object, OfHolder>) => remove(op, "groups")),
      DeleteShareAcl: del(SHARE_ACL, (op: Op<object, OfHolder>) => remove(op, "shares")),
    }),
  },
});

/** Whoever has no ACL on the object holds no permissions. */
function read({ path, state }: Op<object, OfHolder>, kind: HolderKind): object {
  const holder = { holder_kind: kind, holder_id: path.holder_id };
  requireHolder(state, holder);
  const acl = state.acls.get(aclId(path, holder));
  const { object_type, object_key } = path;
  return acl === undefined ? { ...wireHolder(holder), object_type, object_key, permissions: [] } : wireAcl(acl);
}

function readOfGroup({ path, state }: Op<object, OfHolder>): object {
  const acl = state.acls.get(aclId(path, { holder_kind: "groups", holder_id: path.holder_id }));
  if (acl === undefined) throw notFound("Group doesn't have permissions");
  return wireAcl(acl);
}

/** Creates or replaces: the status tells which. */
function write(op: Op<AclInput, OfHolder>, kind: HolderKind): unknown {
  const holder = { holder_kind: kind, holder_id: op.path.holder_id };
  requireHolder(op.state, holder);
  requirePermission(op, op.path, "change-acl");
  const isNew = !op.state.acls.has(aclId(op.path, holder));
  return reply(wireAcl(changeAcl(op, op.path, holder, op.params.permissions)), { status: isNew ? 201 : 200 });
}

function replaceShare(op: Op<AclInput, OfHolder>): unknown {
  requireAcl(op, "shares");
  return write(op, "shares");
}

function writeShares(op: Op<Values<typeof ShareAcls>, "share_id" | "object_type">): object {
  const { id } = op.state.shares.require(op.path.share_id);
  const objects = changeable(op, refs(op.path.object_type, op.params.object_keys ?? []));
  const holder = { holder_kind: "shares", holder_id: id } as const;
  for (const ref of objects) changeAcl(op, ref, holder, op.params.permissions);
  return { updated_object_keys: objects.map(({ object_key }) => object_key) };
}

function remove(op: Op<object, OfHolder>, kind: HolderKind): unknown {
  const { id } = requireAcl(op, kind);
  requirePermission(op, op.path, "change-acl");
  dropAcl(op, id);
  return noContent();
}

function listShares(op: Op<v.InferOutput<typeof PageQuery>, keyof ObjectRef>): object {
  const { object_type: objectType, object_key: value } = op.path;
  return listPage(op, op.state.acls, {
    where: { field: "object_key", value },
    filter: (acl) => acl.holder_kind === "shares" && acl.object_type === objectType,
    wire: wireAcl,
  });
}

function requireAcl({ path, state }: Op<object, OfHolder>, kind: HolderKind): Acl {
  return state.acls.require(aclId(path, { holder_kind: kind, holder_id: path.holder_id }));
}

/** @throws VendorError 403 where the holder lacks the permission */
function holding({ path, state }: Op<object, OfHolder | "permission">, kind: HolderKind): Acl {
  const acl = state.acls.get(aclId(path, { holder_kind: kind, holder_id: path.holder_id }));
  if (acl === undefined || !acl.permissions.some((held) => held === path.permission)) throw permissionDenied();
  return acl;
}

function holds(op: Op<object, OfHolder | "permission">, kind: HolderKind): object {
  holding(op, kind);
  return {};
}

/** @throws VendorError 404 */
function requireHolder(state: State, { holder_kind: kind, holder_id: id }: Holder): void {
  state[kind].require(id);
}
