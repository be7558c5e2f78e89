import { join } from "node:path";
import { atomicWriteFile, readTextIfExists, removeFile } from "@twinkit-pro/persist";
import * as v from "valibot";

const SERVER_FILE_BYTES_MAX = 4_096;

/** Where the server that has this data directory open can be reached, for commands on the same machine. */
const ServerFile = v.object({
  format: v.literal("wt-platform-server"),
  version: v.literal(1),
  url: v.pipe(v.string(), v.url()),
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
});
export type ServerFile = v.InferOutput<typeof ServerFile>;

/** Only the holder of the data directory's lock writes or removes the file. */
export async function writeServerFile(dataDir: string, { url, pid }: Pick<ServerFile, "url" | "pid">): Promise<void> {
  const content: ServerFile = { format: "wt-platform-server", version: 1, url, pid };
  await atomicWriteFile(pathIn(dataDir), `${JSON.stringify(content)}\n`);
}

export async function removeServerFile(dataDir: string): Promise<void> {
  await removeFile(pathIn(dataDir));
}

/** @returns undefined where there is none, or none that can be read */
export async function readServerFile(dataDir: string): Promise<ServerFile | undefined> {
  const text = await readTextIfExists(pathIn(dataDir), { maxBytes: SERVER_FILE_BYTES_MAX, ownerOnly: true });
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), ServerFile), text);
  return parsed.success ? parsed.output : undefined;
}

function pathIn(dataDir: string): string {
  return join(dataDir, "server.json");
}
