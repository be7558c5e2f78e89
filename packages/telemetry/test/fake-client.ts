import type { HttpClient, HttpRequest, HttpResponse } from "@twinkit-pro/httpclient";

export type FakeAnswer = (request: HttpRequest) => Promise<HttpResponse>;

/** A client without a network: every request is counted and answered by the function. */
export function fakeClient(answer: FakeAnswer): HttpClient & { readonly requests: HttpRequest[]; closes: number } {
  const requests: HttpRequest[] = [];
  const client = {
    requests,
    closes: 0,
    request(request: HttpRequest) {
      requests.push(request);
      return answer(request);
    },
    close() {
      client.closes++;
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
  return client;
}

export function fakeResponse(status: number, json: unknown = null, headers: Record<string, string> = {}): HttpResponse {
  const text = JSON.stringify(json);
  return {
    status,
    headers,
    body: new TextEncoder().encode(text),
    url: "http://collector.test/telemetry/v1/ingest",
    text: () => text,
    json: () => json,
  };
}

export const never = (): Promise<never> => new Promise(() => undefined);
