import { createTempDirectory } from "@twinkit-pro/persist/testing";
import { afterAll, beforeAll, describe } from "vitest";
import type { OpenDatabase } from "../database/database.ts";
import { openDatabase } from "../database/open.ts";
import { findPostgres, startPostgres } from "./postgres-server.ts";

/** What tells `openDatabase`, and a server in another process, where a test's database is. */
export interface DatabasePlace {
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
}

/** Runs the same tests over the embedded database and over a real PostgreSQL, each on one place of its own. */
export function describeEngines(title: string, tests: (place: () => DatabasePlace) => void): void {
  describe(`${title} on PGlite`, () => {
    tests(placeFor(async () => ({ databaseUrl: undefined })));
  });
  const programs = findPostgres();
  describe.skipIf(programs === undefined)(`${title} on PostgreSQL (needs initdb and postgres, not found)`, () => {
    tests(
      placeFor(async (disposables) => {
        const server = disposables.use(await startPostgres(programs ?? ""));
        return { databaseUrl: await server.createDatabase() };
      }),
    );
  });
}

/** {@link describeEngines} with the database open and migrated, shared by the tests of a suite. */
export function describeDatabases(title: string, tests: (database: () => OpenDatabase) => void): void {
  describeEngines(title, (place) => {
    let database: OpenDatabase;
    beforeAll(async () => {
      database = await openDatabase(place());
    });
    afterAll(async () => {
      await database.close();
    });
    tests(() => database);
  });
}

function placeFor(
  open: (disposables: AsyncDisposableStack) => Promise<Pick<DatabasePlace, "databaseUrl">>,
): () => DatabasePlace {
  const disposables = new AsyncDisposableStack();
  let place: DatabasePlace;
  beforeAll(async () => {
    const directory = disposables.use(await createTempDirectory("wt-platform-"));
    place = { dataDir: directory.join("data"), ...(await open(disposables)) };
  });
  afterAll(() => disposables.disposeAsync());
  return () => place;
}
