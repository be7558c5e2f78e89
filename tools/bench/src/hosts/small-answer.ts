/** What the bare servers answer to everything. */
export const SMALL_ANSWER = JSON.stringify({ id: "cus_0000000000", object: "customer", email: null, created: 0 });
