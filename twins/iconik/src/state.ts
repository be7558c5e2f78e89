import { scrolls } from "./listing/scroll.ts";
import { acls } from "./resources/acls/acl.ts";
import { aclTemplates } from "./resources/acls/template.ts";
import { apps } from "./resources/apps/app.ts";
import { assets } from "./resources/assets/asset.ts";
import { collections } from "./resources/collections/asset-collection.ts";
import { contents } from "./resources/collections/content.ts";
import { fileSets } from "./resources/file-sets/file-set.ts";
import { files } from "./resources/files/file.ts";
import { formats } from "./resources/formats/format.ts";
import { groups } from "./resources/groups/group.ts";
import { history } from "./resources/history/history-entry.ts";
import { jobs } from "./resources/jobs/job.ts";
import { runs } from "./resources/jobs/run.ts";
import { keyframes } from "./resources/keyframes/keyframe.ts";
import { metadataFields } from "./resources/metadata-fields/field.ts";
import { metadataCategories } from "./resources/metadata-views/category.ts";
import { metadataViews } from "./resources/metadata-views/view.ts";
import { metadataValues } from "./resources/metadata-values/metadata-values.ts";
import { objects } from "./resources/objects/stored-object.ts";
import { proxies } from "./resources/proxies/proxy.ts";
import { relations, relationTypes } from "./resources/relations/relation.ts";
import { savedSearches, savedSearchGroups } from "./resources/saved-searches/saved-search.ts";
import { searchHistory } from "./resources/search/history.ts";
import { segments } from "./resources/segments/segment.ts";
import { shareTokens } from "./resources/shares/login.ts";
import { shareUsers } from "./resources/shares/share-user.ts";
import { shares } from "./resources/shares/share.ts";
import { storages } from "./resources/storages/storage.ts";
import { systemDomains } from "./resources/system-domains/system-domain.ts";
import { tokens } from "./resources/tokens/token.ts";
import { passwords, users } from "./resources/users/user.ts";
import { webhooks } from "./resources/webhooks/webhook.ts";

/** Everything that the twin remembers. */
export const state = {
  acls,
  aclTemplates,
  apps,
  assets,
  collections,
  contents,
  fileSets,
  files,
  formats,
  groups,
  history,
  jobs,
  keyframes,
  metadataCategories,
  metadataFields,
  metadataValues,
  metadataViews,
  objects,
  passwords,
  proxies,
  relations,
  relationTypes,
  runs,
  savedSearches,
  savedSearchGroups,
  scrolls,
  searchHistory,
  segments,
  shares,
  shareTokens,
  shareUsers,
  storages,
  systemDomains,
  tokens,
  users,
  webhooks,
};
