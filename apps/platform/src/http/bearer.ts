/** The credential of `Authorization: Bearer <credential>` (RFC 6750 section 2.1); the scheme in any case. */
export function readBearer(header: string | undefined): string | undefined {
  return /^bearer +([^\s]+) *$/i.exec(header ?? "")?.[1];
}
