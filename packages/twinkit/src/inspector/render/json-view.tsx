import type { Child, FC } from "hono/jsx";
import { SafeText } from "./safe-text.tsx";

/** Values coloured one by one; what is longer is shown as plain text. */
const VALUES_MAX = 4_000;
const INDENT = "  ";

/** Where an id leads, or null where it is no id of an object that is stored. */
export type FindObject = (id: string) => string | null;

/** A JSON value, indented and coloured; ids of stored objects are links. */
export const JsonView: FC<{ readonly value: unknown; readonly find?: FindObject }> = ({ value, find = () => null }) => {
  const budget = { left: VALUES_MAX };
  const parts = renderValue(value, "", find, budget);
  return (
    <pre class="code" tabindex={0}>
      <code>{budget.left < 0 ? <SafeText text={JSON.stringify(value, null, INDENT)} /> : parts}</code>
    </pre>
  );
};

function renderValue(value: unknown, indent: string, find: FindObject, budget: { left: number }): Child {
  budget.left -= 1;
  if (budget.left < 0) return null;
  if (typeof value === "string") return renderText(value, find);
  if (typeof value !== "object" || value === null) {
    return <span class={value === null ? "json-null" : "json-number"}>{JSON.stringify(value)}</span>;
  }
  const isList = Array.isArray(value);
  const entries = isList ? value.map((item: unknown) => [null, item] as const) : Object.entries(value);
  const [open, close] = isList ? "[]" : "{}";
  if (entries.length === 0) return `${open}${close}`;
  const inner = indent + INDENT;
  return (
    <>
      {open}
      {entries.map(([name, item], at) => (
        <>
          {`${at === 0 ? "" : ","}\n${inner}`}
          {name === null ? null : <JsonName name={name} />}
          {renderValue(item, inner, find, budget)}
        </>
      ))}
      {`\n${indent}${close}`}
    </>
  );
}

const JsonName: FC<{ readonly name: string }> = ({ name }) => (
  <>
    <span class="json-name">
      <SafeText text={JSON.stringify(name)} />
    </span>
    {": "}
  </>
);

function renderText(text: string, find: FindObject): Child {
  const shown = <SafeText text={JSON.stringify(text)} />;
  const address = find(text);
  if (address !== null) {
    return (
      <a class="json-text" href={address}>
        {shown}
      </a>
    );
  }
  return <span class="json-text">{shown}</span>;
}
