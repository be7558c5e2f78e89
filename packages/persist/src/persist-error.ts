/**
 * Why a file could not be read or written. Switch on these, not on messages.
 *
 * - `not_found`: the file, or the directory it should be in, does not exist.
 * - `already_exists`: there is a file and the caller asked not to replace one.
 * - `disk_full`: no space or no quota left.
 * - `read_only`: the file system is mounted read-only.
 * - `permission_denied`: this user may not do that here.
 * - `permissions_too_open`: a secret that others may read.
 * - `not_a_directory`, `not_a_file`: the path is the other kind, or a device, pipe or socket.
 * - `symlink_refused`: the path is a symbolic link and the caller did not ask to follow it.
 * - `too_large`: more than the stated limit.
 * - `overloaded`: too much waits to be written.
 * - `corrupt`: the content is damaged; the message names the line.
 * - `schema_mismatch`: the content or the value does not have the stated shape.
 * - `locked`: another process holds the lock; the message names it.
 * - `closed`: used after `close()`.
 * - `io_error`: anything else the system reports.
 */
export type PersistErrorCode =
  | "not_found"
  | "already_exists"
  | "disk_full"
  | "read_only"
  | "permission_denied"
  | "permissions_too_open"
  | "not_a_directory"
  | "not_a_file"
  | "symlink_refused"
  | "too_large"
  | "overloaded"
  | "corrupt"
  | "schema_mismatch"
  | "locked"
  | "closed"
  | "io_error";

/** The one error class of this package. The message says what happened, to which path, and what to do. */
export class PersistError extends Error {
  override readonly name = "PersistError";
  readonly code: PersistErrorCode;
  /** The path that the caller gave. */
  readonly path: string;

  constructor(code: PersistErrorCode, path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.path = path;
  }
}

interface Explanation {
  readonly code: PersistErrorCode;
  readonly what: string;
  readonly advice: string;
}

const DISK_FULL: Explanation = {
  code: "disk_full",
  what: "the disk is full",
  advice: "Free some space there and try again.",
};
const DENIED: Explanation = {
  code: "permission_denied",
  what: "this user has no permission",
  advice: "Give the user of this process access to that directory, or choose another one.",
};
const TOO_MANY_FILES: Explanation = {
  code: "io_error",
  what: "too many files are open",
  advice: "Raise the limit on open files (ulimit -n).",
};

const BY_ERRNO: Readonly<Record<string, Explanation>> = {
  ENOENT: { code: "not_found", what: "it does not exist", advice: "Check the path, and create its directory first." },
  EEXIST: { code: "already_exists", what: "it already exists", advice: "Remove it first if it may be replaced." },
  ENOSPC: DISK_FULL,
  EDQUOT: { ...DISK_FULL, what: "the disk quota is used up" },
  EROFS: {
    code: "read_only",
    what: "the file system is read-only",
    advice: "Choose a directory that can be written, or mount it writable.",
  },
  EACCES: DENIED,
  EPERM: DENIED,
  ENOTDIR: {
    code: "not_a_directory",
    what: "a part of the path is a file, not a directory",
    advice: "Choose another path, or move that file away.",
  },
  EISDIR: { code: "not_a_file", what: "it is a directory", advice: "Choose another path, or move the directory away." },
  ENXIO: { code: "not_a_file", what: "it is a pipe, a socket or a device", advice: "Choose a regular file." },
  ELOOP: { code: "symlink_refused", what: "it is a symbolic link", advice: "Give the path of the file itself." },
  EFBIG: {
    code: "too_large",
    what: "the file would be larger than the system allows",
    advice: "Raise the limit on file size (ulimit -f).",
  },
  EMFILE: TOO_MANY_FILES,
  ENFILE: TOO_MANY_FILES,
};

/** Turns what the system threw into a {@link PersistError}; one that already is passes through. */
export function persistErrorFrom(error: unknown, action: string, path: string): PersistError {
  if (error instanceof PersistError) return error;
  const errno = errnoOf(error) ?? "unknown error";
  const { code, what, advice } = BY_ERRNO[errno] ?? {
    code: "io_error",
    what: "the system reports an error",
    advice: "Check the disk and the system's log.",
  };
  return new PersistError(code, path, `Cannot ${action} ${path}: ${what} (${errno}). ${advice}`, { cause: error });
}

/** The `code` of a system error, such as `ENOENT`. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
