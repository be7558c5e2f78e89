const URL_SHOWN_CHARS_MAX = 256;

/**
 * A URL as a message may show it: no user information, no fragment, and of the query only the names.
 * Every query value is masked, because no list of secret-bearing names is ever complete.
 */
export function redactUrl(url: URL): string {
  const names = [...url.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=***`);
  const query = names.length === 0 ? "" : `?${names.join("&")}`;
  const shown = `${url.protocol}//${url.host}${url.pathname}${query}`;
  return shown.length <= URL_SHOWN_CHARS_MAX ? shown : `${shown.slice(0, URL_SHOWN_CHARS_MAX)}…`;
}
