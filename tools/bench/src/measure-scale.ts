import { type Contender, newestCustomer } from "./contenders.ts";
import { type Host, startHost } from "./host-process.ts";
import { BENCH_KEY } from "./hosts/fill-customers.ts";
import { load } from "./load.ts";
import type { Goal, Row } from "./report.ts";
import { inRounds } from "./rounds.ts";
import { median, pairedRatio } from "./statistics.ts";

const SMALL = 1_000;
const LARGE = 1_000_000;
const WARM_UP_SECONDS = 2;
const SECONDS = 3;
const ROUNDS = 5;
const MIB = 1024 * 1024;
/** Neither may slow down by more than a third. */
const SPEED: readonly Goal[] = [
  { figure: "list ratio", atLeast: 0.67 },
  { figure: "retrieve ratio", atLeast: 0.67 },
];
const HEAP: Goal = { figure: "heap MiB", atMost: 600 };
const RESIDENT: Goal = { figure: "resident MiB", atMost: 600 };
/** An engine that is not told lets its heap grow to three times what lives in it before it collects. */
const TOLD = ["--max-old-space-size=480", "--max-semi-space-size=8"];
const SNAPSHOTS = 20;
const SNAPSHOT: Goal = { figure: "snapshot ms", atMost: 5 };

type Name = "small" | "large" | "told";

interface Subject {
  readonly name: Name;
  readonly contender: Contender;
  readonly customer: string;
}

/** Whether a page and one customer are found as fast when there are a thousand times more, and what they take. */
export async function measureScale(): Promise<Row[]> {
  const small = await startHost("twin-host", ["stripe", "--customers", String(SMALL)]);
  const large = await startHost("twin-host", ["stripe", "--customers", String(LARGE)]);
  const told = await startHost("twin-host", ["stripe", "--customers", String(LARGE)], TOLD);
  try {
    const subjects = [await subject("small", small), await subject("large", large), await subject("told", told)];
    const lists = await rates(subjects, () => "/v1/customers?limit=10");
    const retrieves = await rates(subjects, ({ customer }) => `/v1/customers/${customer}`);
    const measured = async (name: Name, host: Host): Promise<Measured> => ({
      list: lists[name],
      retrieve: retrieves[name],
      listRatio: pairedRatio(lists[name], lists.small),
      retrieveRatio: pairedRatio(retrieves[name], retrieves.small),
      snapshotMs: await snapshotMs(host),
    });
    return [
      row(customers(SMALL), small, await measured("small", small), []),
      row(customers(LARGE), large, await measured("large", large), [...SPEED, HEAP, SNAPSHOT]),
      row(`${customers(LARGE)}, ${TOLD.join(" ")}`, told, await measured("told", told), [RESIDENT]),
    ];
  } finally {
    await Promise.all([small, large, told].map((host) => host.stop()));
  }
}

function customers(count: number): string {
  return `${count.toLocaleString("en")} customers`;
}

async function subject(name: Name, host: Host): Promise<Subject> {
  const contender: Contender = { name: "twin", host, tokens: [BENCH_KEY] };
  return { name, contender, customer: await newestCustomer(contender) };
}

/** Median of snapshots over the admin API, a write between each and the next. */
async function snapshotMs({ url }: Host): Promise<number> {
  const authorization = `Bearer ${BENCH_KEY}`;
  const durations: number[] = [];
  for (let index = 0; index < SNAPSHOTS; index += 1) {
    const startedMs = performance.now();
    await post(`${url}/admin/snapshots`, { authorization, "content-type": "application/json" }, `{"name":"s${index}"}`);
    durations.push(performance.now() - startedMs);
    await post(`${url}/v1/customers`, { authorization }, new URLSearchParams({ email: "ada@example.com" }));
  }
  return median(durations);
}

async function post(url: string, headers: Record<string, string>, body: string | URLSearchParams): Promise<void> {
  const response = await fetch(url, { method: "POST", headers, body });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`POST ${url} was answered ${response.status}`);
}

async function rates(
  subjects: readonly Subject[],
  path: (subject: Subject) => string,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const rate = async (of: Subject, seconds: number): Promise<number> =>
    (await load(of.contender, { path: path(of), seconds })).requestsPerSecond;
  for (const each of subjects) await rate(each, WARM_UP_SECONDS);
  const rounds = await inRounds(subjects, ROUNDS, (each) => rate(each, SECONDS));
  const of = (name: Name): readonly number[] => rounds.get(name) ?? [];
  return { small: of("small"), large: of("large"), told: of("told") };
}

interface Measured {
  readonly list: readonly number[];
  readonly retrieve: readonly number[];
  readonly listRatio: number;
  readonly retrieveRatio: number;
  readonly snapshotMs: number;
}

function row(what: string, { ready }: Host, measured: Measured, goals: readonly Goal[]): Row {
  return {
    what,
    figures: {
      "list 10 requests/s": median(measured.list),
      "list ratio": measured.listRatio,
      "retrieve requests/s": median(measured.retrieve),
      "retrieve ratio": measured.retrieveRatio,
      "snapshot ms": measured.snapshotMs,
      "heap MiB": ready.heap_bytes / MIB,
      "resident MiB": ready.rss_bytes / MIB,
      "resident MiB, just filled": ready.filled_rss_bytes / MIB,
    },
    goals,
  };
}
