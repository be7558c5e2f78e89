import { randomUUID } from "node:crypto";
import { createHttpClient } from "@twinkit-pro/httpclient";
import * as v from "valibot";
import { StartError } from "../start-error.ts";

/** Calls iconik's documented HTTP API: iconik publishes no SDK. */
export interface IconikClient extends AsyncDisposable {
  /** @throws StartError where the answer is no success */
  readonly call: <Schema extends v.GenericSchema>(
    method: "GET" | "POST" | "PATCH",
    path: string,
    answer: Schema,
    body?: object,
  ) => Promise<v.InferOutput<Schema>>;
  /** Sends bytes to an address that the API handed out. */
  readonly upload: (url: string, bytes: Uint8Array) => Promise<void>;
}

export function createIconikClient(url: string): IconikClient {
  const http = createHttpClient({ component: "start", loopbackOnly: true });
  // An application of its own is a world of its own.
  const headers = { "app-id": randomUUID(), "auth-token": randomUUID(), "content-type": "application/json" };
  return {
    call: async (method, path, answer, body) => {
      const content = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await http.request({ method, url: `${url}${path}`, headers, ...content });
      if (response.status >= 300)
        throw new StartError(`${method} ${path} was answered ${response.status}: ${response.text()}`);
      return v.parse(answer, response.json());
    },
    upload: async (address, bytes) => {
      const sent = { "content-type": "video/mp4" };
      const response = await http.request({ method: "PUT", url: address, headers: sent, body: bytes });
      if (response.status >= 300)
        throw new StartError(`The upload was answered ${response.status}: ${response.text()}`);
    },
    [Symbol.asyncDispose]: () => http.close(),
  };
}
