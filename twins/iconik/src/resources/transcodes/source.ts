import type { State } from "../../types.ts";
import type { File } from "../files/file.ts";
import type { Errand } from "../jobs/plan.ts";

/** A file whose original name begins so cannot be read: the way to see a job fail. */
const UNREADABLE_PREFIX = "corrupt";

/** What a transcoder has to read. */
export type Source =
  | { readonly file: File; readonly problem: null }
  | { readonly file: null; readonly problem: string };

/** The source file of an errand, or why the transcoder cannot read it. */
export function sourceOf(state: State, { file_id: fileId }: Errand): Source {
  const file = state.files.get(fileId ?? "");
  if (file === undefined) return { file: null, problem: "The source file does not exist" };
  if (file.original_name.startsWith(UNREADABLE_PREFIX)) {
    return { file: null, problem: `Invalid data found when processing ${file.original_name}` };
  }
  return { file, problem: null };
}
