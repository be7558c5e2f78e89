/** Where a clock stands, as exported with the state. A frozen clock moves only when told to. */
export type ClockPosition =
  | { readonly mode: "flowing"; readonly offsetMs: number }
  | { readonly mode: "frozen"; readonly atMs: number };

export interface ClockOptions {
  /** The machine's time in milliseconds since the epoch. @default the system clock */
  readonly wallMs?: () => number;
  /** Where a new world's clock starts. @default flowing with the machine's time */
  readonly start?: ClockPosition;
}

/** The time of one world: the machine's time plus an offset, or frozen at an instant. All in milliseconds. */
export class WorldClock {
  readonly #wallMs: () => number;
  readonly #start: ClockPosition;
  #position: ClockPosition;

  constructor(options: ClockOptions = {}) {
    this.#wallMs = options.wallMs ?? Date.now;
    this.#start = options.start ?? { mode: "flowing", offsetMs: 0 };
    this.#position = this.#start;
  }

  get nowMs(): number {
    const position = this.#position;
    return position.mode === "frozen" ? position.atMs : this.#wallMs() + position.offsetMs;
  }

  get wallMs(): number {
    return this.#wallMs();
  }

  get position(): ClockPosition {
    return this.#position;
  }

  set(atMs: number): void {
    this.resume({ mode: this.#position.mode, atMs });
  }

  /** Stands at an instant and goes on in a mode. */
  resume({ mode, atMs }: { readonly mode: ClockPosition["mode"]; readonly atMs: number }): void {
    this.#position = mode === "frozen" ? { mode, atMs } : { mode, offsetMs: atMs - this.#wallMs() };
  }

  restore(position: ClockPosition): void {
    this.#position = position;
  }

  reset(): void {
    this.#position = this.#start;
  }
}
