import { dirname } from "node:path";
import type { FileSystem, WritableFile } from "../src/file-system.ts";

/** What remains when the power fails is chosen by `pick(n)`: a number from 0 to n - 1. */
export type Pick = (n: number) => number;

interface Inode {
  /** What every process sees. */
  content: Buffer;
  /** What was on the disk at the last sync of the file. */
  synced: Buffer;
}

/** Names are changed one after the other, as a journaling file system keeps them. */
type NameChange = (names: Map<string, Inode>) => void;

class SystemError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** Thrown by every operation once the power is off. */
export class PowerCut extends SystemError {
  constructor() {
    super("EPOWERCUT");
  }
}

/**
 * A disk in memory that keeps apart what processes see from what is safe: file content is safe after a sync of the file, names
 * after a sync of the directory. {@link survivor} is the disk after a power cut: of all that was not synced, any part may be left.
 */
export class PowerCutDisk implements FileSystem {
  #names = new Map<string, Inode>();
  #syncedNames = new Map<string, Inode>();
  #unsyncedChanges: NameChange[] = [];
  /** Operations until the power fails, or until `failOnce` is thrown. */
  operationsLeft = Number.POSITIVE_INFINITY;
  /** A system error to throw once, instead of the power cut. */
  failOnce: string | undefined;
  /** Writes until the disk is full for one write. */
  writesLeft = Number.POSITIVE_INFINITY;

  read(path: string): Buffer | undefined {
    const inode = this.#names.get(path);
    return inode && Buffer.from(inode.content);
  }

  list(): string[] {
    return [...this.#names.keys()].sort();
  }

  survivor(pick: Pick): PowerCutDisk {
    const disk = new PowerCutDisk();
    disk.#names = new Map(this.#syncedNames);
    for (const change of this.#unsyncedChanges.slice(0, pick(this.#unsyncedChanges.length + 1))) change(disk.#names);
    for (const [path, inode] of disk.#names) {
      const left = remains(inode, pick);
      disk.#names.set(path, { content: left, synced: left });
    }
    disk.#syncedNames = new Map(disk.#names);
    return disk;
  }

  /** The same disk as the next process finds it after this one was killed: all it wrote is there, safe or not. */
  afterKill(): PowerCutDisk {
    const disk = new PowerCutDisk();
    disk.#names = this.#names;
    disk.#syncedNames = this.#syncedNames;
    disk.#unsyncedChanges = this.#unsyncedChanges;
    return disk;
  }

  async create(path: string): Promise<WritableFile> {
    this.#step();
    if (this.#names.has(path)) throw new SystemError("EEXIST");
    const inode: Inode = { content: Buffer.alloc(0), synced: Buffer.alloc(0) };
    this.#change((names) => names.set(path, inode));
    return this.#open(inode);
  }

  async openAppend(path: string): Promise<WritableFile> {
    this.#step();
    return this.#open(this.#require(path));
  }

  async rename(from: string, to: string): Promise<void> {
    this.#step();
    const inode = this.#require(from);
    this.#change((names) => {
      names.delete(from);
      names.set(to, inode);
    });
  }

  async link(existing: string, added: string): Promise<void> {
    this.#step();
    const inode = this.#require(existing);
    if (this.#names.has(added)) throw new SystemError("EEXIST");
    this.#change((names) => names.set(added, inode));
  }

  async unlink(path: string): Promise<void> {
    this.#step();
    this.#require(path);
    this.#change((names) => names.delete(path));
  }

  async syncDirectory(path: string): Promise<void> {
    this.#step();
    if ([...this.#names.keys()].some((name) => dirname(name) !== path)) throw new Error("one directory only");
    this.#syncedNames = new Map(this.#names);
    this.#unsyncedChanges = [];
  }

  #open(inode: Inode): WritableFile {
    return {
      write: async (bytes) => {
        const before = inode.content;
        inode.content = Buffer.concat([before, bytes.subarray(0, bytes.length / 2)]);
        if (this.writesLeft-- === 0) throw new SystemError("ENOSPC");
        this.#step();
        inode.content = Buffer.concat([before, bytes]);
      },
      sync: async () => {
        this.#step();
        inode.synced = Buffer.from(inode.content);
      },
      truncate: async (length) => {
        this.#step();
        inode.content = Buffer.from(inode.content.subarray(0, length));
      },
      chmod: async () => this.#step(),
      close: async () => undefined,
    };
  }

  #change(change: NameChange): void {
    change(this.#names);
    this.#unsyncedChanges.push(change);
  }

  #require(path: string): Inode {
    const inode = this.#names.get(path);
    if (!inode) throw new SystemError("ENOENT");
    return inode;
  }

  #step(): void {
    this.operationsLeft -= 1;
    if (this.operationsLeft >= 0) return;
    const { failOnce } = this;
    if (failOnce === undefined) throw new PowerCut();
    this.operationsLeft = Number.POSITIVE_INFINITY;
    this.failOnce = undefined;
    throw new SystemError(failOnce);
  }
}

/** The old content, the new, a prefix of what was appended, or all of its length with blocks that were never written. */
function remains({ content, synced }: Inode, pick: Pick): Buffer {
  if (content.equals(synced)) return synced;
  const isAppended = content.length >= synced.length && content.subarray(0, synced.length).equals(synced);
  switch (pick(4)) {
    case 0:
      return synced;
    case 1:
      return content;
    case 2:
      return isAppended ? content.subarray(0, synced.length + pick(content.length - synced.length + 1)) : synced;
    default:
      return isAppended ? withHole(content, synced.length, pick) : content;
  }
}

function withHole(content: Buffer, from: number, pick: Pick): Buffer {
  const torn = Buffer.from(content);
  const start = from + pick(content.length - from);
  torn.fill(0, start, start + 1 + pick(content.length - start));
  return torn;
}
