import type { Resource } from "@twinkit-pro/twinkit";
import type { Iconik } from "../types.ts";
import { holderAclOperations } from "./acls/holders.ts";
import { aclOperations } from "./acls/index.ts";
import { aclTemplateOperations } from "./acls/templates.ts";
import { metadataFieldOperations } from "./metadata-fields/index.ts";
import { metadataBatchOperations } from "./metadata-values/batches.ts";
import { metadataValueOperations } from "./metadata-values/index.ts";
import { metadataVersionOperations } from "./metadata-values/versions.ts";
import { metadataCategoryOperations } from "./metadata-views/categories.ts";
import { metadataViewOperations } from "./metadata-views/index.ts";
import { savedSearchGroupOperations } from "./saved-searches/groups.ts";
import { savedSearchOperations } from "./saved-searches/index.ts";
import { savedSearchJobOperations } from "./saved-searches/jobs.ts";
import { searchOperations } from "./search/index.ts";
import { shareOperations } from "./shares/index.ts";
import { shareLoginOperations } from "./shares/login.ts";
import { ownShareOperations } from "./shares/own.ts";
import { bulkShareOperations } from "./shares/bulk.ts";
import { shareUserOperations } from "./shares/users.ts";
import { analyses } from "./analyses/index.ts";
import { apps } from "./apps/index.ts";
import { assets } from "./assets/index.ts";
import { collections } from "./collections/index.ts";
import { deleteQueue } from "./delete-queue/index.ts";
import { fileSets } from "./file-sets/index.ts";
import { files } from "./files/index.ts";
import { formats } from "./formats/index.ts";
import { groups } from "./groups/index.ts";
import { history } from "./history/index.ts";
import { jobs } from "./jobs/index.ts";
import { keyframes } from "./keyframes/index.ts";
import { objectStore } from "./objects/index.ts";
import { proxies } from "./proxies/index.ts";
import { relations } from "./relations/index.ts";
import { segments } from "./segments/index.ts";
import { storages } from "./storages/index.ts";
import { systemDomains } from "./system-domains/index.ts";
import { tokens } from "./tokens/index.ts";
import { transcodes } from "./transcodes/index.ts";
import { transfers } from "./transfers/index.ts";
import { users } from "./users/index.ts";
import { webhookDefinitions } from "./webhooks/index.ts";

/** The API, in the order of iconik's own reference: assets, files, jobs, metadata, search, acls, auth, users, notifications. */
export const resources: readonly Resource<Iconik>[] = [
  assets,
  segments,
  relations,
  history,
  collections,
  shareOperations,
  ownShareOperations,
  bulkShareOperations,
  shareUserOperations,
  shareLoginOperations,
  deleteQueue,
  storages,
  formats,
  fileSets,
  files,
  proxies,
  keyframes,
  transfers,
  objectStore,
  transcodes,
  analyses,
  jobs,
  metadataFieldOperations,
  metadataViewOperations,
  metadataCategoryOperations,
  metadataValueOperations,
  metadataVersionOperations,
  metadataBatchOperations,
  searchOperations,
  savedSearchOperations,
  savedSearchJobOperations,
  savedSearchGroupOperations,
  aclOperations,
  holderAclOperations,
  aclTemplateOperations,
  apps,
  tokens,
  systemDomains,
  users,
  groups,
  webhookDefinitions,
];
