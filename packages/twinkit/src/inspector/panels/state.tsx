import type { FC } from "hono/jsx";
import { Page } from "../layout/page.tsx";
import { formatCount, plural } from "../render/format.ts";
import { SafeText } from "../render/safe-text.tsx";
import { pageUrl, UI_PATH, type View } from "../view.ts";
import { ObjectDetail } from "./object-detail.tsx";
import { ObjectList } from "./object-list.tsx";
import { StateFile } from "./state-file.tsx";
import { type Selection, selectCollection } from "./state-selection.ts";

/** What the world holds: its collections, the objects of one, and one object in full. */
export const StatePage: FC<{ readonly view: View }> = ({ view }) => {
  const { world, query } = view;
  const selection = selectCollection(world, query);
  const { collection, name } = selection;
  const id = query.get("id");
  return (
    <Page view={view} title="State" lead={`${plural(world.objects, "object")} in this world, as the twin stores them.`}>
      {collection === null || name === null ? (
        <div class="empty">
          <h2>Nothing is stored yet</h2>
          <p>
            Create something through the vendor's API, import a state with POST /admin/state, or restore a snapshot.
          </p>
        </div>
      ) : (
        <div class={id === null ? "split browser" : "split browser has-detail"}>
          <section class="split-list" aria-label="Collections and objects">
            <AccountPicker view={view} selection={selection} />
            <CollectionPicker view={view} selection={selection} />
            <ObjectList view={view} collection={collection} name={name} account={selection.account} />
          </section>
          <section class="split-detail" aria-label="Object" id="detail">
            <ObjectDetail view={view} collection={collection} name={name} account={selection.account} id={id} />
          </section>
        </div>
      )}
      <StateFile view={view} />
    </Page>
  );
};

interface PickerProps {
  readonly view: View;
  readonly selection: Selection;
}

/** Vendors with accounts inside of accounts keep a state for each. */
const AccountPicker: FC<PickerProps> = ({ view, selection: { account, accounts, name } }) => {
  if (accounts.length < 2) return null;
  return (
    <form class="filter" method="get" action={`${UI_PATH}/state`}>
      <input type="hidden" name="world" value={view.world.name} />
      <input type="hidden" name="collection" value={name ?? ""} />
      <label class="field">
        <span class="field-label">Account</span>
        <select name="account" data-submits>
          {accounts.map((each) => (
            <option value={each} selected={each === account}>
              {each === "" ? "main account" : each}
            </option>
          ))}
        </select>
      </label>
      <button class="quiet needs-no-script">Show</button>
    </form>
  );
};

const CollectionPicker: FC<PickerProps> = ({ view, selection }) => {
  const filled = selection.collections.filter(([name, { size }]) => size > 0 || name === selection.name);
  const empty = selection.collections.length - filled.length;
  return (
    <nav aria-label="Collections">
      <ul class="chips">
        {filled.map(([name, { size }]) => (
          <li>
            <a
              href={pageUrl(view.world.name, "/state", { account: selection.account, collection: name })}
              aria-current={name === selection.name ? "true" : undefined}
            >
              <SafeText text={name} /> <span class="count">{formatCount(size)}</span>
            </a>
          </li>
        ))}
      </ul>
      {empty === 0 ? null : (
        <details class="hint" id="empty-collections">
          <summary>{plural(empty, "empty collection")}</summary>
          <p class="mono">
            {selection.collections
              .filter(([, { size }]) => size === 0)
              .map(([name]) => name)
              .join(", ")}
          </p>
        </details>
      )}
    </nav>
  );
};
