import { type Role, ROLES } from "./access/roles.ts";
import { categoryId } from "./resources/metadata-views/category.ts";
import { NEW_STORAGE, type StoragePurpose } from "./resources/storages/storage.ts";
import { setPassword } from "./resources/users/password.ts";
import { timestamp } from "./timestamps.ts";
import type { Work } from "./types.ts";

/** The first login of a fresh domain. */
export const ADMINISTRATOR = { email: "admin@example.com", password: "iconik-twin" } as const;

const STORAGES: Readonly<Record<string, StoragePurpose>> = {
  "iconik-files": "FILES",
  "iconik-proxies": "PROXIES",
  "iconik-keyframes": "KEYFRAMES",
};

/** What a fresh system domain holds: an administrator, a group for everyone, storages of iconik's own, a first form. */
export function seed(work: Work): void {
  seedDomain(work);
  seedPeople(work);
  for (const [name, purpose] of Object.entries(STORAGES)) {
    work.state.storages.insert({ ...NEW_STORAGE, name, purpose, method: "S3", settings: {}, default: true });
  }
  seedMetadata(work);
}

function seedDomain({ state, ids, now }: Work): void {
  const at = timestamp(now);
  state.systemDomains.insert({
    name: "Twin",
    base_url: "https://app.iconik.io",
    description: "",
    status: "ACTIVE",
    type: "CUSTOMER",
    secret: ids.hex(64),
    date_created: at,
    date_modified: at,
  });
}

function seedPeople({ state, now }: Work): void {
  const at = timestamp(now);
  const dates = { date_created: at, date_modified: at };
  const everyone = state.groups.insert({ name: "Everyone", roles: ROLES.filter(isEveryones), ...dates });
  const administrator = state.users.insert({
    email: ADMINISTRATOR.email,
    first_name: "Domain",
    last_name: "Administrator",
    type: "POWER",
    is_admin: true,
    status: "ACTIVE",
    groups: [everyone.id],
    ...dates,
  });
  setPassword(state, administrator.id, ADMINISTRATOR.password);
  state.apps.insert({ name: "iconik web", ...dates });
}

/** Looking at things is everybody's. */
function isEveryones(role: Role): boolean {
  return role === "can_search" || role.startsWith("can_read_");
}

function seedMetadata({ state, now }: Work): void {
  const at = timestamp(now);
  const dates = { date_created: at, date_modified: at };
  state.metadataFields.insert({ id: "Description", label: "Description", field_type: "text", ...dates });
  state.metadataFields.insert({ id: "Keywords", label: "Keywords", field_type: "tag_cloud", multi: true, ...dates });
  const view = state.metadataViews.insert({
    name: "Default",
    description: null,
    view_fields: [{ name: "Description" }, { name: "Keywords" }],
    ...dates,
  });
  for (const type of ["assets", "collections", "segments"]) {
    const category = { object_type: type, name: "default", label: "Default", view_ids: [view.id] };
    state.metadataCategories.insert({ id: categoryId(type, "default"), ...category, ...dates });
  }
  const relation = { id: "variant", name: "variant", source_label: "Variant of", destination_label: "Has variant" };
  state.relationTypes.insert({ ...relation, description: null, is_directional: true, is_system: true, ...dates });
}
