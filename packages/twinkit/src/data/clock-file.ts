import { join } from "node:path";
import { atomicWriteFile, readTextIfExists } from "@twinkit-pro/persist";
import * as v from "valibot";
import type { WorldClock } from "../world/clock.ts";
import { ClockPosition } from "../world/world-state.ts";
import { damaged } from "./data-error.ts";

const FILE_BYTES_MAX = 4_096;
const Content = v.object({ format: v.literal("wt-data-clock"), position: ClockPosition });

/** Keeps where the clocks of new worlds start, once the clock of the fleet was moved. */
export class ClockFile {
  readonly #path: string;
  readonly #clock: WorldClock;
  #kept: string;

  private constructor(path: string, clock: WorldClock) {
    this.#path = path;
    this.#clock = clock;
    this.#kept = this.#text();
  }

  /** Sets the clock to what the directory says, where it says anything. @throws TwinkitError `data_damaged` */
  static async open(directory: string, clock: WorldClock): Promise<ClockFile> {
    const path = join(directory, "clock.json");
    const text = await readTextIfExists(path, { maxBytes: FILE_BYTES_MAX });
    if (text !== undefined) clock.restore(read(path, text));
    return new ClockFile(path, clock);
  }

  get isDirty(): boolean {
    return this.#text() !== this.#kept;
  }

  /** @throws PersistError */
  async flush(): Promise<void> {
    const text = this.#text();
    await atomicWriteFile(this.#path, text);
    this.#kept = text;
  }

  #text(): string {
    const content: v.InferOutput<typeof Content> = { format: "wt-data-clock", position: this.#clock.position };
    return `${JSON.stringify(content)}\n`;
  }
}

function read(path: string, text: string): ClockPosition {
  const reason = "it does not say where a clock stands";
  try {
    const parsed = v.safeParse(Content, JSON.parse(text));
    if (parsed.success) return parsed.output.position;
  } catch {
    throw damaged({ path, line: 1, offset: 0, reason });
  }
  throw damaged({ path, line: 1, offset: 0, reason });
}

type ClockPosition = v.InferOutput<typeof ClockPosition>;
