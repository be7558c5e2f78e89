import type { Child, FC } from "hono/jsx";
import type { Change } from "../live/change-stream.ts";
import { Document } from "./document.tsx";

interface FrameProps {
  /** Of the document. */
  readonly title: string;
  readonly heading: string;
  /** A sentence below the heading. */
  readonly lead?: Child;
  /** Where the page hears of changes, and the state it was rendered from. */
  readonly stream: string;
  readonly change: Change;
  /** The world that its actions are for; none on the pages of a fleet. */
  readonly world?: string;
  /** What stands in the bar beside the switch of live updates. */
  readonly bar: Child;
  readonly navigation: Child;
  readonly children?: Child;
}

/** The frame of every page: bar, navigation, content. What may change while it is open lies inside of `#page`. */
export const Frame: FC<FrameProps> = (props) => (
  <Document title={props.title}>
    <a class="skip" href="#main">
      Skip to the content
    </a>
    <div
      id="page"
      data-stream={props.stream}
      data-version={props.change.version}
      data-requests={props.change.requests}
      data-world={props.world}
    >
      <header class="bar">
        {props.bar}
        <p class="live needs-script">
          <span class="live-state" id="live-state" />
          <button type="button" class="quiet" id="pause" aria-pressed="false">
            Pause
          </button>
        </p>
      </header>
      {props.navigation}
      <main id="main" tabindex={-1}>
        <header class="page-head">
          <h1>{props.heading}</h1>
          {props.lead === undefined ? null : <p class="lead">{props.lead}</p>}
        </header>
        <p class="note tone-warn needs-no-script">
          Without JavaScript pages are not kept up to date, and nothing can be changed from here; the admin API does the
          same by hand.
        </p>
        {props.children}
      </main>
    </div>
    <Speech />
  </Document>
);

/** Where the script speaks, and where it asks. */
const Speech: FC = () => (
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
