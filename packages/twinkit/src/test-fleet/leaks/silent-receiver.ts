import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** Takes connections and never answers: whoever sends it a webhook waits. */
export interface SilentReceiver {
  readonly url: string;
  /** Resolves when somebody has sent something. */
  readonly reached: Promise<void>;
  readonly close: () => Promise<void>;
}

export async function startSilentReceiver(): Promise<SilentReceiver> {
  const reached = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    socket.on("error", () => undefined).on("data", () => reached.resolve());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    reached: reached.promise,
    close: async () => {
      server.close();
      await once(server, "close");
    },
  };
}
