import { once } from "node:events";
import { createServer } from "node:net";

/** Whether a port of 127.0.0.1 cannot be listened on. */
export async function isTaken(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return false;
  } catch {
    return true;
  } finally {
    server.close();
  }
}
