import { del, get, noContent, patch, post, put, reply, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import type { Values } from "../../params/fields.ts";
import { timestamp } from "../../timestamps.ts";
import type { Iconik, Op } from "../../types.ts";
import type { ObjectRef } from "./acl.ts";
import { changeAcl } from "./change-acl.ts";
import { directAcls, requirePermission } from "./permissions.ts";
import { TemplateInput, TemplatePatch } from "./template.ts";

const TEMPLATES = "/API/acls/v1/acl/templates/";
const TEMPLATE = "/API/acls/v1/acl/templates/:template_id/";

export const aclTemplateOperations = resource<Iconik>("acl-templates", {
  operations: {
    ...needing("can_read_acl_templates", {
      ListAclTemplates: get(TEMPLATES, ({ state }: Op) => ({ objects: [...state.aclTemplates.all()] })),
      GetAclTemplate: get(TEMPLATE, ({ path, state }: Op<object, "template_id">) =>
        state.aclTemplates.require(path.template_id),
      ),
    }),
    ...needing("can_write_acl_templates", {
      CreateAclTemplate: post(TEMPLATES, TemplateInput, create),
      ReplaceAclTemplate: put(TEMPLATE, TemplateInput, edit),
      UpdateAclTemplate: patch(TEMPLATE, TemplatePatch, edit),
    }),
    ...needing("can_delete_acl_templates", { DeleteAclTemplate: del(TEMPLATE, remove) }),
    ...needing(null, {
      ApplyAclTemplate: post("/API/acls/v1/acl/templates/:template_id/:object_type/:object_key/", apply),
    }),
  },
});

function create({ params, state, now }: Op<Values<typeof TemplateInput>>): unknown {
  const at = timestamp(now);
  return reply(state.aclTemplates.insert({ ...params, date_created: at, date_modified: at }), { status: 201 });
}

function edit({ path, params, state, now }: Op<Values<typeof TemplatePatch>, "template_id">): object {
  return state.aclTemplates.update(path.template_id, { ...params, date_modified: timestamp(now) });
}

function remove({ path, state }: Op<object, "template_id">): unknown {
  const { id } = state.aclTemplates.require(path.template_id);
  for (const acl of directAcls(state, contentsOf(id))) state.acls.delete(acl.id);
  state.aclTemplates.delete(id);
  return noContent();
}

/** Copies the template's ACLs; those that the object has for others stay. */
function apply(op: Op<object, "template_id" | keyof ObjectRef>): object {
  const { id } = op.state.aclTemplates.require(op.path.template_id);
  requirePermission(op, op.path, "change-acl");
  for (const acl of directAcls(op.state, contentsOf(id))) changeAcl(op, op.path, acl, acl.permissions);
  return {};
}

function contentsOf(templateId: string): ObjectRef {
  return { object_type: "acl_templates", object_key: templateId };
}
