import { type Host, type HostName, startHost } from "./host-process.ts";
import { BENCH_KEY } from "./hosts/fill-customers.ts";

export type ContenderName = "twin" | "emulate" | "node:http" | "node-server";

/** A server under measurement, and the keys that its client may use. */
export interface Contender {
  readonly name: ContenderName;
  readonly host: Host;
  readonly tokens: string[];
}

/** emulate 0.12.2 refuses a key after 5,000 requests in an hour; any key is known to it, and all share one store. */
const PEER_KEYS = Array.from({ length: 512 }, (_, index) => `${BENCH_KEY}_${index}`);

const HOSTS: Readonly<
  Record<ContenderName, { readonly host: HostName; readonly args: readonly string[]; readonly tokens: string[] }>
> = {
  twin: { host: "twin-host", args: ["stripe"], tokens: [BENCH_KEY] },
  emulate: { host: "emulate-host", args: [], tokens: PEER_KEYS },
  "node:http": { host: "bare-host", args: [], tokens: [BENCH_KEY] },
  "node-server": { host: "node-server-host", args: [], tokens: [BENCH_KEY] },
};

/** Starts the contenders, hands them over and ends them, whatever happens. */
export async function withContenders<Result>(
  names: readonly ContenderName[],
  use: (contenders: readonly Contender[]) => Promise<Result>,
): Promise<Result> {
  const contenders: Contender[] = [];
  try {
    for (const name of names) {
      const { host, args, tokens } = HOSTS[name];
      contenders.push({ name, host: await startHost(host, args), tokens });
    }
    return await use(contenders);
  } finally {
    await Promise.all(contenders.map(({ host }) => host.stop()));
  }
}

/** Creates customers over the wire, the same way for whoever answers. */
export async function storeCustomers({ host, tokens }: Contender, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const authorization = `Bearer ${tokens[index % tokens.length]}`;
    const body = new URLSearchParams({ email: `user${index}@example.com`, name: `User ${index}` });
    const response = await fetch(`${host.url}/v1/customers`, { method: "POST", headers: { authorization }, body });
    const { id } = (await response.json()) as { readonly id?: string };
    if (!response.ok || id === undefined) throw new Error(`customer ${index} was answered ${response.status}`);
  }
}

/** Id of the newest customer. The bare servers answer anything and need none. */
export async function newestCustomer({ name, host, tokens }: Contender): Promise<string> {
  if (name === "node:http" || name === "node-server") return "cus_0000000000";
  const headers = { authorization: `Bearer ${tokens[0]}` };
  const response = await fetch(`${host.url}/v1/customers?limit=1`, { headers });
  const { data } = (await response.json()) as { readonly data: readonly { readonly id: string }[] };
  const [newest] = data;
  if (newest === undefined) throw new Error(`${name} has no customers`);
  return newest.id;
}
