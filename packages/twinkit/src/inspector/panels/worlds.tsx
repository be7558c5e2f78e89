import type { FC } from "hono/jsx";
import { DEFAULT_WORLD } from "../../world/worlds.ts";
import { ActionButton, ActionForm, Field } from "../layout/action.tsx";
import { Page } from "../layout/page.tsx";
import { formatBytes, formatCount, formatInstant, plural } from "../render/format.ts";
import { Badge } from "../render/status.tsx";
import { type AnyWorld, pageUrl, UI_PATH, type View } from "../view.ts";

const SHOWN_MAX = 100;

/** Every world of the twin: go to one, make one, reset or drop one. */
export const WorldsPage: FC<{ readonly view: View }> = ({ view }) => {
  const { worlds } = view.runtime;
  const text = (view.query.get("text") ?? "").trim();
  const matching = worlds.all().filter(({ name }) => name.includes(text));
  const shown = matching.slice(-SHOWN_MAX).toReversed();
  return (
    <Page
      view={view}
      title="Worlds"
      lead={`Each world is a vendor of its own: state, clock, faults and ledger. ${plural(worlds.size, "world")} of at most ${formatCount(worlds.max)}.`}
    >
      <div class="stack">
        <div class="card form-row">
          <ActionForm
            api="POST /admin/worlds"
            done="World {name} is there."
            next={pageUrl("{name}", "/worlds").replaceAll("%7B", "{").replaceAll("%7D", "}")}
            class="form-row"
          >
            <Field
              id="field-name"
              label="New world"
              hint="Its requests carry WT-World with this name."
              control={(about) => (
                <input {...about} name="name" required maxlength={64} autocomplete="off" placeholder="checkout-tests" />
              )}
            />
            <button>Create</button>
          </ActionForm>
          <form class="form-row" method="get" action={`${UI_PATH}/worlds`} role="search">
            <input type="hidden" name="world" value={view.world.name} />
            <Field
              id="field-text"
              label="Find"
              hint="A part of the name."
              control={(about) => <input {...about} type="search" name="text" value={text} autocomplete="off" />}
            />
            <button class="quiet">Find</button>
          </form>
        </div>
        {shown.length === 0 ? <p class="empty">No world has this in its name.</p> : null}
        <ol class="rows">
          {shown.map((world) => (
            <WorldRow world={world} isShown={world === view.world} />
          ))}
        </ol>
        {matching.length > shown.length ? (
          <p class="note">{`The ${SHOWN_MAX} youngest of ${formatCount(matching.length)}; find the others by name.`}</p>
        ) : null}
        <p class="note">
          A request without <code>WT-World</code> goes to the world of its credential. Such a world is named by a
          fingerprint (<code>w-…</code>), so that no list shows a secret.
        </p>
      </div>
    </Page>
  );
};

const WorldRow: FC<{ readonly world: AnyWorld; readonly isShown: boolean }> = ({ world, isShown }) => {
  const { name, ledger, clock, agenda } = world;
  const requests = ledger.dropped + ledger.size;
  const facts = [
    plural(requests, "request"),
    plural(world.objects, "object"),
    formatBytes(world.bytes),
    `${formatCount(agenda.size)} waiting`,
    `${formatInstant(clock.nowMs)} UTC${clock.position.mode === "frozen" ? ", frozen" : ""}`,
  ];
  return (
    <li class="row" id={`world-${name}`}>
      <span class="row-main">
        <span>
          <a class="mono" href={pageUrl(name, "/requests")}>
            <strong>{name}</strong>
          </a>{" "}
          {isShown ? <Badge tone="info">shown</Badge> : null}
        </span>
        <span class="hint">{facts.join(" · ")}</span>
      </span>
      <span class="buttons">
        <ActionButton
          api="POST /admin/reset"
          world={name}
          done={`World ${name} is as new.`}
          asks={`Reset ${name}? State, ledger, faults, clock and pending work go back to their beginning; snapshots stay.`}
          yes="Reset"
          label="Reset"
          of={name}
        />
        {name === DEFAULT_WORLD ? null : (
          <ActionButton
            api={`DELETE /admin/worlds/${encodeURIComponent(name)}`}
            world={DEFAULT_WORLD}
            done="World {world} is gone."
            asks={`Drop ${name} with everything in it, snapshots included?`}
            yes="Drop"
            next={isShown ? pageUrl(DEFAULT_WORLD, "/worlds") : undefined}
            label="Drop"
            of={name}
            tone="danger"
          />
        )}
      </span>
    </li>
  );
};
