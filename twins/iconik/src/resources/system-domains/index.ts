import { get, resource } from "@twinkit-pro/twinkit";
import { needing } from "../../access/authorize.ts";
import { PageQuery } from "../../listing/query.ts";
import { listPage } from "../../listing/list-page.ts";
import type { Iconik, Op } from "../../types.ts";
import { wireSystemDomain } from "./system-domain.ts";

export const systemDomains = resource<Iconik>("system-domains", {
  operations: {
    ...needing(null, {
      ListSystemDomains: get("/API/auth/v1/system_domains/", PageQuery, (op: Op<PageQuery>) =>
        listPage(op, op.state.systemDomains, { wire: wireSystemDomain }),
      ),
    }),
    ...needing("can_read_system_domains", {
      GetSystemDomain: get(
        "/API/auth/v1/system_domains/:system_domain_id/",
        ({ path, state }: Op<object, "system_domain_id">) =>
          wireSystemDomain(state.systemDomains.require(path.system_domain_id)),
      ),
    }),
  },
});
