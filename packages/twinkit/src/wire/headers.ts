/** Lower-case header record; repeated headers are joined by `, ` (RFC 9110 section 5.3). */
export function headerRecord(headers: Headers): Record<string, string> {
  const record: Record<string, string> = {};
  headers.forEach((value, name) => {
    record[name] = value;
  });
  return record;
}
