import { APPLICATION, type Harness, type WireAnswer } from "./harness.ts";

/** A user of the application's domain who is no administrator. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly groupId: string;
  /** A request in this user's name. */
  readonly api: (route: string, json?: unknown) => Promise<WireAnswer>;
}

/** Makes a user whose only group has these roles, and logs in. */
export async function person({ api, wire }: Harness, name: string, roles: readonly string[]): Promise<Person> {
  const group = (await api("POST /API/users/v1/groups/", { name: `${name}s`, roles })).body;
  const email = `${name}@example.com`;
  const password = `password of ${name}`;
  const given = { email, first_name: name, type: "STANDARD", password, groups: [group.id] };
  const user = (await api("POST /API/users/v1/users/", given)).body;
  const headers = { "app-id": APPLICATION["app-id"] };
  const login = await wire("POST /API/auth/v1/auth/simple/login/", { json: { email, password }, headers });
  const own = { ...headers, "auth-token": login.body.token };
  return {
    id: user.id,
    email,
    groupId: group.id,
    api: (route, json) => wire(route, { json, headers: own }),
  };
}
