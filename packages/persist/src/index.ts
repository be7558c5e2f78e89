export { PersistError, type PersistErrorCode } from "./persist-error.ts";
export { atomicWriteFile, type AtomicWriteOptions } from "./atomic-write-file.ts";
export { readFileBounded, readFileIfExists, type ReadOptions, readTextBounded, readTextIfExists } from "./read-file.ts";
export { ensureDirectory, removeFile } from "./directories.ts";
export { STALE_TEMPORARY_AGE_MS, sweepTemporaries } from "./temporary-files.ts";
export { acquireLock, type Lock, LOCK_HEARTBEAT_MS, LOCK_SILENCE_MS, type LockOptions } from "./lock.ts";
export { LINE_LOG_PENDING_BYTES_MAX, type LineLog, type LineLogOptions, openLineLog } from "./line-log.ts";
export { JSON_STORE_BYTES_MAX_DEFAULT, type JsonStore, type JsonStoreOptions, openJsonStore } from "./json-store.ts";
export { JSON_STORE_KEY_CHARACTERS_MAX, JSON_STORE_VALUE_BYTES_MAX } from "./stored-value.ts";
