import type { FC } from "hono/jsx";

/** Where the vendor documents something; a link where it is a web address. */
export const Source: FC<{ readonly of: string }> = ({ of: source }) => (
  <span class="hint">
    {/^https:\/\/\S+$/.test(source) ? (
      <a href={source} rel="noreferrer">
        {source}
      </a>
    ) : (
      source
    )}
  </span>
);
