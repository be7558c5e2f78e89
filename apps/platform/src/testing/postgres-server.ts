import { execFileSync, spawn } from "node:child_process";
import { accessSync, constants, globSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import postgres from "postgres";

/** A PostgreSQL of a test's own. */
export interface PostgresServer extends AsyncDisposable {
  /** Makes an empty database. @returns its URL */
  createDatabase(): Promise<string>;
}

/** Where the server's programs are: `PGBIN`, the search path, or Debian's place for them. Undefined where there is none. */
export function findPostgres(): string | undefined {
  const { PGBIN, PATH = "" } = process.env;
  const debian = globSync("/usr/lib/postgresql/*/bin").toSorted().toReversed();
  const places = [...(PGBIN ? [PGBIN] : []), ...PATH.split(delimiter), ...debian];
  return places.find((place) => ["initdb", "postgres"].every((program) => isExecutable(join(place, program))));
}

/**
 * Ends by itself when its standard input does, so that no server outlives a test run that was killed.
 * $1: folder of the programs, $2: port
 */
const SUPERVISOR = `
dir=$(mktemp -d "\${TMPDIR:-/tmp}/wt-postgres.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
"$1/initdb" -D "$dir/data" -A trust -U app --locale=C.UTF-8 -E UTF8 --no-sync >"$dir/log" 2>&1 || { cat "$dir/log"; exit 1; }
"$1/postgres" -D "$dir/data" -c listen_addresses=127.0.0.1 -c port="$2" -c unix_socket_directories="$dir" -c fsync=off 2>&1 &
read -r _
kill -INT $! && wait $!
`;

/** Starts a server on loopback. As root it runs as the user `postgres`: the programs refuse root. */
export async function startPostgres(programs: string): Promise<PostgresServer> {
  const port = await freePort();
  const child = spawn("sh", ["-c", SUPERVISOR, "sh", programs, String(port)], {
    cwd: "/",
    stdio: ["pipe", "pipe", "inherit"],
    ...unprivilegedUser(),
  });
  const exited = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const lines: string[] = [];
  const ready = Promise.withResolvers<void>();
  createInterface({ input: child.stdout })
    .on("line", (line) => {
      lines.push(line);
      if (line.includes("ready to accept connections")) ready.resolve();
    })
    .on("close", () => ready.reject(new Error(`PostgreSQL did not start:\n${lines.join("\n")}`)));
  await ready.promise;
  const admin = postgres(`postgres://app@127.0.0.1:${port}/postgres`, { max: 1, onnotice: () => undefined });
  let databases = 0;
  return {
    async createDatabase() {
      const name = `test_${(databases += 1)}`;
      await admin.unsafe(`create database ${name}`);
      return `postgres://app@127.0.0.1:${port}/${name}`;
    },
    async [Symbol.asyncDispose]() {
      await admin.end();
      child.stdin.end();
      await exited;
    },
  };
}

function unprivilegedUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
