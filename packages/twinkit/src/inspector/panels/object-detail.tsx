import type { FC } from "hono/jsx";
import type { AnyCollection } from "../../state/state.ts";
import { objectFinder } from "../find-object.ts";
import { JsonView } from "../render/json-view.tsx";
import { SafeText } from "../render/safe-text.tsx";
import { pageUrl, type View } from "../view.ts";

interface DetailProps {
  readonly view: View;
  readonly collection: AnyCollection;
  readonly name: string;
  readonly account: string;
  readonly id: string | null;
}

/** One object as it is stored, secrets taken out; ids of other objects are links. */
export const ObjectDetail: FC<DetailProps> = ({ view, collection, name, account, id }) => {
  const { world, runtime } = view;
  if (id === null) return <p class="empty">Choose an object to see all of it.</p>;
  const object = collection.get(id);
  if (object === undefined) {
    return (
      <p class="empty">
        <span>
          {name} has no object <SafeText text={id} /> any more.
        </span>
      </p>
    );
  }
  const shown: unknown = JSON.parse(runtime.scrubber.text(JSON.stringify(object)));
  const find = objectFinder(world);
  return (
    <article class="exchange">
      <a class="back" href={pageUrl(world.name, "/state", { account, collection: name })}>
        All {name}
      </a>
      <h2 class="mono">
        <SafeText text={id} />
      </h2>
      <p class="facts">
        <span>{name}</span>
        <a href={pageUrl(world.name, "/requests", { text: id })}>Requests that name it</a>
      </p>
      <section>
        <div class="section-head">
          <h3>Stored</h3>
          <button type="button" class="quiet needs-script" data-copies>
            Copy
          </button>
        </div>
        <div class="body">
          <JsonView value={shown} find={(text) => (text === id ? null : find(text))} />
        </div>
      </section>
    </article>
  );
};
