import type { LedgerEntry } from "@twinkit-pro/contracts";

/** Headers that curl makes by itself, or that would be wrong for another connection. */
const LEFT_OUT = new Set(["accept-encoding", "connection", "content-length", "host", "transfer-encoding"]);

/** A command that makes a request again; secrets stand there as the ledger keeps them. */
export function curlCommand({ method, path, query, request }: LedgerEntry, origin: string): string {
  const url = `${origin}${path}${query === "" ? "" : `?${query}`}`;
  const headers = Object.entries(request.headers)
    .filter(([name]) => !LEFT_OUT.has(name))
    .map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const body = request.body_encoding === "utf8" ? [`--data-raw ${quoted(request.body)}`] : [];
  return [`curl -X ${method} ${quoted(url)}`, ...headers, ...body].join(" \\\n  ");
}

/** One word of a POSIX shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
