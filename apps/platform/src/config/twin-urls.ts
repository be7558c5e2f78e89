import { TwinId } from "@twinkit-pro/contracts";
import * as v from "valibot";

/** More twins than the catalog will have for long; each costs a request per health check. */
export const TWIN_URLS_MAX = 64;

/** Where a twin's admin API listens. */
export interface TwinAddress {
  readonly twin: TwinId;
  /** Origin, without a trailing slash. */
  readonly url: string;
}

/** `twin-stripe=http://127.0.0.1:4111,twin-iconik=…` as the addresses of twins. */
export const TwinUrls = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }): readonly TwinAddress[] => {
    const addresses: TwinAddress[] = [];
    for (const entry of dataset.value.split(",").map((part) => part.trim())) {
      const address = readAddress(entry, addresses);
      if (typeof address === "string") {
        addIssue({ message: address });
        return NEVER;
      }
      addresses.push(address);
    }
    if (addresses.length <= TWIN_URLS_MAX) return addresses;
    addIssue({ message: `lists ${addresses.length} twins, at most ${TWIN_URLS_MAX} are allowed` });
    return NEVER;
  }),
);

function readAddress(entry: string, before: readonly TwinAddress[]): TwinAddress | string {
  const [name = "", ...rest] = entry.split("=");
  const twin = v.safeParse(TwinId, name);
  if (!twin.success) return `"${entry}" must be twin-<vendor>=<url>`;
  if (before.some((other) => other.twin === twin.output)) return `names ${twin.output} twice`;
  const url = URL.parse(rest.join("="));
  if (url === null || !["http:", "https:"].includes(url.protocol) || url.username !== "") {
    return `the address of ${twin.output} must be an http or https URL without a user name`;
  }
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    return `the address of ${twin.output} must have no path, query or fragment`;
  }
  return { twin: twin.output, url: url.origin };
}
