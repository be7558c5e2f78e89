import { collection } from "@twinkit-pro/twinkit";
import { missing } from "../../errors.ts";
import { fields, type Values } from "../../params/fields.ts";
import { nullable, text, url, uuid } from "../../params/values.ts";
import type { State } from "../../types.ts";
import { systemDomainOf } from "../system-domains/system-domain.ts";

const appFields = { name: text, description: nullable(text), url: nullable(url), default_user_id: nullable(uuid) };

export const AppInput = fields(appFields, ["name"]);
export const AppPatch = fields(appFields);

/** An application of a customer's; its id is the `App-ID` that its requests carry. */
export interface App extends Values<typeof AppInput> {
  readonly id: string;
  readonly date_created: string;
  readonly date_modified: string;
}

export const apps = collection<App>({ id: (ids) => ids.uuid(), missing: missing("App does not exist") });

export function wireApp(state: State, app: App): object {
  const domain = systemDomainOf(state).id;
  return { description: null, url: null, default_user_id: null, ...app, system_domain_id: domain };
}
