import type { Child, FC } from "hono/jsx";
import { changeOf } from "../live/world-version.ts";
import { pageUrl, UI_PATH, type View } from "../view.ts";
import { Frame } from "./frame.tsx";
import { Navigation } from "./navigation.tsx";
import { WorldPicker } from "./world-picker.tsx";
import { WorldTime } from "./world-time.tsx";

interface PageProps {
  readonly view: View;
  readonly title: string;
  /** One sentence below the title. */
  readonly lead?: Child;
  readonly children?: Child;
}

/** A page of a twin, about one of its worlds. */
export const Page: FC<PageProps> = ({ view, title, lead, children }) => {
  const { runtime, world } = view;
  const { name, version } = runtime.definition;
  return (
    <Frame
      title={`${title} · ${name} twin`}
      heading={title}
      lead={lead}
      stream={`${UI_PATH}/changes?world=${encodeURIComponent(world.name)}`}
      change={changeOf(runtime, world)}
      world={world.name}
      bar={
        <>
          <a class="brand" href={pageUrl(world.name, "")}>
            <span class="brand-name">{name}</span> <span class="brand-kind">twin {version}</span>
          </a>
          <WorldPicker view={view} />
          <WorldTime world={world} />
        </>
      }
      navigation={<Navigation view={view} />}
    >
      {children}
    </Frame>
  );
};
