import type { Child, FC } from "hono/jsx";

interface ActionProps {
  /** Method and path of the admin API: `POST /admin/reset`. */
  readonly api: string;
  /** What is said when it went well; `{field}` is filled from the answer. */
  readonly done: string;
  /** Asked before it is sent. */
  readonly asks?: string;
  /** The button that answers `asks`. */
  readonly yes?: string;
  /** Where to go then; `{field}` as in `done`. @default the same page */
  readonly next?: string | undefined;
  /** Where the JSON body comes from: the form's fields, or the file that was chosen. @default "fields" */
  readonly body?: "fields" | "file";
  /** @default the world of the page */
  readonly world?: string;
  readonly class?: string;
  readonly children?: Child;
}

/** A form whose fields the script sends to the admin API as JSON. */
export const ActionForm: FC<ActionProps> = ({ api, done, asks, yes, next, body, world, class: name, children }) => (
  <form
    class={name === undefined ? "needs-script" : `needs-script ${name}`}
    method="post"
    data-api={api}
    data-done={done}
    data-asks={asks}
    data-yes={yes}
    data-next={next}
    data-body={body}
    data-world={world}
  >
    {children}
  </form>
);

interface ButtonProps extends Omit<ActionProps, "children" | "class"> {
  readonly label: string;
  /** What a screen reader adds to the label: of what. */
  readonly of?: string;
  readonly tone?: "quiet" | "danger";
}

/** One button that does one thing. */
export const ActionButton: FC<ButtonProps> = ({ label, of, tone = "quiet", ...action }) => (
  <ActionForm {...action} class="inline">
    <button class={tone}>
      {label}
      {of === undefined ? null : <span class="visually-hidden"> {of}</span>}
    </button>
  </ActionForm>
);

interface DownloadProps {
  /** Of the admin API. */
  readonly path: string;
  /** What the file is called. */
  readonly file: string;
  readonly label: string;
  readonly of?: string;
}

/** Saves an answer of the admin API as a file. */
export const DownloadButton: FC<DownloadProps> = ({ path, file, label, of }) => (
  <button type="button" class="quiet needs-script" data-downloads={path} data-file={file}>
    {label}
    {of === undefined ? null : <span class="visually-hidden"> {of}</span>}
  </button>
);

/** What ties a control to its label and hint. */
interface About {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
}

interface FieldProps {
  /** Unique on the page. */
  readonly id: string;
  readonly label: string;
  /** Read after the label. */
  readonly hint?: string;
  readonly control: (about: About) => Child;
}

/** A control with its label and hint. */
export const Field: FC<FieldProps> = ({ id, label, hint, control }) => {
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {control({ id, "aria-describedby": hintId })}
      {hint === undefined ? null : (
        <span class="hint" id={hintId}>
          {hint}
        </span>
      )}
    </div>
  );
};
