/** Hosts kept ready; a client addresses a twin by one or two. */
const ORIGINS_CACHED_MAX = 1_000;
const origins = new Map<string, string | null>();

/** `http://host:port` of a `Host` header as a URL would have it, null where it is none (RFC 9110 section 7.2). */
export function originOf(host: string | undefined): string | null {
  if (host === undefined) return null;
  let origin = origins.get(host);
  if (origin !== undefined) return origin;
  origin = /^[\w.:[\]-]+$/.test(host) ? (URL.parse(`http://${host}`)?.origin ?? null) : null;
  if (origins.size >= ORIGINS_CACHED_MAX) origins.clear();
  origins.set(host, origin);
  return origin;
}
