import { bannedName } from "./ban.ts";
import type { Rule } from "./rule.ts";
import { literalText, visitUses } from "./uses.ts";
import type { Use } from "./uses.ts";

const WRITES = [
  "appendFile",
  "chmod",
  "chown",
  "copyFile",
  "cp",
  "createWriteStream",
  "fchmod",
  "fchown",
  "fdatasync",
  "fsync",
  "ftruncate",
  "futimes",
  "lchmod",
  "lchown",
  "link",
  "lutimes",
  "mkdir",
  "mkdtemp",
  "mkdtempDisposable",
  "rename",
  "rm",
  "rmdir",
  "symlink",
  "truncate",
  "unlink",
  "utimes",
  "write",
  "writeFile",
  "writev",
  "WriteStream",
].flatMap((name) => [name, `${name}Sync`]);

const BAN = { globals: [], modules: { fs: WRITES, "fs/promises": WRITES } };

/**
 * Only packages/persist changes files: a write anywhere else would be one that a crash can tear, that leaves temporary
 * files behind, or whose mode and errors nobody thought of.
 */
export const noFileWrites: Rule = {
  create: (context) =>
    visitUses(context, (use) => {
      const name = opensForWriting(use) ? "open for writing" : bannedName(use, BAN);
      if (name === undefined) return false;
      const message = `Only packages/persist writes files (${name}): use @twinkit-pro/persist, in tests its testing exports.`;
      context.report({ node: use.node, message });
      return true;
    }),
};

/** `open` is free for reading, so each call is looked at, not the import. */
function opensForWriting({ module, path, how, arguments: given }: Use): boolean {
  const opens = (module === "fs" || module === "fs/promises") && (path[0] === "open" || path[0] === "openSync");
  if (!opens || how === "import") return false;
  const [, flags] = given;
  return how !== "call" || (flags !== undefined && literalText(flags) !== "r");
}
