const TOKEN_KEY = "wt-admin-token";

/** Keeps the admin token for this tab; null forgets it. */
export function keepToken(token) {
  if (token === null) sessionStorage.removeItem(TOKEN_KEY);
  else sessionStorage.setItem(TOKEN_KEY, token);
}

export function hasToken() {
  return sessionStorage.getItem(TOKEN_KEY) !== null;
}

/** `fetch` with the admin token as a header: it never stands in an address. */
export function request(url, { headers = {}, ...init } = {}) {
  const token = sessionStorage.getItem(TOKEN_KEY);
  return fetch(url, {
    ...init,
    headers: { ...headers, ...(token === null ? {} : { "wt-admin-token": token }) },
    credentials: "omit",
  });
}

/**
 * Calls the admin API.
 * @returns {Promise<{ok: boolean, answer: any}>} with the parsed answer, or with its `error`
 */
export async function callAdmin({ method, path, body, world }) {
  try {
    const response = await request(path, {
      method,
      headers: { "content-type": "application/json", ...(world ? { "wt-world": world } : {}) },
      ...(method === "GET" || method === "DELETE" ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { ok: response.ok, answer: text === "" ? {} : JSON.parse(text) };
  } catch (error) {
    return { ok: false, answer: { error: { message: `The twin did not answer: ${error.message}.`, path: null } } };
  }
}
