import { join, resolve } from "node:path";
import * as v from "valibot";
import type { ConfigProblem } from "./config-problem.ts";
import { Environment } from "./environment.ts";
import { productionProblems } from "./production-rules.ts";
import type { TwinAddress } from "./twin-urls.ts";

/** What the platform was told by its environment. Paths are absolute. */
export interface Config {
  readonly isProduction: boolean;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly dataDir: string;
  /** Undefined: the embedded database in `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly issuer: string;
  /** Undefined: the token in the data directory, made at the first boot. */
  readonly operatorToken: string | undefined;
  readonly signingKeysFile: string;
  readonly bundleSigningKeyFile: string | undefined;
  readonly twins: readonly TwinAddress[];
  readonly logLevel: Environment["WT_LOG_LEVEL"];
}

export type ParsedConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/**
 * Reads the environment once, whole. An empty variable counts as unset; every problem is reported, not the first alone.
 */
export function parseConfig(
  environment: Readonly<Record<string, string | undefined>>,
  workingDirectory: string,
): ParsedConfig {
  const env = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = v.safeParse(Environment, env);
  const problems: ConfigProblem[] = [
    ...(parsed.issues ?? []).map((issue) => ({
      variable: v.getDotPath(issue) ?? "environment",
      message: issue.message,
    })),
    ...productionProblems(env),
  ];
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, config: configOf(parsed.output, workingDirectory) };
}

function configOf(env: Environment, workingDirectory: string): Config {
  const dataDir = resolve(workingDirectory, env.WT_DATA_DIR);
  const inWorkingDirectory = (path: string): string => resolve(workingDirectory, path);
  return {
    isProduction: env.NODE_ENV === "production",
    host: env.HOST,
    port: env.PORT,
    dataDir,
    databaseUrl: env.DATABASE_URL,
    issuer: env.WT_ISSUER,
    operatorToken: env.WT_OPERATOR_TOKEN,
    signingKeysFile: env.WT_SIGNING_KEYS_FILE
      ? inWorkingDirectory(env.WT_SIGNING_KEYS_FILE)
      : join(dataDir, "signing-keys.json"),
    bundleSigningKeyFile: env.WT_BUNDLE_SIGNING_KEY_FILE && inWorkingDirectory(env.WT_BUNDLE_SIGNING_KEY_FILE),
    twins: env.WT_TWIN_URLS ?? [],
    logLevel: env.WT_LOG_LEVEL,
  };
}
