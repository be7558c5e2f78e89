import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createTempDirectory } from "@twinkit-pro/persist/testing";
import { expect, it } from "vitest";
import { keptProbe, worldFiles } from "../testing/kept-probe.ts";

const ROUNDS = 12;
const WRITER = fileURLToPath(new URL("../testing/kept-writer.ts", import.meta.url));

/** Kills a writer `afterMs` after it began to write. @returns how many notes it had on the disk */
async function killedWriter(directory: string, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, ["--conditions=wondertwin-source", WRITER, directory], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(child.stdout, "data");
  setTimeout(() => child.kill("SIGKILL"), afterMs);
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  expect(signal).toBe("SIGKILL");
  return Number(said.slice(0, said.lastIndexOf("\n")).split("\n").at(-1));
}

it("a process killed at any instant, while bases are written too, leaves all that was flushed, in order", async () => {
  await using directory = await createTempDirectory();
  let count = 0;
  let basesSeen = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const flushed = await killedWriter(directory.path, 20 + round * 23);
    expect(flushed).toBeGreaterThanOrEqual(count);
    basesSeen += (await worldFiles(directory.path)).filter((file) => file.endsWith(".base")).length;
    await using kept = await keptProbe(directory.path);
    const notes = await allNotes(kept);
    expect(notes.length).toBeGreaterThanOrEqual(flushed);
    expect(notes.map(({ text }) => text)).toEqual(notes.map((_, index) => `${index}`));
    expect(new Set(notes.map(({ id }) => id)).size).toBe(notes.length);
    count = notes.length;
  }
  expect(count).toBeGreaterThan(0);
  expect(basesSeen).toBeGreaterThan(0);
}, 120_000);

interface Note {
  readonly id: string;
  readonly text: string;
}

async function allNotes({ call }: Awaited<ReturnType<typeof keptProbe>>): Promise<Note[]> {
  const page = (await call("GET", "/notes?limit=1000000")).json as unknown as { notes: Note[] };
  return page.notes.toReversed();
}
