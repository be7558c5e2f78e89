import type { FC } from "hono/jsx";
import { PANELS } from "./panels.ts";
import { pageUrl, UI_PATH, type View } from "../view.ts";

/** More would make the list unusable; the page of the worlds has the rest. */
const WORLDS_OFFERED_MAX = 200;

/** Chooses the world that the page shows; works without a script, too. */
export const WorldPicker: FC<{ readonly view: View }> = ({ view: { runtime, world, path } }) => {
  const names = runtime.worlds.all().map(({ name }) => name);
  const offered = names.slice(-WORLDS_OFFERED_MAX);
  if (!offered.includes(world.name)) offered.unshift(world.name);
  // An object or a request of one world is none of another.
  const panel = PANELS.findLast((each) => path.startsWith(each.path));
  return (
    <form class="world-picker" method="get" action={`${UI_PATH}${panel?.path ?? ""}`}>
      <label for="world">World</label>
      <select id="world" name="world" data-submits>
        {offered.map((name) => (
          <option value={name} selected={name === world.name}>
            {name}
          </option>
        ))}
      </select>
      <button class="quiet needs-no-script">Show</button>
      {names.length > offered.length ? <a href={pageUrl(world.name, "/worlds")}>all {names.length}</a> : null}
    </form>
  );
};
