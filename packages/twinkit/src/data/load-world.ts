import type { TwinTypes } from "../define/twin-types.ts";
import type { AgendaEntry } from "../work/agenda.ts";
import type { World } from "../world/world.ts";
import { damaged, missing } from "./data-error.ts";
import { type DataContent, type DataHeader, type DataReader, readDataFile } from "./data-file.ts";
import { LoadMisfit, WorldLoader } from "./world-loader.ts";
import { TwinkitError } from "../twinkit-error.ts";
import { basePath, journalPath, type WorldFiles } from "./world-files.ts";

/** Where a world goes on in its files. */
export interface Place {
  readonly number: number;
  /** Of the journal that is written to. */
  readonly generation: number;
  /** The last flush. */
  readonly n: number;
  readonly baseBytes: number;
  /** Of all journals since the base. */
  readonly journalBytes: number;
  /** How much of the last journal counts; null where it is not there. */
  readonly keepBytes: number | null;
}

export interface Loaded<T extends TwinTypes> {
  readonly world: World<T>;
  readonly place: Place;
  /** Outbound calls that were under way. */
  readonly underWay: readonly AgendaEntry[];
  /** Bytes of an unfinished flush that were passed over. */
  readonly torn: number;
}

interface LoadOptions<T extends TwinTypes> {
  readonly directory: string;
  /** The name of the twin that may read the files. */
  readonly twin: string;
  /** Names of all that may wait for its time. */
  readonly actions: ReadonlySet<string>;
  /** Makes the world of that name. @throws TwinkitError */
  readonly open: (name: string) => World<T>;
}

/**
 * Makes a world what its files say. Null where the files were never more than begun.
 * @throws TwinkitError `data_damaged`, `data_newer`, `data_misfit`
 */
export async function loadWorld<T extends TwinTypes>(
  files: WorldFiles,
  options: LoadOptions<T>,
): Promise<Loaded<T> | null> {
  const { directory } = options;
  const { number } = files;
  const base = files.bases.at(-1) ?? 0;
  const journals = files.journals.filter((generation) => generation >= base);
  const replay = new Replay(options);
  let baseBytes = 0;
  if (base > 0) {
    const path = basePath(directory, number, base);
    const content = await replay.read(path);
    baseBytes = content.bytes;
    refuseUnfinished(path, content);
  }
  let journalBytes = 0;
  let last: DataContent | null = null;
  for (const generation of journals) {
    const path = journalPath(directory, number, generation);
    last = await replay.read(path);
    journalBytes += last.bytes;
    if (generation !== journals.at(-1)) refuseUnfinished(path, last);
  }
  const { world, loader, n } = replay;
  if (world === null || loader === null) return null;
  const underWay = loader.finish();
  for (const { action } of world.agenda.entries()) {
    if (options.actions.has(action)) continue;
    throw misfit(directory, `world ${world.name} waits for an action ${action}, which the twin does not have`);
  }
  const generation = journals.at(-1) ?? base;
  const place = { number, generation, n, baseBytes, journalBytes, keepBytes: last?.bytes ?? null };
  return { world, place, underWay, torn: last?.torn ?? 0 };
}

/** The files of one world, read in order. */
class Replay<T extends TwinTypes> {
  readonly #options: LoadOptions<T>;
  #name: string | null = null;
  world: World<T> | null = null;
  loader: WorldLoader<T> | null = null;
  /** The last flush that was read. */
  n = 0;

  constructor(options: LoadOptions<T>) {
    this.#options = options;
  }

  async read(path: string): Promise<DataContent> {
    const reader: DataReader = {
      header: (header) => this.#begin(path, header),
      flush: (changes) => {
        const loader = this.#open();
        for (const change of changes) loader.apply(change);
        loader.endMove();
      },
    };
    try {
      const content = await readDataFile(path, reader);
      if (content.header !== null) this.n = content.n;
      return content;
    } catch (error) {
      if (error instanceof LoadMisfit) throw misfit(path, error.message);
      throw error;
    }
  }

  /** Only now: of a world that has a name and nothing else nobody was told. */
  #open(): WorldLoader<T> {
    this.world ??= this.#options.open(this.#name ?? "");
    return (this.loader ??= new WorldLoader(this.world));
  }

  #begin(path: string, header: DataHeader): void {
    const { twin } = this.#options;
    if (header.twin !== twin) throw misfit(path, `it belongs to ${header.twin}, not to ${twin}`);
    if (header.kind === "journal" && header.after !== this.n) {
      throw missing(path, `it goes on after flush ${header.after}, and what is there before ends with flush ${this.n}`);
    }
    this.#name ??= header.world;
    if (this.#name !== header.world)
      throw misfit(path, `it belongs to the world ${header.world}, not to ${this.#name}`);
  }
}

function misfit(path: string, reason: string): TwinkitError {
  return new TwinkitError(
    "data_misfit",
    `${path} cannot be used: ${reason}. Start the twin and version that wrote it, or use another data directory.`,
    { path },
  );
}

/** Only the last journal may end in the middle of something: every other file was whole when its successor began. */
function refuseUnfinished(path: string, { header, n, bytes, torn }: DataContent): void {
  if (header !== null && torn === 0 && (header.kind === "journal" || n === header.after)) return;
  throw damaged({ path, line: 0, offset: bytes, reason: "it ends too early" });
}
