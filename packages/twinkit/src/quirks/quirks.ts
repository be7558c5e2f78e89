/** A documented peculiarity of the vendor that tests want to meet on purpose, or to be spared. */
export interface Quirk {
  /** What the twin does while it is on, in one sentence. */
  readonly description: string;
  /** Whether it is on in a new world and after a reset. */
  readonly default: boolean;
  /** Where the vendor documents it. */
  readonly source: string;
}

/** The quirks of a twin by id, in lower-case snake case. */
export type Quirks = Readonly<Record<string, Quirk>>;

/** Which quirks are on, as handlers and background work see them. */
export interface QuirkSet {
  /** @throws Error where the definition declares no such quirk */
  has(id: string): boolean;
}
