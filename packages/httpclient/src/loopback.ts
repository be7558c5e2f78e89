import { BlockList, isIP } from "node:net";

/** Names and addresses of this machine, to list in `allowedHosts` beside others. */
export const LOOPBACK_HOSTS: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8);
loopback.addAddress("::1", "ipv6");

/**
 * Whether an IP address (no brackets) is of 127.0.0.0/8 or is ::1, the IPv4-mapped spelling included.
 * Anything that is not an IP address is not loopback.
 */
export function isLoopbackAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && loopback.check(address, family === 6 ? "ipv6" : "ipv4");
}
