import { readdir, readFile } from "node:fs/promises";

/** Processes whose environment names the directory, so those of its scene; none where the system does not tell. */
export async function processesOf(directory: string): Promise<number[]> {
  const names = await readdir("/proc").catch(() => []);
  const pids = names.map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const ours = await Promise.all(pids.map(async (pid) => (await environmentOf(pid)).includes(directory)));
  return pids.filter((_, index) => ours[index]);
}

async function environmentOf(pid: number): Promise<string> {
  // A process may end between the two looks, or be another user's.
  return readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
}
