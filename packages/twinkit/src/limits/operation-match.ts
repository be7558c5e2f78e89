/** Selects operations; what is named must all fit, and of each list one entry. */
export interface OperationMatch {
  readonly methods?: readonly string[];
  /** Names; `*` stands for any characters: `Post*`. */
  readonly operations?: readonly string[];
  /** Route patterns; `*` stands for one segment or a part of one, `**` for any: `/v1/*`, `/v1/**`. */
  readonly paths?: readonly string[];
}

interface Matched {
  readonly name: string;
  readonly method: string;
  readonly pattern: string;
}

export function matchesOperation(match: OperationMatch, { name, method, pattern }: Matched): boolean {
  const { methods, operations, paths } = match;
  return (
    (methods === undefined || methods.includes(method)) &&
    (operations === undefined || operations.some((glob) => globExpression(glob).test(name))) &&
    (paths === undefined || paths.some((glob) => globExpression(glob).test(pattern)))
  );
}

function globExpression(glob: string): RegExp {
  const parts = glob.split(/(\*\*|\*)/).map((part) => {
    if (part === "**") return ".*";
    return part === "*" ? "[^/]*" : part.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join("")}$`);
}
