import type { HttpClient } from "@twinkit-pro/httpclient";
import * as v from "valibot";
import { StartFailure } from "../start-failure.ts";

const CREDENTIALS = { "app-id": "demonstration", "auth-token": "demonstration" } as const;

/** Calls of iconik's documented HTTP API; there is no official SDK. */
export interface IconikClient {
  /** @throws StartFailure where the answer is no success or not of that shape */
  readonly call: <S extends v.GenericSchema>(
    method: string,
    path: string,
    schema: S,
    body?: object,
  ) => Promise<v.InferOutput<S>>;
  /** Sends bytes to an address that the API handed out. */
  readonly upload: (url: string, bytes: Uint8Array) => Promise<void>;
  readonly requests: () => number;
}

export function createIconikClient(http: HttpClient, port: number): IconikClient {
  let requests = 0;
  return {
    requests: () => requests,
    call: async (method, path, schema, body) => {
      requests += 1;
      const response = await http.request({
        method,
        url: `http://127.0.0.1:${port}${path}`,
        headers: { ...CREDENTIALS, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const answer = `${method} ${path} was answered ${response.status}: ${response.text()}`;
      if (response.status >= 300) throw new StartFailure(`The demonstration failed: ${answer}`);
      const parsed = v.safeParse(schema, response.json());
      if (!parsed.success) throw new StartFailure(`The demonstration failed: ${answer}`);
      return parsed.output;
    },
    upload: async (url, bytes) => {
      requests += 1;
      const headers = { "content-type": "video/quicktime" };
      const { status } = await http.request({ method: "PUT", url, headers, body: bytes });
      if (status >= 300) throw new StartFailure(`The demonstration failed: the upload was answered ${status}.`);
    },
  };
}
