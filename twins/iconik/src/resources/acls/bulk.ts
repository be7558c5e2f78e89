import { del, post, put, reply, type Reply } from "@twinkit-pro/twinkit";
import { callerOf, needing } from "../../access/authorize.ts";
import { iconikError } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { boolean, list, oneOf, text, uuid } from "../../params/values.ts";
import type { Call, Op } from "../../types.ts";
import { objectsUnder } from "../collections/tree.ts";
import { finishedJob } from "../jobs/parent.ts";
import { type Acl, type Permission, PERMISSIONS, permissionsOf } from "./acl.ts";
import { grant, revoke } from "./grant.ts";

const holders = { user_ids: list(uuid), group_ids: list(uuid) };
const grantFields = { ...holders, permissions: list(oneOf(PERMISSIONS)), mode: oneOf(["APPEND", "OVERWRITE"]) };
const contentFields = { object_ids: list(uuid), include_assets: boolean, include_collections: boolean };

const Grants = fields({ ...grantFields, object_keys: list(text) }, ["object_keys", "permissions"]);
const Revocations = fields({ ...holders, object_keys: list(text) });
const ContentGrants = fields({ ...grantFields, ...contentFields }, ["permissions", "include_assets", "include_collections"]);
const ContentRevocations = fields({ ...holders, ...contentFields }, ["include_assets", "include_collections"]);
const Checks = fields(
  {
    objects: list(
      fields({ object_type: text, object_keys: list(text), permissions: list(oneOf(PERMISSIONS)) }, [
        "object_type",
        "object_keys",
        "permissions",
      ]),
    ),
  },
  ["objects"],
);

type Holders = Values<typeof Revocations>;
type Content = Values<typeof ContentRevocations>;

/** Permissions of many objects at once. */
export const bulkAclOperations = {
  ...needing("can_read_acls", { CheckAcls: post("/API/acls/v1/acl/", Checks, check) }),
  ...needing("can_write_acls", {
    GrantAcls: put("/API/acls/v1/acl/:object_type/", Grants, (op: Op<Values<typeof Grants>, "object_type">) => {
      grantAll(op, op.path.object_type, op.params.object_keys, op.params);
      return { updated_object_keys: op.params.object_keys };
    }),
    GrantContentAcls: put("/API/acls/v1/acl/:object_type/content/", ContentGrants, grantContent),
  }),
  ...needing("can_delete_acls", {
    RevokeAcls: del("/API/acls/v1/acl/:object_type/", { body: Revocations }, (op: Op<Holders, "object_type">) => {
      revokeAll(op, op.params.object_keys ?? [], op.params);
      return { updated_object_keys: op.params.object_keys ?? [] };
    }),
    RevokeContentAcls: del("/API/acls/v1/acl/:object_type/content/", { body: ContentRevocations }, revokeContent),
  }),
};

function check(op: Op<Values<typeof Checks>>): object {
  const user = callerOf(op);
  const isGranted = (key: string, wanted: readonly Permission[]): boolean => {
    const held = permissionsOf(op.state, user, key);
    return wanted.every((permission) => held.includes(permission));
  };
  const keys = op.params.objects.flatMap(({ object_keys, permissions }) =>
    object_keys.map((key) => ({ key, granted: isGranted(key, permissions) })),
  );
  const those = (granted: boolean): string[] => keys.filter((each) => each.granted === granted).map(({ key }) => key);
  return { access_granted: those(true), access_denied: those(false) };
}

type Granted = Holders & { readonly permissions: readonly Permission[]; readonly mode?: "APPEND" | "OVERWRITE" };

function grantAll(op: Call, type: string, keys: readonly string[], { mode, permissions, ...given }: Granted): void {
  for (const key of keys) {
    for (const { holder, id } of holdersOf(given)) {
      const known = op.state.acls.by("object_key", key).find((acl) => acl.holder === holder && acl.holder_id === id);
      const held = mode === "APPEND" ? (known?.permissions ?? []) : [];
      const all = [...new Set([...held, ...permissions])];
      grant(op, { object_type: type, object_key: key, holder, holder_id: id, permissions: all });
    }
  }
}

/** Without holders in the request, everybody's entries go. */
function revokeAll(op: Call, keys: readonly string[], given: Holders): void {
  const named = holdersOf(given);
  const isNamed = (acl: Acl): boolean =>
    named.length === 0 || named.some(({ holder, id }) => acl.holder === holder && acl.holder_id === id);
  for (const key of keys) for (const acl of op.state.acls.by("object_key", key).filter(isNamed)) revoke(op, acl);
}

function holdersOf({ user_ids = [], group_ids = [] }: Holders): { readonly holder: Acl["holder"]; readonly id: string }[] {
  return [
    ...user_ids.map((id) => ({ holder: "users", id }) as const),
    ...group_ids.map((id) => ({ holder: "groups", id }) as const),
  ];
}

function grantContent(op: Op<Values<typeof ContentGrants>, "object_type">): Reply {
  const { assets, collections } = contentOf(op, op.params);
  grantAll(op, "assets", assets, op.params);
  grantAll(op, "collections", collections, op.params);
  const job = finishedJob(op, { type: "ACL", title: "Changing permissions of collection content" });
  return reply({ job_id: job.id, status: job.status }, { status: 202 });
}

function revokeContent(op: Op<Content, "object_type">): object {
  const { assets, collections } = contentOf(op, op.params);
  revokeAll(op, [...assets, ...collections], op.params);
  return { updated_object_keys: [...assets, ...collections] };
}

function contentOf(op: Op<Content, "object_type">, { object_ids = [], include_assets, include_collections }: Content) {
  if (op.path.object_type !== "collections") throw iconikError(501, "invalid_object_type", ["Invalid object type"]);
  const under = object_ids.map((id) => objectsUnder(op.state, op.state.collections.require(id, "object_ids").id, "all"));
  return {
    assets: include_assets ? [...new Set(under.flatMap(({ assets }) => [...assets]))] : [],
    collections: include_collections ? [...new Set(under.flatMap(({ collections }) => [...collections]))] : [],
  };
}
