import { connect as connectTcp, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { buildConnector } from "undici";
import type { HttpClientErrorCode } from "./http-client-error.ts";
import type { ResolvedAddress } from "./http-client-options.ts";
import type { HostPolicy } from "./host-policy.ts";

/** A connection attempt ends after this even where no request waits for it any more. */
const CONNECT_TIMEOUT_MS = 10_000;
const TCP_KEEP_ALIVE_DELAY_MS = 60_000;

export interface ConnectorOptions {
  readonly ca: string | string[] | undefined;
  readonly policy: HostPolicy;
  readonly lookup: (hostname: string) => Promise<readonly ResolvedAddress[]>;
}

export interface Connector {
  readonly connect: buildConnector.connector;
  /** Ends the attempts that are still under way. */
  destroy(): void;
}

/** Why no connection came about, told by the step that failed. */
export class ConnectFailure extends Error {
  readonly reason: HttpClientErrorCode;

  constructor(reason: HttpClientErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "ConnectFailure";
    this.reason = reason;
  }
}

/**
 * Opens connections for undici: TLS 1.2 or later with a trusted certificate, whatever the process's own defaults are.
 * Addresses are checked here, on what the name resolved to for this very connection, so a name that resolves
 * differently later gains nothing (DNS rebinding).
 */
export function createConnector(options: ConnectorOptions): Connector {
  const pending = new Set<Socket>();
  return {
    connect(target, callback) {
      const socket = openSocket(target, options);
      let step: "tcp" | "tls" = "tcp";
      const timer = setTimeout(() => {
        socket.destroy(new ConnectFailure("timeout", `no connection within ${CONNECT_TIMEOUT_MS} ms`));
      }, CONNECT_TIMEOUT_MS).unref();
      const settle = (error: Error | null): void => {
        clearTimeout(timer);
        if (!pending.delete(socket)) return;
        if (error === null) callback(null, socket);
        else callback(describeFailure(error, step), null);
      };
      pending.add(socket);
      socket.once("connect", () => {
        step = "tls";
        if (target.protocol !== "https:") settle(null);
      });
      socket.once("secureConnect", () => settle(null));
      socket.on("error", settle);
      socket.once("close", () => settle(new Error("the connection was closed while it was being made")));
    },
    destroy() {
      for (const socket of pending) socket.destroy();
    },
  };
}

function openSocket(target: buildConnector.Options, options: ConnectorOptions): Socket {
  const secure = target.protocol === "https:";
  const { hostname } = target;
  const endpoint = {
    host: hostname,
    port: target.port === "" ? (secure ? 443 : 80) : Number(target.port),
    lookup: checkedLookup(target, options),
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: TCP_KEEP_ALIVE_DELAY_MS,
  };
  if (!secure) return connectTcp(endpoint);
  return connectTls({
    ...endpoint,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
    ALPNProtocols: ["http/1.1"],
    minVersion: "TLSv1.2",
    maxVersion: "TLSv1.3",
    rejectUnauthorized: true,
  });
}

/** Never called for an IP address in the URL: the host policy has checked that one. */
function checkedLookup(target: buildConnector.Options, options: ConnectorOptions): LookupFunction {
  const { protocol, port } = target;
  return (hostname, lookupOptions, callback) => {
    const answer = (error: Error | null, addresses: readonly ResolvedAddress[]): void => {
      const [first] = addresses;
      if (error !== null || first === undefined) {
        callback(
          new ConnectFailure("name_not_resolved", `host name ${hostname} has no address`, error ?? undefined),
          [],
        );
      } else if (lookupOptions.all === true) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    };
    options.lookup(hostname).then(
      (addresses) => {
        for (const { address } of addresses) {
          const refusal = options.policy.refusalOf({ protocol, hostname, port: port ?? "" }, address);
          if (refusal === null) continue;
          const message = `${hostname} resolves to ${address}, but ${refusal.reason}`;
          return callback(new ConnectFailure(refusal.code, message), []);
        }
        return answer(null, addresses);
      },
      (error: unknown) => answer(error instanceof Error ? error : new Error(String(error)), []),
    );
  };
}

function describeFailure(error: Error & { code?: string }, step: "tcp" | "tls"): ConnectFailure {
  if (error instanceof ConnectFailure) return error;
  if (step === "tls") {
    return new ConnectFailure("tls", `no TLS 1.2 or later session with a trusted certificate: ${error.message}`, error);
  }
  if (error.code === "ECONNREFUSED") return new ConnectFailure("connection_refused", "nothing listens there", error);
  if (error.code === "ETIMEDOUT") return new ConnectFailure("timeout", "the connection attempt timed out", error);
  return new ConnectFailure("connection_failed", `no connection: ${error.message}`, error);
}
