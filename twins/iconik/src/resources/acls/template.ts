import { collection } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { text } from "../../params/values.ts";

const templateFields = { name: v.pipe(text, v.nonEmpty("Shorter than minimum length 1.")) };

export const TemplateInput = fields(templateFields, ["name"]);
export const TemplatePatch = fields(templateFields);

/** A named set of ACLs to copy to objects: the ACLs on the object type `acl_templates` with its id. */
export interface AclTemplate extends Values<typeof TemplateInput> {
  readonly id: string;
  readonly date_created: string;
  readonly date_modified: string;
}

export const aclTemplates = collection<AclTemplate>({
  id: (ids) => ids.uuid(),
  missing: missing("ACL template does not exist"),
});
