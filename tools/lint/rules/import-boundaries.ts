import { dirname, relative, resolve, sep } from "node:path";
import type { Context, Node, Rule } from "./rule.ts";
import { literalText } from "./uses.ts";

type Group = "apps" | "packages" | "twins" | "tools";

interface Member {
  readonly group: Group;
  readonly name: string;
}

/** A package imports only from tiers below its own. */
const PACKAGE_TIERS: Readonly<Record<string, number>> = {
  contracts: 0,
  persist: 1,
  httpclient: 1,
  "license-verifier": 1,
  telemetry: 2,
  twinkit: 3,
  conformance: 4,
};

const APPS = ["platform", "wt"];

/** Imports point down only: apps and twins to packages, tools to everything, packages to lower packages. */
export const importBoundaries: Rule = {
  create(context) {
    const from = memberOf(relative(context.cwd, context.filename));
    if (from === undefined) return {};
    const check = (node: Node, source: Node | null | undefined): void => {
      const specifier = literalText(source ?? undefined);
      const problem = specifier === undefined ? undefined : problemOf(context, from, specifier);
      if (problem !== undefined) context.report({ node, message: `${specifier}: ${problem}` });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source),
      ExportNamedDeclaration: (node) => check(node, node.source),
      ExportAllDeclaration: (node) => check(node, node.source),
      ImportExpression: (node) => check(node, node.source),
      TSImportType: (node) => check(node, node.source),
      CallExpression(node) {
        if (node.callee.type === "Identifier" && node.callee.name === "require") check(node, node.arguments[0]);
      },
    };
  },
};

function problemOf(context: Context, from: Member, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return escapes(context, from, specifier);
  const to = memberNamed(specifier);
  if (to === undefined || isSame(from, to) || isAllowed(from, to)) return undefined;
  return `${from.group}/${from.name} must not import ${to.group}/${to.name}; ${whatMay(from)}.`;
}

function escapes(context: Context, from: Member, specifier: string): string | undefined {
  const target = relative(context.cwd, resolve(dirname(context.filename), specifier));
  const to = memberOf(target + sep);
  if (to !== undefined && isSame(from, to)) return undefined;
  return "a relative import must stay inside its package; import the other package by its name.";
}

function isAllowed(from: Member, to: Member): boolean {
  if (from.group === "tools") return true;
  if (to.group !== "packages") return false;
  if (from.group !== "packages") return true;
  return tierOf(to) < tierOf(from);
}

function whatMay(from: Member): string {
  if (from.group !== "packages") return `${from.group} import packages, and nothing beside or above them`;
  const below = Object.keys(PACKAGE_TIERS).filter((name) => tierOf({ group: "packages", name }) < tierOf(from));
  return below.length === 0 ? "it stands below everything" : `it may import ${below.join(", ")}`;
}

/** A package that the table does not name yet may import nothing until somebody places it. */
function tierOf({ name }: Member): number {
  return PACKAGE_TIERS[name] ?? 0;
}

/** `packages/persist/src/x.ts` belongs to packages/persist. */
function memberOf(path: string): Member | undefined {
  const [group, name, rest] = path.split(sep);
  return isGroup(group) && name !== undefined && rest !== undefined ? { group, name } : undefined;
}

/** `@twinkit-pro/persist` is packages/persist, `@wondertwin/twin-stripe` is twins/stripe. */
function memberNamed(specifier: string): Member | undefined {
  const [scope, name = ""] = specifier.split("/");
  if (scope === "@twinkit-pro") return { group: "packages", name };
  if (scope !== "@wondertwin") return undefined;
  if (name.startsWith("twin-")) return { group: "twins", name: name.slice("twin-".length) };
  return { group: APPS.includes(name) ? "apps" : "tools", name };
}

function isGroup(name: string | undefined): name is Group {
  return name === "apps" || name === "packages" || name === "twins" || name === "tools";
}

function isSame(one: Member, other: Member): boolean {
  return one.group === other.group && one.name === other.name;
}
