/** Largest body on the wire. A full batch of ordinary events has a tenth of it before compression. */
export const INGEST_BODY_BYTES_MAX = 1024 * 1024;

/** Largest body once decompressed; beyond it decompression stops. */
export const INGEST_DECODED_BYTES_MAX = 4 * 1024 * 1024;

/** Batches in work at once, which bounds the memory that ingest can take. More are answered 503. */
export const INGEST_CONCURRENCY_MAX = 64;

/** What a refused emitter is asked to wait. */
export const INGEST_RETRY_AFTER_S = 2;

/** Events written by one statement. */
export const WRITE_EVENTS_MAX = 5_000;

/** Names that are kept of what one licence claimed to be. */
export const MISMATCHES_PER_LICENSE_MAX = 100;
