import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, it } from "vitest";
import { portHolder, readLsof } from "./port-holder.ts";

it.runIf(process.platform === "linux")("finds the process that listens, on IPv4 and IPv6 (needs Linux)", async () => {
  for (const host of ["127.0.0.1", "::1"]) {
    const server = createServer().listen(0, host);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    expect(await portHolder(port)).toMatchObject({ pid: process.pid });
    server.close();
    await once(server, "close");
    expect(await portHolder(port)).toBeNull();
  }
});

it("reads what lsof writes for programs", () => {
  expect(readLsof("p812\ncnode\nf23\np813\ncother\nf4\n")).toEqual({ pid: 812, command: "node" });
  expect(readLsof("")).toBeNull();
});
