/** One variable that cannot be used, and why. The message never quotes a secret. */
export interface ConfigProblem {
  readonly variable: string;
  readonly message: string;
}

/** One line per problem, for people. */
export function describeProblems(problems: readonly ConfigProblem[]): string {
  const lines = problems.map(({ variable, message }) => `  ${variable} ${message}`);
  return ["The configuration cannot be used:", ...lines].join("\n");
}
