import type { FC } from "hono/jsx";
import { SafeText } from "../render/safe-text.tsx";

/** Headers, closed until somebody wants them. */
export const HeaderList: FC<{ readonly headers: Readonly<Record<string, string>>; readonly title: string }> = ({
  headers,
  title,
}) => {
  const entries = Object.entries(headers);
  if (entries.length === 0) return null;
  return (
    <details id={title.toLowerCase().replaceAll(" ", "-")}>
      <summary>{`${title} (${entries.length})`}</summary>
      <dl class="fields mono">
        {entries.map(([name, value]) => (
          <div>
            <dt>
              <SafeText text={name} />
            </dt>
            <dd>
              <SafeText text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
};
