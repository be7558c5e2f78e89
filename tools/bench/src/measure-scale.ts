import { type Contender } from "./contenders.ts";
import { type Host, startHost } from "./host-process.ts";
import { BENCH_KEY } from "./hosts/fill-customers.ts";
import { load } from "./load.ts";
import type { Goal, Row } from "./report.ts";
import { inRounds } from "./rounds.ts";
import { median, pairedRatio } from "./statistics.ts";
import { newestCustomer } from "./contenders.ts";

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
const MEMORY: readonly Goal[] = [
  { figure: "heap MiB", atMost: 600 },
  { figure: "resident MiB", atMost: 600 },
];

interface Subject {
  readonly name: "small" | "large";
  readonly contender: Contender;
  readonly customer: string;
}

/** Whether listing a page and retrieving by id stay as fast when the collection is a thousand times larger, and what it takes. */
export async function measureScale(): Promise<Row[]> {
  const small = await startHost("twin-host", ["stripe", "--customers", String(SMALL)]);
  const large = await startHost("twin-host", ["stripe", "--customers", String(LARGE)]);
  try {
    const subjects = [await subject("small", small), await subject("large", large)];
    const lists = await rates(subjects, () => "/v1/customers?limit=10");
    const retrieves = await rates(subjects, ({ customer }) => `/v1/customers/${customer}`);
    return [
      row(SMALL, small, { list: lists.small, retrieve: retrieves.small, listRatio: 1, retrieveRatio: 1 }, []),
      row(
        LARGE,
        large,
        {
          list: lists.large,
          retrieve: retrieves.large,
          listRatio: pairedRatio(lists.large, lists.small),
          retrieveRatio: pairedRatio(retrieves.large, retrieves.small),
        },
        [...SPEED, ...MEMORY],
      ),
    ];
  } finally {
    await Promise.all([small.stop(), large.stop()]);
  }
}

async function subject(name: Subject["name"], host: Host): Promise<Subject> {
  const contender: Contender = { name: "twin", host, tokens: [BENCH_KEY] };
  return { name, contender, customer: await newestCustomer(contender) };
}

async function rates(
  subjects: readonly Subject[],
  path: (subject: Subject) => string,
): Promise<{ readonly small: readonly number[]; readonly large: readonly number[] }> {
  const rate = async (of: Subject, seconds: number): Promise<number> =>
    (await load(of.contender, { path: path(of), seconds })).requestsPerSecond;
  for (const each of subjects) await rate(each, WARM_UP_SECONDS);
  const rounds = await inRounds(subjects, ROUNDS, (each) => rate(each, SECONDS));
  return { small: rounds.get("small") ?? [], large: rounds.get("large") ?? [] };
}

interface Measured {
  readonly list: readonly number[];
  readonly retrieve: readonly number[];
  readonly listRatio: number;
  readonly retrieveRatio: number;
}

function row(stored: number, { ready }: Host, measured: Measured, goals: readonly Goal[]): Row {
  return {
    what: `${stored.toLocaleString("en")} customers stored`,
    figures: {
      "list 10 requests/s": median(measured.list),
      "list ratio": measured.listRatio,
      "retrieve requests/s": median(measured.retrieve),
      "retrieve ratio": measured.retrieveRatio,
      "heap MiB": ready.heap_bytes / MIB,
      "resident MiB": ready.rss_bytes / MIB,
    },
    goals,
  };
}
