import type { FC } from "hono/jsx";
import { ActionForm, DownloadButton, Field } from "../layout/action.tsx";
import type { View } from "../view.ts";

/** The whole world as a file, out and in. */
export const StateFile: FC<{ readonly view: View }> = ({ view: { world, runtime } }) => (
  <section class="card stack needs-script" aria-labelledby="state-file">
    <h2 id="state-file">The whole world as a file</h2>
    <div class="form-row">
      <DownloadButton path="/admin/state" file={`${runtime.definition.name}-${world.name}.json`} label="Download" />
      <ActionForm
        api="POST /admin/state"
        done="World {world} is what the file says."
        asks={`Replace everything in ${world.name} by what the file holds?`}
        yes="Replace"
        body="file"
        class="form-row"
      >
        <Field
          id="field-file"
          label="A file that was downloaded here"
          control={(about) => <input {...about} name="file" type="file" accept="application/json" required />}
        />
        <button class="quiet">Import</button>
      </ActionForm>
    </div>
  </section>
);
