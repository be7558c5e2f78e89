import { BlockList, isIP } from "node:net";
import { isLoopbackAddress } from "./loopback.ts";

/**
 * What an IP address is to an outbound request: this machine, a place that no request may go to whatever is allowed,
 * or another host.
 */
export type AddressKind = "loopback" | "forbidden" | "host";

/**
 * Addresses that no service is reached at: those of the link, where clouds serve their machines' credentials, and those
 * that name no single host (RFC 6890). Operators cannot allow them.
 */
const forbidden = new BlockList();
forbidden.addSubnet("0.0.0.0", 8);
forbidden.addSubnet("169.254.0.0", 16);
forbidden.addSubnet("224.0.0.0", 3);
forbidden.addAddress("::", "ipv6");
forbidden.addSubnet("fe80::", 10, "ipv6");
forbidden.addSubnet("ff00::", 8, "ipv6");
// Metadata services outside the link-local range: AWS, Google Cloud, Azure, Oracle Cloud, Alibaba Cloud.
forbidden.addSubnet("fd00:ec2::", 32, "ipv6");
forbidden.addAddress("fd20:ce::254", "ipv6");
forbidden.addAddress("168.63.129.16");
forbidden.addAddress("192.0.0.192");
forbidden.addAddress("100.100.100.200");

/** Bits of an IPv6 address in front of the IPv4 address that it carries: compatible, NAT64 (two prefixes), 6to4. */
const CARRIERS = [
  { prefix: "::", bits: 96, at: 6 },
  { prefix: "64:ff9b::", bits: 96, at: 6 },
  { prefix: "64:ff9b:1::", bits: 48, at: 6 },
  { prefix: "2002::", bits: 16, at: 1 },
].map(({ prefix, bits, at }) => {
  const range = new BlockList();
  range.addSubnet(prefix, bits, "ipv6");
  return { range, at };
});

/** @param address an IP address without brackets; anything else counts as a host */
export function addressKind(address: string): AddressKind {
  const family = isIP(address);
  if (family === 0) return "host";
  if (isLoopbackAddress(address)) return "loopback";
  if (forbidden.check(address, family === 6 ? "ipv6" : "ipv4")) return "forbidden";
  if (family === 4) return "host";
  const carried = carriedAddress(address);
  return carried !== null && forbidden.check(carried, "ipv4") ? "forbidden" : "host";
}

function carriedAddress(address: string): string | null {
  const carrier = CARRIERS.find(({ range }) => range.check(address, "ipv6"));
  if (carrier === undefined) return null;
  const groups = groupsOf(address);
  const [high = 0, low = 0] = groups.slice(carrier.at, carrier.at + 2);
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join(".");
}

/** The eight groups of an IPv6 address, which the URL parser writes without dotted quads. */
function groupsOf(address: string): number[] {
  const [unzoned = ""] = address.split("%", 1);
  const canonical = new URL(`http://[${unzoned}]/`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const parse = (text: string): number[] =>
    text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return parse(head);
  const [front, back] = [parse(head), parse(tail)];
  return [...front, ...Array.from({ length: 8 - front.length - back.length }, () => 0), ...back];
}
