import type { RuleTester } from "oxlint/plugins-dev";

// oxlint exports the tester's types only; the rest of the plugin API is reached through them.

/** A lint rule in the ESLint shape that oxlint runs. */
export type Rule = Exclude<Parameters<RuleTester["run"]>[1], { createOnce: unknown }>;
export type Context = Parameters<Rule["create"]>[0];
export type Visitor = ReturnType<Rule["create"]>;
export type Node = Parameters<Context["sourceCode"]["getScope"]>[0];
export type NodeOf<Type extends Node["type"]> = Extract<Node, { type: Type }>;
