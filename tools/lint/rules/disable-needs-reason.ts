import type { Rule } from "./rule.ts";

const DIRECTIVE = /^\s*(?:oxlint|eslint)-disable(?:-next-line|-line)?\b(.*)$/s;

/** `oxlint-disable-next-line rule -- reason`: which rule is switched off, and why that is right here. */
export const disableNeedsReason: Rule = {
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        const given = DIRECTIVE.exec(comment.value)?.[1];
        if (given === undefined) continue;
        const [rules = "", reason = ""] = given.split(/\s--\s/);
        if (rules.trim() !== "" && reason.trim() !== "") continue;
        const message =
          "A lint-disable names its rules and gives its reason: `oxlint-disable-next-line rule -- reason`.";
        context.report({ node: comment, message });
      }
    },
  }),
};
