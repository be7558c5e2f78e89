import type { Child, FC } from "hono/jsx";
import { worldVersion } from "../live/world-version.ts";
import { formatInstant } from "../render/format.ts";
import { pageUrl, UI_PATH, type View } from "../view.ts";
import { Document } from "./document.tsx";
import { Navigation } from "./navigation.tsx";
import { WorldPicker } from "./world-picker.tsx";

interface PageProps {
  readonly view: View;
  readonly title: string;
  /** One sentence below the title. */
  readonly lead?: Child;
  readonly children?: Child;
}

/** A whole page: bar, navigation and content. What may change while it is open lies inside of `#page`. */
export const Page: FC<PageProps> = ({ view, title, lead, children }) => {
  const { definition } = view.runtime;
  const { name } = view.world;
  return (
    <Document title={`${title} · ${definition.name} twin`}>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <div
        id="page"
        data-stream={`${UI_PATH}/changes?world=${encodeURIComponent(name)}`}
        data-version={worldVersion(view.world)}
        data-requests={view.world.ledger.dropped + view.world.ledger.size}
        data-world={name}
      >
        <header class="bar">
          <a class="brand" href={pageUrl(name, "")}>
            <span class="brand-name">{definition.name}</span> <span class="brand-kind">twin {definition.version}</span>
          </a>
          <WorldPicker view={view} />
          <WorldTime view={view} />
          <p class="live" id="live">
            <span class="live-state" id="live-state" />
            <button type="button" class="quiet needs-script" id="pause" aria-pressed="false">
              Pause
            </button>
          </p>
        </header>
        <Navigation view={view} />
        <main id="main" tabindex={-1}>
          <header class="page-head">
            <h1>{title}</h1>
            {lead === undefined ? null : <p class="lead">{lead}</p>}
          </header>
          {children}
        </main>
      </div>
      <Shell />
    </Document>
  );
};

const WorldTime: FC<{ readonly view: View }> = ({ view: { world } }) => {
  const { nowMs, position } = world.clock;
  const iso = new Date(nowMs).toISOString();
  return (
    <p class="world-time">
      <span class="visually-hidden">Time in this world: </span>
      <a href={pageUrl(world.name, "/clock")}>
        <time datetime={iso} data-clock={position.mode}>
          {formatInstant(nowMs)}
        </time>
      </a>{" "}
      <span class="mode">{position.mode === "frozen" ? "frozen" : "UTC"}</span>
    </p>
  );
};

/** What the script needs on every page: where it speaks, and where it asks. */
const Shell: FC = () => (
  <>
    <p id="said" class="said" role="status" aria-live="polite" />
    <p id="news" class="visually-hidden" aria-live="polite" />
    <dialog id="ask" aria-labelledby="ask-text">
      <form method="dialog">
        <p id="ask-text" />
        <div class="buttons">
          <button value="no" class="quiet">
            Cancel
          </button>
          <button value="yes" class="danger" id="ask-yes">
            Continue
          </button>
        </div>
      </form>
    </dialog>
  </>
);
