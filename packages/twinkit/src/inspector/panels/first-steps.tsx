import type { FC } from "hono/jsx";
import { formatCount } from "../render/format.ts";
import { pageUrl, type View } from "../view.ts";

const WORLDS_NAMED_MAX = 5;

/** What to do where nothing has called this world yet. */
export const FirstSteps: FC<{ readonly view: View }> = ({ view }) => {
  const { runtime, world, origin } = view;
  const example = runtime.definition.resources
    .flatMap((resource) => Object.values(resource.operations))
    .find(({ method, pattern }) => method === "GET" && !pattern.includes(":"));
  return (
    <div class="empty">
      <h2>No requests in this world yet</h2>
      <p>
        Point the vendor's SDK at <code>{origin}</code>, or call the twin by hand. A request without the header{" "}
        <code>WT-World</code> goes to the world of its credential; the picker above lists every world.
      </p>
      <pre class="code wraps" tabindex={0}>
        <code>{`curl ${origin}${example?.pattern ?? "/"} -H 'WT-World: ${world.name}'`}</code>
      </pre>
      <OtherWorlds view={view} />
      <p>New requests appear here by themselves.</p>
    </div>
  );
};

/** Where the requests went that one looks for here: mostly the world of a credential. */
const OtherWorlds: FC<{ readonly view: View }> = ({ view: { runtime, world } }) => {
  const used = runtime.worlds.all().filter((each) => each !== world && each.ledger.size > 0);
  if (used.length === 0) return null;
  return (
    <div class="elsewhere">
      <p>Other worlds of this twin have had requests:</p>
      <ul class="chips">
        {used
          .slice(-WORLDS_NAMED_MAX)
          .toReversed()
          .map(({ name, ledger }) => (
            <li>
              <a href={pageUrl(name, "/requests")}>
                {name} <span class="count">{formatCount(ledger.dropped + ledger.size)}</span>
              </a>
            </li>
          ))}
      </ul>
    </div>
  );
};
