import { TwinkitError } from "../twinkit-error.ts";
import { type BoundServer, openHttpServer } from "./http-server.ts";
import { socketCarrier } from "./socket-carrier.ts";
import type { Twin } from "./twin.ts";
import type { CloseReport } from "./twin-options.ts";

export interface ListenOptions {
  /** 0 takes a free port. @default the twin's port of the published table */
  readonly port?: number;
  /** @default "127.0.0.1" */
  readonly hostname?: string;
}

/** A twin on a port. */
export interface Listener {
  readonly twin: Twin;
  readonly url: string;
  readonly port: number;
  /**
   * Stops accepting, lets requests in flight finish (at most 5 s), then finishes background work (at most `drainMs`,
   * default 5 s). Idempotent.
   */
  readonly close: (options?: { readonly drainMs?: number }) => Promise<CloseReport>;
}

/**
 * Puts a twin on a port.
 * @throws TwinkitError `port_in_use` where the port is taken; `admin_unprotected` beyond loopback without an admin token.
 */
export async function listen(twin: Twin, options: ListenOptions = {}): Promise<Listener> {
  const hostname = options.hostname ?? "127.0.0.1";
  if (!isLoopback(hostname) && twin.adminToken === null) {
    const problem = `${twin.id} would show its admin API on ${hostname}`;
    throw new TwinkitError("admin_unprotected", `${problem}; set WT_ADMIN_TOKEN or listen on 127.0.0.1.`);
  }
  const binding = { hostname, port: options.port ?? twin.port, owner: twin.id };
  const server = await openHttpServer(socketCarrier(twin), binding);
  let closed: Promise<CloseReport> | null = null;
  return {
    twin,
    port: server.port,
    url: server.url,
    close: (closeOptions) => (closed ??= stop(server, twin, closeOptions)),
  };
}

export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
}

async function stop(server: BoundServer, twin: Twin, options?: { readonly drainMs?: number }): Promise<CloseReport> {
  twin.beginClose();
  await server.stop();
  return twin.close(options);
}
