import type { RecordedMessage } from "@twinkit-pro/contracts";
import type { Child, FC } from "hono/jsx";
import { formatBytes } from "./format.ts";
import { type FindObject, JsonView } from "./json-view.tsx";
import { SafeText } from "./safe-text.tsx";

interface BodyProps {
  readonly message: Pick<RecordedMessage, "headers" | "body" | "body_encoding" | "truncated">;
  readonly find: FindObject;
}

/** A recorded body in the form that its content type calls for. */
export const BodyView: FC<BodyProps> = ({ message, find }) => (
  <>
    {renderBody(message, find)}
    {message.truncated === true ? <p class="note">The body was longer; the ledger keeps its beginning.</p> : null}
  </>
);

function renderBody({ headers, body, body_encoding: encoding }: BodyProps["message"], find: FindObject): Child {
  if (encoding === "none" || body === "") return <p class="note">No body.</p>;
  if (encoding === "base64") {
    const bytes = Buffer.from(body, "base64").length;
    return (
      <>
        <p class="note">{`Binary, ${formatBytes(bytes)}, as base64:`}</p>
        <PlainText text={body} />
      </>
    );
  }
  const json = parseJson(body);
  if (json !== undefined) return <JsonView value={json} find={find} />;
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true) {
    return <FormView text={body} find={find} />;
  }
  return <PlainText text={body} />;
}

export const PlainText: FC<{ readonly text: string }> = ({ text }) => (
  <pre class="code wraps" tabindex={0}>
    <code>
      <SafeText text={text} />
    </code>
  </pre>
);

/** Names and values of a form or a query. */
export const FormView: FC<{ readonly text: string; readonly find: FindObject }> = ({ text, find }) => (
  <dl class="fields mono">
    {[...new URLSearchParams(text)].map(([name, value]) => (
      <div>
        <dt>
          <SafeText text={name} />
        </dt>
        <dd>
          <LinkedValue text={value} find={find} />
        </dd>
      </div>
    ))}
  </dl>
);

export const LinkedValue: FC<{ readonly text: string; readonly find: FindObject }> = ({ text, find }) => {
  const address = find(text);
  if (address === null) return <SafeText text={text} />;
  return (
    <a href={address}>
      <SafeText text={text} />
    </a>
  );
};

/** Objects and lists only: a text that happens to be `12` stays what was sent. */
function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
