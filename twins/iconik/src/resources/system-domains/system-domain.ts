import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import type { State } from "../../types.ts";
import { without } from "../../without.ts";

/** iconik's tenant. A world holds exactly one, made when the world is seeded. */
export interface SystemDomain {
  readonly id: string;
  readonly name: string;
  readonly base_url: string;
  readonly description: string;
  readonly status: "ACTIVE" | "WARNING" | "FROZEN" | "DEACTIVATED";
  readonly type: "TRIAL" | "CUSTOMER" | "PARTNER" | "INTERNAL";
  readonly date_created: string;
  readonly date_modified: string;
  /** Signs the domain's tokens and the addresses of its objects. Never shown. */
  readonly secret: string;
}

export const systemDomains = collection<SystemDomain>({
  id: (ids) => ids.uuid(),
  missing: missing("System domain does not exist"),
});

/** The system domain of this world. */
export function systemDomainOf(state: State): SystemDomain {
  const [domain] = state.systemDomains.all();
  if (domain === undefined) throw new Error("the world has no system domain; its state was not seeded");
  return domain;
}

export function wireSystemDomain(domain: SystemDomain): object {
  return { ...without(domain, "secret"), features: [], is_plg: false, is_template: false };
}
