import { isLoopbackAddress } from "@twinkit-pro/httpclient";
import type { ConfigProblem } from "./config-problem.ts";

/** Shortest operator token that is accepted where others can reach the platform. */
export const OPERATOR_TOKEN_BYTES_MIN = 32;

const PLACEHOLDERS = /change[-_ ]?me|placeholder|replace|example|your[-_ ]|secret|password|todo|xxxx|dummy|sample/i;

/** Fewer different characters than this and a token was typed, not drawn. */
const DISTINCT_CHARACTERS_MIN = 8;

/**
 * What a platform that serves others must have. Applied in production and wherever it listens beyond loopback.
 * Reads the raw text, so that these problems are reported along with malformed variables.
 */
export function productionProblems(env: Readonly<Record<string, string | undefined>>): ConfigProblem[] {
  const isProduction = env["NODE_ENV"] === "production";
  const host = env["HOST"];
  const isExposed = host !== undefined && host !== "localhost" && !isLoopbackAddress(host);
  if (!isProduction && !isExposed) return [];
  const where = isProduction ? "in production" : "where HOST is not a loopback address";
  const problems = operatorTokenProblems(env["WT_OPERATOR_TOKEN"], where);
  if (env["WT_ISSUER"] === undefined) {
    problems.push({ variable: "WT_ISSUER", message: `is required ${where}: the public URL of this platform` });
  }
  return problems;
}

function operatorTokenProblems(token: string | undefined, where: string): ConfigProblem[] {
  const problem = (message: string): ConfigProblem[] => [{ variable: "WT_OPERATOR_TOKEN", message }];
  const advice = "Make one with: openssl rand -base64 48";
  if (token === undefined) return problem(`is required ${where}. ${advice}`);
  const bytes = Buffer.byteLength(token);
  if (bytes < OPERATOR_TOKEN_BYTES_MIN) {
    return problem(`has ${bytes} bytes, at least ${OPERATOR_TOKEN_BYTES_MIN} are required ${where}. ${advice}`);
  }
  if (PLACEHOLDERS.test(token) || new Set(token).size < DISTINCT_CHARACTERS_MIN) {
    return problem(`is a placeholder, which is refused ${where}. ${advice}`);
  }
  return [];
}
