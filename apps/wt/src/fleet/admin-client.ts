import { TwinHealth } from "@twinkit-pro/contracts";
import { createHttpClient, type HttpClient } from "@twinkit-pro/httpclient";
import * as v from "valibot";
import type { ServedTwin } from "../host/host-message.ts";

const TIMEOUT_MS = 2_000;

export type TwinAnswer =
  | { readonly ok: true; readonly health: TwinHealth }
  | { readonly ok: false; readonly problem: string };

/** Calls the admin APIs of this machine's twins. */
export interface AdminClient extends AsyncDisposable {
  readonly health: (twin: ServedTwin) => Promise<TwinAnswer>;
  /** Empties every world. @returns null, or what went wrong */
  readonly reset: (twin: ServedTwin) => Promise<string | null>;
}

export function createAdminClient(env: Readonly<Record<string, string | undefined>>): AdminClient {
  // The token goes to the addresses that wt itself recorded, and nowhere they might send it.
  const http = createHttpClient({ component: "wt", timeoutMs: TIMEOUT_MS, maxRedirects: 0 });
  const token = env["WT_ADMIN_TOKEN"];
  const headers: Record<string, string> = token ? { "wt-admin-token": token } : {};
  return {
    health: (twin) => healthOf(http, headers, twin),
    reset: async (twin) => {
      try {
        const url = `${twin.url}/admin/reset?world=*`;
        const response = await http.request({ method: "POST", url, headers });
        return response.status === 200 ? null : `it answered ${response.status}`;
      } catch (error) {
        return messageOf(error);
      }
    },
    [Symbol.asyncDispose]: () => http.close(),
  };
}

async function healthOf(http: HttpClient, headers: Record<string, string>, twin: ServedTwin): Promise<TwinAnswer> {
  try {
    const response = await http.request({ method: "GET", url: `${twin.url}/admin/health`, headers });
    if (response.status !== 200) return { ok: false, problem: `it answered ${response.status}` };
    const parsed = v.safeParse(TwinHealth, response.json());
    if (!parsed.success) return { ok: false, problem: "its answer is not a twin's" };
    if (parsed.output.twin !== twin.twin) return { ok: false, problem: `${parsed.output.twin} answers there` };
    return { ok: true, health: parsed.output };
  } catch (error) {
    return { ok: false, problem: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
