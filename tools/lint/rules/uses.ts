import type { Context, Node, NodeOf, Visitor } from "./rule.ts";

/** One place where a file reaches for a global, or for a member of a module. */
export interface Use {
  /** The module without `node:`; undefined for a global. */
  readonly module: string | undefined;
  /** `["Date", "now"]` for a global, `["promises", "writeFile"]` for a module's member, `[]` for a module itself. */
  readonly path: readonly string[];
  /** `import` is the name in an import or a re-export, or a module that is loaded. */
  readonly how: "import" | "call" | "new" | "value";
  readonly arguments: readonly Node[];
  readonly node: Node;
}

const GLOBAL_OBJECTS = new Set(["globalThis", "global", "window", "self"]);

/** Wrappers that leave a value what it is. */
const TRANSPARENT = new Set([
  "AwaitExpression",
  "ChainExpression",
  "ParenthesizedExpression",
  "TSAsExpression",
  "TSInstantiationExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
]);

/**
 * A visitor that finds every use of a global and of a module's members in a file, through aliases, destructuring,
 * namespaces, `require` and dynamic `import()`. Types are no uses.
 *
 * @param onUse answers whether it reported the use: what the file makes of it is not looked at then
 */
export function visitUses(context: Context, onUse: (use: Use) => boolean): Visitor {
  const follower = new Follower(context, onUse);
  return {
    Program() {
      for (const identifier of globalIdentifiers(context)) follower.followGlobal(identifier);
    },
    ImportDeclaration: (node) => follower.followImport(node),
    ExportNamedDeclaration: (node) => follower.followExport(node),
    ExportAllDeclaration: (node) => follower.followExportAll(node),
    ImportExpression: (node) => follower.followLoaded(node, node.source),
    CallExpression(node) {
      if (loadsModule(node.callee)) follower.followLoaded(node, node.arguments[0]);
    },
  };
}

/** What an expression stands for. */
type Target = Pick<Use, "module" | "path">;

class Follower {
  readonly #context: Context;
  readonly #onUse: (use: Use) => boolean;
  readonly #followed = new Set<Node>();

  constructor(context: Context, onUse: (use: Use) => boolean) {
    this.#context = context;
    this.#onUse = onUse;
  }

  followGlobal(identifier: Node & { name: string }): void {
    const path = GLOBAL_OBJECTS.has(identifier.name) ? [] : [identifier.name];
    this.#follow(identifier, { module: undefined, path });
  }

  followImport(node: NodeOf<"ImportDeclaration">): void {
    if (node.importKind === "type") return;
    const module = { module: withoutPrefix(node.source.value), path: [] };
    if (node.specifiers.length === 0) this.#report(node, module, "import");
    for (const specifier of node.specifiers) {
      if (specifier.type === "ImportSpecifier" && specifier.importKind === "type") continue;
      const target = specifier.type === "ImportSpecifier" ? member(module, nameOf(specifier.imported)) : module;
      if (!this.#report(specifier, target, "import")) this.#followVariables(specifier, target);
    }
  }

  followExport(node: NodeOf<"ExportNamedDeclaration">): void {
    if (node.exportKind === "type" || node.source === null) return;
    const module = { module: withoutPrefix(node.source.value), path: [] };
    for (const specifier of node.specifiers) {
      if (specifier.exportKind !== "type") this.#report(specifier, member(module, nameOf(specifier.local)), "import");
    }
  }

  followExportAll(node: NodeOf<"ExportAllDeclaration">): void {
    if (node.exportKind === "type") return;
    this.#report(node, member({ module: withoutPrefix(node.source.value), path: [] }, undefined), "import");
  }

  /** What `import("…")` or `require("…")` answers. */
  followLoaded(node: Node, source: Node | undefined): void {
    const name = literalText(source);
    if (name === undefined) return;
    const module = { module: withoutPrefix(name), path: [] };
    if (!this.#report(node, module, "import")) this.#follow(node, module);
  }

  #follow(node: Node, target: Target): void {
    const parent = node.parent;
    if (parent === null || parent === undefined || this.#followed.has(node)) return;
    this.#followed.add(node);
    if (TRANSPARENT.has(parent.type)) return this.#follow(parent, target);
    if (parent.type === "MemberExpression" && parent.object === node)
      return this.#follow(parent, member(target, memberName(parent)));
    if (parent.type === "VariableDeclarator" && parent.init === node) return this.#followBinding(parent, target);
    if (parent.type.startsWith("TS") || parent.type === "ExpressionStatement") return;
    const calls = (parent.type === "CallExpression" || parent.type === "NewExpression") && parent.callee === node;
    if (!calls) this.#report(node, target, "value");
    else this.#report(node, target, parent.type === "NewExpression" ? "new" : "call", parent.arguments);
  }

  #followBinding(declarator: NodeOf<"VariableDeclarator">, target: Target): void {
    const bound = declarator.id;
    if (bound.type === "ObjectPattern") return this.#followPattern(declarator, bound, target);
    // A name for a whole module is no use of it yet.
    if (target.path.length > 0 && this.#report(bound, target, "value")) return;
    this.#followVariables(declarator, target);
  }

  #followPattern(declarator: Node, pattern: NodeOf<"ObjectPattern">, target: Target): void {
    for (const property of pattern.properties) {
      const named = property.type === "Property" && !property.computed;
      const inner = member(target, named ? nameOf(property.key) : undefined);
      if (this.#report(property, inner, "value") || !named) continue;
      const { value } = property;
      const bound = value.type === "AssignmentPattern" ? value.left : value;
      if (bound.type === "Identifier") this.#followVariables(declarator, inner, bound.name);
    }
  }

  /** The reads of the variables that a declaration binds, or of the one with the given name. */
  #followVariables(declaration: Node, target: Target, only?: string): void {
    for (const variable of this.#context.sourceCode.getDeclaredVariables(declaration)) {
      if (only !== undefined && variable.name !== only) continue;
      for (const reference of variable.references) if (reference.isRead()) this.#follow(reference.identifier, target);
    }
  }

  #report(node: Node, target: Target, how: Use["how"], given: readonly Node[] = []): boolean {
    return this.#onUse({ ...target, how, arguments: given, node });
  }
}

/** `fs.promises.rm` and `fs.default.rm` are `rm` of the module; a name that cannot be told is `*`. */
function member({ module, path }: Target, name = "*"): Target {
  return { module, path: name === "default" || name === "promises" ? path : [...path, name] };
}

/** Identifiers that no declaration in the file binds. */
function globalIdentifiers({ sourceCode }: Context): (Node & { name: string })[] {
  const scope = sourceCode.scopeManager.globalScope;
  if (scope === null) return [];
  const declared = scope.variables
    .filter((variable) => variable.defs.length === 0)
    .flatMap((variable) => variable.references);
  return [...new Set([...scope.through, ...declared])].map((reference) => reference.identifier);
}

/** `require` or `process.getBuiltinModule`. */
function loadsModule(callee: Node): boolean {
  if (callee.type === "Identifier") return callee.name === "require";
  return callee.type === "MemberExpression" && memberName(callee) === "getBuiltinModule";
}

function memberName(member: NodeOf<"MemberExpression">): string | undefined {
  return member.computed ? literalText(member.property) : nameOf(member.property);
}

function nameOf(node: Node): string | undefined {
  return node.type === "Identifier" ? node.name : literalText(node);
}

/** The text of a string literal, also of a template without holes. */
export function literalText(node: Node | undefined): string | undefined {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral" && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  return undefined;
}

function withoutPrefix(module: string): string {
  return module.replace(/^node:/, "");
}
