/** Length in bytes of the HTTP/1.1 answer at the start of `bytes`, null while that cannot be told (RFC 9112 section 6). */
export function answerLength(bytes: Buffer): number | null {
  const head = bytes.indexOf("\r\n\r\n");
  if (head < 0) return null;
  const fields = bytes.toString("latin1", 0, head);
  const declared = /^content-length: *(\d+)/im.exec(fields)?.[1];
  if (declared !== undefined) return head + 4 + Number(declared);
  if (/^transfer-encoding: *chunked/im.test(fields)) return chunkedLength(bytes, head + 4);
  return head + 4;
}

function chunkedLength(bytes: Buffer, start: number): number | null {
  for (let at = start; ;) {
    const end = bytes.indexOf("\r\n", at);
    if (end < 0) return null;
    const size = Number.parseInt(bytes.toString("latin1", at, end), 16);
    at = end + 2 + size + 2;
    if (size === 0) return at;
    if (at > bytes.length) return null;
  }
}
