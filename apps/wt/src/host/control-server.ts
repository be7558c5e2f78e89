import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { ControlAddress } from "./host-message.ts";

const TOKEN_BYTES = 32;
const REQUEST_TIMEOUT_MS = 5_000;
const HEADER_BYTES_MAX = 4 * 1024;
const STOP_PATH = /^\/twins\/([a-z0-9-]{1,64})\/stop$/;

/** Stops one twin of the host. @returns false where the host does not serve it */
export type StopTwin = (twin: string) => Promise<boolean>;

/**
 * `POST /twins/{id}/stop` on a loopback port of its own, for `wt down` of some of a host's twins: the others keep their
 * state. Answers 204 when the twin is drained, 401 without the token, 404 for anything else.
 */
export async function startControl(stopTwin: StopTwin): Promise<ControlAddress> {
  const token = randomBytes(TOKEN_BYTES).toString("hex");
  const answer = async (request: IncomingMessage): Promise<number> => {
    const twin = STOP_PATH.exec(request.url ?? "")?.[1];
    if (!isSame(request.headers.authorization ?? "", `Bearer ${token}`)) return 401;
    if (request.method !== "POST" || twin === undefined) return 404;
    return (await stopTwin(twin)) ? 204 : 404;
  };
  const limits = { requestTimeout: REQUEST_TIMEOUT_MS, maxHeaderSize: HEADER_BYTES_MAX };
  const server = createServer(limits, (request, response) => {
    request.resume();
    const respond = (status: number): void => void response.writeHead(status, { connection: "close" }).end();
    answer(request).then(respond, () => respond(500));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // It serves the twins; where nothing else runs any more, it is no reason to go on.
  server.unref();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token };
}

/** Takes the same time for every text, whatever its length. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
