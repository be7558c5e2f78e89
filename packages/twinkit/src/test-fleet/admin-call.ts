import type { Fetch } from "./in-process-fetch.ts";

/**
 * Calls a route of the admin API below `/admin`, in process: `admin("PUT", "/config", { rate_limit_profile: "test" })`.
 * @returns what it answered
 * @throws Error with the refusal's code and sentence; the call changed nothing
 */
export type AdminCall = <Answer = unknown>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: object,
) => Promise<Answer>;

export function createAdminCall(fetch: Fetch): AdminCall {
  return async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const content =
      body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const response = await fetch(`http://localhost/admin${path}`, { method, ...content });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /admin${path} was refused with ${response.status}: ${text}`);
    return (text === "" ? null : JSON.parse(text)) as Answer;
  };
}
