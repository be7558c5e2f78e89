import { defineConfig } from "tsup";

/**
 * One configuration for every package: `tsup --config ../../tsup.config.ts`.
 * Third-party code is bundled because unbundled start-up pays for every file it resolves;
 * our own packages stay external so that a fleet loads the kit once.
 */
export default defineConfig({
  entry: ["src/index.ts"],
  format: "esm",
  target: "node24",
  platform: "node",
  outDir: "dist",
  clean: true,
  silent: true,
  splitting: true,
  // Source text stays in memory; names are kept, so that stack traces read as the code does.
  esbuildOptions: (options) => {
    options.minifyWhitespace = true;
    options.minifySyntax = true;
  },
  sourcemap: true,
  noExternal: [/^(?!@twinkit-pro\/|@wondertwin\/|node:)/],
  external: [/^@twinkit-pro\//, /^@wondertwin\//, "@electric-sql/pglite"],
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
