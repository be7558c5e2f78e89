import type { FC } from "hono/jsx";
import type { View } from "../view.ts";

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
      <p>New requests appear here by themselves.</p>
    </div>
  );
};
