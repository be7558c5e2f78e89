import type { Use } from "./uses.ts";

/** What a rule bans: dotted names of globals, and of modules' members; `*` bans a module whole. */
export interface Ban {
  readonly globals: readonly string[];
  readonly modules: Readonly<Record<string, "*" | readonly string[]>>;
}

/**
 * The banned name that a use reaches, as it is written in the ban; undefined when it is free.
 * A namespace that is handed on whole reaches everything in it.
 */
export function bannedName(use: Use, ban: Ban): string | undefined {
  if (use.module === undefined) return ban.globals.find((name) => isPrefix(name.split("."), use.path));
  const members = ban.modules[use.module];
  if (members === undefined) return undefined;
  if (members === "*") return use.how === "import" ? use.module : undefined;
  if (use.path.length === 0) return use.how === "import" ? undefined : `${use.module} as a whole`;
  if (use.path[0] === "*") return `${use.module}.*`;
  const member = members.find((name) => isPrefix(name.split("."), use.path));
  return member === undefined ? undefined : `${use.module}.${member}`;
}

function isPrefix(prefix: readonly string[], path: readonly string[]): boolean {
  return prefix.every((name, index) => path[index] === name);
}
