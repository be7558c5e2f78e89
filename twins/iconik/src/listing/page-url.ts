import type { RequestFacts } from "@twinkit-pro/twinkit";

/** The path of the request with some of its parameters replaced: lists link to their other pages with it. */
export function pageUrl({ path, query }: RequestFacts, changes: Readonly<Record<string, string | number>>): string {
  const parameters = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) parameters.set(name, String(value));
  return `${path}?${parameters.toString()}`;
}
