import type { HttpClient } from "@twinkit-pro/httpclient";

/** Takes what a replayed twin sends out without sending it: every receiver accepts. */
export function offlineClient(): HttpClient {
  return {
    request: async ({ url }) => ({
      status: 200,
      headers: {},
      body: new Uint8Array(0),
      url: String(url),
      text: () => "",
      json: () => null,
    }),
    close: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
