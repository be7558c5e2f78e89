import { randomBytes } from "node:crypto";
import { open, readdir, rmdir, stat, unlink, utimes } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeDirectories } from "./directories.ts";
import { errnoOf, PersistError, persistErrorFrom } from "./persist-error.ts";
import { currentProcess, identityFromText, identityToText, livenessOf } from "./process-identity.ts";

/** How often a holder shows that it lives, for those in other containers who cannot see its pid. */
export const LOCK_HEARTBEAT_MS = 5_000;

/** Silence after which a holder in another container, or before a reboot, counts as dead. */
export const LOCK_SILENCE_MS = 60_000;

/** How long several processes that come at the same instant may take to agree. */
const LOCK_CONTENTION_MS = 2_000;
const LOCK_POLL_MS = 5;
const CLAIM_ATTEMPTS_MAX = 100;

export interface LockOptions {
  /** How long to wait for another holder before failing with `locked`. @default 0 */
  readonly waitMs?: number | undefined;
}

export interface Lock extends AsyncDisposable {
  readonly path: string;
  /** Gives the lock up. Removes only what this holder made; does nothing the second time. */
  release(): Promise<void>;
}

/**
 * Takes an exclusive lock among all processes and threads that name the same `path`.
 *
 * `path` becomes a directory of claims, one file each, named `<process>-<token>` and made with O_EXCL. A process holds the lock when,
 * after its own claim was made, it saw no claim of a living process: of two, the later one always sees the earlier. A claim of a
 * dead process (by pid and start time) can be removed by anybody without a race, because no name is ever used twice.
 * So a crash leaves no lock behind. The directory must not be inside of what it protects if that is replaced whole.
 *
 * @throws {PersistError} `locked` naming the holder, or what the system reports
 */
export async function acquireLock(path: string, { waitMs = 0 }: LockOptions = {}): Promise<Lock> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const holder = await tryToAcquire(path);
    if (typeof holder !== "string") return holder;
    if (performance.now() >= deadline) throw lockedBy(path, holder);
    await sleep(LOCK_POLL_MS + Math.random() * LOCK_POLL_MS);
  }
}

/** @returns the lock, or the claim of the process that holds it */
async function tryToAcquire(path: string): Promise<Lock | string> {
  const token = randomBytes(8).toString("hex");
  const name = `${identityToText(currentProcess())}-${token}`;
  const claim = join(path, name);
  try {
    await makeClaim(path, claim);
    const holder = await settle(path, name);
    if (holder === undefined) {
      await markHeld(claim);
      return heldLock(path, claim);
    }
    await withdraw(path, claim);
    return holder;
  } catch (error) {
    throw persistErrorFrom(error, "lock", path);
  }
}

async function makeClaim(path: string, claim: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await makeDirectories(resolve(path), 0o700);
      const file = await open(claim, "wx", 0o600);
      await file.close();
      return;
    } catch (error) {
      // A holder that let go removed the empty directory meanwhile.
      if (errnoOf(error) !== "ENOENT" || attempt === CLAIM_ATTEMPTS_MAX) throw error;
    }
  }
}

/**
 * Waits until no other living claim is there, or until one is that has precedence: one that holds, or among those
 * still undecided the one whose token is lowest.
 *
 * @returns undefined when the lock is ours, else the claim that has precedence
 */
async function settle(path: string, ownName: string): Promise<string | undefined> {
  const deadline = performance.now() + LOCK_CONTENTION_MS;
  for (;;) {
    const others = await livingClaims(path, ownName);
    const first =
      others.find((other) => other.isHeld) ?? others.find((other) => tokenOf(other.name) < tokenOf(ownName));
    if (first) return first.name;
    if (!others[0]) return undefined;
    if (performance.now() > deadline) return others[0].name;
    await sleep(LOCK_POLL_MS);
  }
}

interface Claim {
  readonly name: string;
  readonly isHeld: boolean;
}

async function livingClaims(path: string, ownName: string): Promise<Claim[]> {
  const living: Claim[] = [];
  for (const name of await readdir(path)) {
    const identity = identityFromText(name.slice(0, name.lastIndexOf("-")));
    if (name === ownName || !identity) continue;
    const claim = join(path, name);
    try {
      const { size, mtimeMs } = await stat(claim);
      const liveness = livenessOf(identity);
      const isSilent = Date.now() - mtimeMs > LOCK_SILENCE_MS;
      if (liveness === "dead" || (liveness === "unknown" && isSilent)) await unlink(claim);
      else living.push({ name, isHeld: size > 0 });
    } catch (error) {
      // Withdrawn, or swept by another, since the directory was read.
      if (errnoOf(error) !== "ENOENT") throw error;
    }
  }
  return living;
}

/** Content rather than a new name: while a claim is renamed, a reader of the directory might see neither name. */
async function markHeld(claim: string): Promise<void> {
  await using file = await open(claim, "r+");
  await file.writeFile("held\n");
}

function heldLock(path: string, claim: string): Lock {
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A claim that cannot be touched looks silent to other containers only; the pid still shows it here.
    utimes(claim, now, now).catch(() => undefined);
  }, LOCK_HEARTBEAT_MS);
  heartbeat.unref();
  let released: Promise<void> | undefined;
  const release = (): Promise<void> => {
    clearInterval(heartbeat);
    released ??= withdraw(path, claim);
    return released;
  };
  return { path, release, [Symbol.asyncDispose]: release };
}

async function withdraw(path: string, claim: string): Promise<void> {
  try {
    await unlink(claim);
    await rmdir(path);
  } catch (error) {
    // Others have claims in it, or it is gone already.
    if (!["ENOENT", "ENOTEMPTY", "EEXIST"].includes(errnoOf(error) ?? ""))
      throw persistErrorFrom(error, "unlock", path);
  }
}

function tokenOf(name: string): string {
  return name.slice(name.lastIndexOf("-") + 1);
}

function lockedBy(path: string, holder: string): PersistError {
  const identity = identityFromText(holder.slice(0, holder.lastIndexOf("-")));
  const isHere = identity?.machine === currentProcess().machine;
  const who = isHere ? `process ${identity?.pid}` : "a process in another container or on another machine";
  const advice = isHere
    ? "Stop that process, or wait until it has ended."
    : `Stop that process; if it is gone, the lock falls ${LOCK_SILENCE_MS / 1000} s after its last sign of life.`;
  return new PersistError("locked", path, `Cannot lock ${path}: ${who} holds it. ${advice}`);
}
