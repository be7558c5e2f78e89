import type { FC } from "hono/jsx";
import { ActionButton, ActionForm, Field } from "../layout/action.tsx";
import { Page } from "../layout/page.tsx";
import { formatInstant, plural } from "../render/format.ts";
import type { View } from "../view.ts";

/** Named moments of the world. */
export const SnapshotsPage: FC<{ readonly view: View }> = ({ view }) => {
  const snapshots = view.world.snapshots.list();
  return (
    <Page
      view={view}
      title="Snapshots"
      lead="A snapshot names the present state and copies nothing. Restoring brings everything back: order, ids, counters, clock and pending work."
    >
      <div class="stack">
        <ActionForm api="POST /admin/snapshots" done="Snapshot {name} taken." class="card form-row">
          <Field
            id="field-name"
            label="Name"
            hint="A name that is in use is taken anew."
            control={(about) => (
              <input {...about} name="name" required maxlength={64} autocomplete="off" placeholder="before-upgrade" />
            )}
          />
          <button>Take a snapshot</button>
        </ActionForm>
        {snapshots.length === 0 ? (
          <div class="empty">
            <h2>No snapshot yet</h2>
            <p>Take one before you try something, and go back to it as often as you like.</p>
          </div>
        ) : (
          <ol class="rows">
            {snapshots.toReversed().map(({ name, atMs, objects }) => (
              <li class="row" id={`snapshot-${name}`}>
                <span class="row-main">
                  <strong class="mono">{name}</strong>
                  <span class="hint">{`${formatInstant(atMs)} UTC · ${plural(objects, "object")}`}</span>
                </span>
                <span class="buttons">
                  <ActionButton
                    api={`POST /admin/snapshots/${encodeURIComponent(name)}/restore`}
                    done="The world is what it was at {name}."
                    asks={`Restore ${name}? What happened since then is lost unless another snapshot has it.`}
                    yes="Restore"
                    label="Restore"
                    of={name}
                  />
                  <ActionButton
                    api={`DELETE /admin/snapshots/${encodeURIComponent(name)}`}
                    done="Snapshot {name} deleted."
                    asks={`Delete the snapshot ${name}?`}
                    yes="Delete"
                    label="Delete"
                    of={name}
                    tone="danger"
                  />
                </span>
              </li>
            ))}
          </ol>
        )}
      </div>
    </Page>
  );
};
