import type { FC } from "hono/jsx";
import type { Entity } from "../../state/collection-definition.ts";
import type { AnyCollection } from "../../state/state.ts";
import { formatCount } from "../render/format.ts";
import { SafeText } from "../render/safe-text.tsx";
import { pageUrl, UI_PATH, type View } from "../view.ts";
import { pageOfObjects, SEARCHED_MAX } from "./state-selection.ts";

/** Fields that say to a reader which object it is, the best first. */
const TELLING_FIELDS = ["name", "title", "email", "description", "nickname", "text", "label", "type", "url"];
const TELLING_CHARS_MAX = 120;

interface ListProps {
  readonly view: View;
  readonly collection: AnyCollection;
  readonly name: string;
  readonly account: string;
}

export const ObjectList: FC<ListProps> = ({ view, collection, name, account }) => {
  const { query, world } = view;
  const page = pageOfObjects(collection, query);
  const text = query.get("text") ?? "";
  const place = { account, collection: name, text };
  const selected = query.get("id");
  return (
    <>
      <form class="filter" method="get" action={`${UI_PATH}/state`} role="search" aria-label="Search objects">
        <input type="hidden" name="world" value={world.name} />
        <input type="hidden" name="account" value={account} />
        <input type="hidden" name="collection" value={name} />
        <label class="grows">
          <span class="visually-hidden">{`Search ${name}`}</span>
          <input type="search" name="text" value={text} placeholder={`Search ${name}`} autocomplete="off" />
        </label>
        <button class="quiet">Search</button>
      </form>
      {page.cut ? (
        <p class="note">{`Looked into the newest ${formatCount(SEARCHED_MAX)} objects only; an id is found among all.`}</p>
      ) : null}
      {page.objects.length === 0 ? (
        <p class="empty">{text === "" ? "This collection is empty." : "No object holds this text."}</p>
      ) : (
        <ol class="rows">
          {page.objects.map((object) => (
            <li id={`object-${object.id}`}>
              <a
                href={pageUrl(world.name, "/state", { ...place, after: query.get("after") ?? "", id: object.id })}
                aria-current={object.id === selected ? "true" : undefined}
              >
                <span class="mono">
                  <SafeText text={object.id} />
                </span>
                <span class="telling">
                  <SafeText text={view.runtime.scrubber.text(tellingText(object))} />
                </span>
              </a>
            </li>
          ))}
        </ol>
      )}
      <nav class="pager" aria-label="Pages of objects">
        {query.get("after") === null ? null : <a href={pageUrl(world.name, "/state", place)}>Newest</a>}
        {page.after === null ? null : (
          <a href={pageUrl(world.name, "/state", { ...place, after: page.after })}>Older</a>
        )}
      </nav>
    </>
  );
};

function tellingText(object: Entity): string {
  const fields = object as unknown as Readonly<Record<string, unknown>>;
  const told = TELLING_FIELDS.map((name) => fields[name]).find((value) => typeof value === "string" && value !== "");
  const state = typeof fields["status"] === "string" ? fields["status"] : null;
  return [told, state]
    .filter((part) => typeof part === "string")
    .join(" · ")
    .slice(0, TELLING_CHARS_MAX);
}
