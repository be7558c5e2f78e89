import type { FC } from "hono/jsx";
import { formatCount } from "../render/format.ts";
import { pageUrl, type View } from "../view.ts";
import { PANELS } from "./panels.ts";

export const Navigation: FC<{ readonly view: View }> = ({ view }) => (
  <nav class="panels" aria-label="Panels">
    <ul>
      {PANELS.map(({ path, label, count }) => {
        const shown = count(view.world, view.runtime);
        const isCurrent = path === "" ? view.path === "" : view.path.startsWith(path);
        return (
          <li>
            <a href={pageUrl(view.world.name, path)} aria-current={isCurrent ? "page" : undefined}>
              {label}
              {shown === null ? null : <span class="count">{formatCount(shown)}</span>}
            </a>
          </li>
        );
      })}
    </ul>
  </nav>
);
