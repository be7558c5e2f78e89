import { defineConfig } from "tsup";

/** As the other packages, but PGlite stays a package of its own: it finds its WebAssembly beside itself. */
export default defineConfig({
  entry: ["src/main.ts", "src/index.ts", "src/write-snapshot.ts"],
  format: "esm",
  target: "node24",
  platform: "node",
  outDir: "dist",
  clean: true,
  silent: true,
  splitting: true,
  sourcemap: true,
  noExternal: [/^(?!@twinkit-pro\/|@electric-sql\/|node:)/],
  external: [/^@twinkit-pro\//, /^@electric-sql\/pglite/],
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
