import type { FailureStreak } from "./delivery.ts";

/** Endpoints whose failures are remembered; the one that failed first leaves first. */
const STREAKS_MAX = 1_000;

export type StreakImage = ReadonlyMap<string, FailureStreak>;

/** The endpoints of a world that fail at present. The map is never changed in place: an image of it costs nothing. */
export class FailureStreaks {
  #streaks: StreakImage = new Map();

  capture(): StreakImage {
    return this.#streaks;
  }

  adopt(image: StreakImage): void {
    this.#streaks = image;
  }

  restore(streaks: readonly FailureStreak[]): void {
    this.#streaks = new Map(streaks.map((streak) => [keyOf(streak.account, streak.endpoint), streak]));
  }

  get(account: string, endpoint: string): FailureStreak | undefined {
    return this.#streaks.get(keyOf(account, endpoint));
  }

  list(): FailureStreak[] {
    return Array.from(this.#streaks.values(), (streak) => ({ ...streak }));
  }

  /** Counts a failed attempt made at `at` and returns the streak that it belongs to. */
  add(account: string, endpoint: string, at: string): FailureStreak {
    const before = this.get(account, endpoint);
    const streak = { account, endpoint, failures: (before?.failures ?? 0) + 1, since: before?.since ?? at };
    const streaks = new Map(this.#streaks).set(keyOf(account, endpoint), streak);
    const [first] = streaks.keys();
    if (streaks.size > STREAKS_MAX && first !== undefined) streaks.delete(first);
    this.#streaks = streaks;
    return streak;
  }

  /** Forgets the failures of an endpoint: it accepted something, or was disabled. */
  end(account: string, endpoint: string): void {
    const key = keyOf(account, endpoint);
    if (!this.#streaks.has(key)) return;
    const streaks = new Map(this.#streaks);
    streaks.delete(key);
    this.#streaks = streaks;
  }
}

function keyOf(account: string, endpoint: string): string {
  return `${account}\n${endpoint}`;
}
