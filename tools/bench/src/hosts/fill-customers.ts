import type { Twin } from "@twinkit-pro/twinkit";

/** The secret key of the world that the benchmarks work in. */
export const BENCH_KEY = "sk_test_bench";

/** Creates customers in process, through the same handler as a client's request. */
export async function fillCustomers(twin: Twin, count: number): Promise<void> {
  const headers = { authorization: `Bearer ${BENCH_KEY}`, "content-type": "application/x-www-form-urlencoded" };
  for (let index = 0; index < count; index += 1) {
    const body = `email=user${index}%40example.com&name=User+${index}`;
    const response = await twin.fetch(new Request("http://127.0.0.1/v1/customers", { method: "POST", headers, body }));
    if (response.status !== 200) throw new Error(`customer ${index} was answered ${response.status}`);
  }
}
