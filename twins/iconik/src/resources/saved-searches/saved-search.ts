import { collection } from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { nullable, text, uuid } from "../../params/values.ts";
import { SearchCriteria } from "../search/criteria.ts";

const name = v.pipe(text, v.nonEmpty("Shorter than minimum length 1."));
const savedFields = { name, criteria: SearchCriteria, group_id: nullable(uuid) };

export const SavedSearchInput = fields(savedFields, ["name", "criteria"]);
export const SavedSearchPatch = fields(savedFields);
export type SavedSearchPatch = Values<typeof SavedSearchPatch>;

/** Criteria kept under a name. */
export interface SavedSearch extends Values<typeof SavedSearchInput> {
  readonly id: string;
  readonly group_id: string | null;
  readonly date_created: string;
  readonly date_modified: string;
}

export const savedSearches = collection<SavedSearch, "group_id">({
  id: (ids) => ids.uuid(),
  missing: missing("Saved search does not exist"),
  indexes: ["group_id"],
});

const groupFields = { name };
export const GroupInput = fields(groupFields, ["name"]);
export const GroupPatch = fields(groupFields);

/** Saved searches that belong together. */
export interface SavedSearchGroup extends Values<typeof GroupInput> {
  readonly id: string;
  readonly user_id: string;
  readonly date_created: string;
  readonly date_modified: string;
}

export const savedSearchGroups = collection<SavedSearchGroup>({
  id: (ids) => ids.uuid(),
  missing: missing("Saved search group does not exist"),
});
