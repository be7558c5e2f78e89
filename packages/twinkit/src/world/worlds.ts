import { createHash } from "node:crypto";
import type { TwinTypes } from "../define/twin-types.ts";
import type { World } from "./world.ts";

/** Most worlds one twin hosts unless its options say otherwise. */
export const WORLDS_MAX_DEFAULT = 10_000;
/** Most the collections of one world may hold unless the options say otherwise, estimated in bytes. */
export const WORLD_BYTES_MAX_DEFAULT = 2 * 1024 * 1024 * 1024;
/** Names of credentials kept ready; hashing again costs microseconds. */
const NAMES_CACHED_MAX = 10_000;

export const DEFAULT_WORLD = "default";
const WORLD_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;

/** The sentence that refuses a name which is no world's. */
export function worldNameRefusal(name: string): string {
  return `The world name ${JSON.stringify(name)} is not 1 to 64 letters, digits, '_', '.' or '-'.`;
}

/** The worlds of one twin, made on first use. */
export class Worlds<T extends TwinTypes> {
  readonly #worlds = new Map<string, World<T>>();
  readonly #names = new Map<string, string>();
  readonly #create: (name: string) => World<T>;
  readonly max: number;
  /** Told of each world when it is made. */
  onMade: ((world: World<T>) => void) | null = null;

  constructor(create: (name: string) => World<T>, max = WORLDS_MAX_DEFAULT) {
    this.#create = create;
    this.max = max;
  }

  /** The sentence that refuses one more world. */
  get fullRefusal(): string {
    return `This twin hosts ${this.max} worlds, as many as it may; drop one (DELETE /admin/worlds/{name}) or use an existing one.`;
  }

  get size(): number {
    return this.#worlds.size;
  }

  static isName(name: string): boolean {
    return WORLD_NAME.test(name);
  }

  /** The world a credential owns. The name is a fingerprint, so listings show no secret. */
  nameOf(credential: string): string {
    const known = this.#names.get(credential);
    if (known !== undefined) return known;
    if (this.#names.size >= NAMES_CACHED_MAX) this.#names.clear();
    const name = `w-${createHash("sha256").update(`wondertwin/world:${credential}`).digest("hex").slice(0, 16)}`;
    this.#names.set(credential, name);
    return name;
  }

  /** The world of that name, made where it is new; null where the twin hosts as many as it may. */
  open(name: string): World<T> | null {
    const known = this.#worlds.get(name);
    if (known !== undefined) return known;
    if (this.#worlds.size >= this.max) return null;
    const made = this.#create(name);
    this.#worlds.set(name, made);
    this.onMade?.(made);
    return made;
  }

  get(name: string): World<T> | undefined {
    return this.#worlds.get(name);
  }

  /** Forgets a world; the caller has stopped what it runs. */
  drop(name: string): void {
    this.#worlds.delete(name);
  }

  all(): World<T>[] {
    return [...this.#worlds.values()];
  }
}
