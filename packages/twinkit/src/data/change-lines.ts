import type { Change } from "./change.ts";
import { sealLine } from "./sealed-line.ts";

/** About how long a line gets before another one is begun; one entity is never split. */
const LINE_CHARS = 256 * 1024;

/**
 * The lines of one flush. All of them count, or none: only the last says `end`.
 * `n` numbers the flushes of a world without a gap; `p` counts the lines of one.
 */
export function* linesOf(n: number, changes: Iterable<Change>): Generator<string> {
  let p = 0;
  let texts: string[] = [];
  let chars = 0;
  for (const text of textsOf(changes)) {
    if (chars > 0 && chars + text.length > LINE_CHARS) {
      yield sealLine(`{"n":${n},"p":${p},"changes":[${texts.join(",")}]}`);
      p += 1;
      texts = [];
      chars = 0;
    }
    texts.push(text);
    chars += text.length;
  }
  yield sealLine(`{"n":${n},"p":${p},"changes":[${texts.join(",")}],"end":true}`);
}

/** Changes as JSON, long lists in several. */
function* textsOf(changes: Iterable<Change>): Generator<string> {
  for (const change of changes) {
    if ("list" in change) yield* listTexts(change);
    else yield JSON.stringify(change);
  }
}

type ListChange = Extract<Change, { readonly list: readonly unknown[] }>;

function* listTexts(change: ListChange): Generator<string> {
  const { list } = change;
  let members: string[] = [];
  let chars = 0;
  let first = 0;
  for (let at = 0; at < list.length; at += 1) {
    const member = JSON.stringify(list[at] ?? null);
    members.push(member);
    chars += member.length;
    if (chars < LINE_CHARS && at < list.length - 1) continue;
    const head = JSON.stringify(
      change.op === "rows" ? { ...change, from: change.from + first, list: [] } : { ...change, list: [] },
    );
    yield `${head.slice(0, -2)}${members.join(",")}]}`;
    members = [];
    chars = 0;
    first = at + 1;
  }
}
