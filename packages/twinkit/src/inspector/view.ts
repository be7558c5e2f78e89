import type { TwinTypes } from "../define/twin-types.ts";
import type { TwinRuntime } from "../server/twin-runtime.ts";
import type { World } from "../world/world.ts";

/** Pages show any twin, so they know no vendor's types. */
export type AnyRuntime = TwinRuntime<TwinTypes>;
export type AnyWorld = World<TwinTypes>;

/** What a page is rendered from. */
export interface View {
  readonly runtime: AnyRuntime;
  readonly world: AnyWorld;
  /** Where the browser reached the twin: `http://127.0.0.1:4111`. */
  readonly origin: string;
  /** Path of the page, below `/admin/ui`. */
  readonly path: string;
  readonly query: URLSearchParams;
}

export const UI_PATH = "/admin/ui";

/** The address of a page for a world. Empty and absent values are left out. */
export function pageUrl(world: string, path: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const search = new URLSearchParams({ world });
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== "") search.set(name, value);
  return `${UI_PATH}${path}?${search.toString()}`;
}
