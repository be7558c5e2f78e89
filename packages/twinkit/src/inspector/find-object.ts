import type { FindObject } from "./render/json-view.tsx";
import { type AnyWorld, pageUrl } from "./view.ts";

/** Vendors' ids are shorter. */
const ID_CHARS_MAX = 128;
const ACCOUNTS_SEARCHED_MAX = 100;

/** Finds the page of the stored object that has an id, wherever in the world it lies. */
export function objectFinder(world: AnyWorld): FindObject {
  const accounts = world.accounts().slice(0, ACCOUNTS_SEARCHED_MAX);
  return (id) => {
    if (id === "" || id.length > ID_CHARS_MAX) return null;
    for (const [account, state] of accounts) {
      for (const [collection, objects] of Object.entries(state)) {
        if (objects.has(id)) return pageUrl(world.name, "/state", { account, collection, id });
      }
    }
    return null;
  };
}
