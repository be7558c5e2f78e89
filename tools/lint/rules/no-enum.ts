import type { Rule } from "./rule.ts";

/** Node strips types and cannot strip an enum; a union of string literals needs no runtime at all. */
export const noEnum: Rule = {
  create: (context) => ({
    TSEnumDeclaration(node) {
      context.report({ node, message: "No enums: write a union of string literals, or a valibot picklist." });
    },
  }),
};
