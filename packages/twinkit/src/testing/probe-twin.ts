import * as v from "valibot";
import type { OperationContext, OutboundOutcome, WorldContext } from "../define/context.ts";
import { defineTwin } from "../define/define-twin.ts";
import { del, get, post, put } from "../define/operation.ts";
import { resource } from "../define/resource.ts";
import { collection } from "../state/collection-definition.ts";
import type { Account } from "../define/twin-types.ts";
import type { StateOf } from "../state/state.ts";
import { bytes } from "../wire/bytes.ts";
import { noContent, reply } from "../wire/reply.ts";
import { VendorError } from "../wire/vendor-error.ts";
import { timestampedHmac } from "../webhooks/signing.ts";
import { action } from "../work/action.ts";
import { probeLimits } from "./probe-limits.ts";

/** A small vendor of its own, with one of everything, for the tests of the runtime. */

interface Note {
  readonly id: string;
  readonly text: string;
  readonly owner: string;
  readonly status: "draft" | "published";
  readonly created: number;
}

interface Hook {
  readonly id: string;
  readonly url: string;
}

const state = {
  notes: collection<Note, "owner">({
    id: (ids) => ids.prefixed("note_", 8),
    missing: (id, param) => problem(404, "no_such_note", `No note ${id}`, param),
    indexes: ["owner"],
  }),
  hooks: collection<Hook>({
    id: (ids) => ids.prefixed("hook_", 8),
    missing: (id) => problem(404, "no_such_hook", `No hook ${id}`),
  }),
};

interface Probe {
  readonly name: "probe";
  readonly state: StateOf<typeof state>;
  readonly account: Account;
  readonly event: { readonly type: "note.published" | "note.deleted"; readonly note: Note };
}
type Op<Params = object, Path extends string = never> = OperationContext<Probe, Params, Path, object>;

const CreateNote = v.strictObject({
  text: v.pipe(v.string(), v.nonEmpty()),
  owner: v.optional(v.string(), "nobody"),
  publish_after_ms: v.optional(v.number()),
  fail: v.optional(v.picklist(["throw", "return", "crash"])),
});
const ListNotes = v.strictObject({
  limit: v.optional(v.pipe(v.string(), v.transform(Number)), "10"),
  after: v.optional(v.string()),
  owner: v.optional(v.string()),
});
const CreateHook = v.strictObject({ url: v.pipe(v.string(), v.url()) });

const publish = action("note.publish", publishNote, { atShutdown: "run" });
const archive = action("note.archive", (context: WorldContext<Probe>, payload: { note: string }) => {
  context.state.notes.delete(payload.note);
});

function publishNote({ state, emit, schedule }: WorldContext<Probe>, { note }: { note: string }): void {
  const published = state.notes.update(note, { status: "published" });
  emit({ type: "note.published", note: published });
  schedule.after(30 * 86_400_000, archive, { note });
}

function createNote({ params, state, now, schedule, limits }: Op<v.InferOutput<typeof CreateNote>>): unknown {
  limits.spend("characters", { cost: params.text.length });
  const note = state.notes.insert({ text: params.text, owner: params.owner, status: "draft", created: now });
  if (params.fail === "throw") throw problem(402, "refused", "refused after the write");
  if (params.fail === "return") return problem(402, "declined", "declined, and the note stays");
  if (params.fail === "crash") throw new Error("a bug in the handler");
  if (params.publish_after_ms !== undefined) schedule.after(params.publish_after_ms, publish, { note: note.id });
  return reply(note, { status: 201 });
}

function listNotes({ params, state }: Op<v.InferOutput<typeof ListNotes>>): unknown {
  const where = params.owner === undefined ? undefined : ({ field: "owner", value: params.owner } as const);
  const page = state.notes.page({ limit: params.limit, after: params.after, where });
  return { notes: page.items, has_more: page.hasMore };
}

function deleteNote({ path, state, emit }: Op<object, "note">): unknown {
  const note = state.notes.require(path.note, "note");
  state.notes.delete(note.id);
  emit({ type: "note.deleted", note });
  return noContent();
}

const pinged = action("ping.answered", ({ state, now }: WorldContext<Probe>, { status, error }: OutboundOutcome) => {
  state.notes.insert({ text: error ?? `answered ${status}`, owner: "ping", status: "published", created: now });
});

function problem(status: number, code: string, message: string, param: string | null = null): VendorError {
  return new VendorError({ status, code, body: { problem: { code, message, param } } });
}

export const probeTwin = defineTwin<Probe>({
  name: "probe",
  version: "1.2.3",
  port: 4999,
  state,
  resources: [
    resource("note", {
      operations: {
        CreateNote: post("/notes", CreateNote, createNote),
        ListNotes: get("/notes", ListNotes, listNotes),
        CountNotes: get("/notes/count", ({ state, quirks }: Op) => ({
          count: quirks.has("text_count") ? String(state.notes.size) : state.notes.size,
        })),
        GetNote: get("/notes/:note", ({ path, state }: Op<object, "note">) => state.notes.require(path.note, "note")),
        PutText: put(
          "/notes/:note/text",
          bytes({ maxBytes: 1_024 }),
          ({ path, params, state }: Op<Uint8Array, "note">) =>
            state.notes.update(path.note, { text: Buffer.from(params).toString("hex") }),
        ),
        ShareNote: post("/notes/:note/share", ({ path, request }: Op<object, "note">) => ({
          url: `${request.origin}/notes/${path.note}?world=${request.world}`,
        })),
        DeleteNote: del("/notes/:note", deleteNote),
      },
      actions: [publish, archive],
    }),
    resource("hook", {
      operations: {
        CreateHook: post("/hooks", CreateHook, ({ params, state }: Op<v.InferOutput<typeof CreateHook>>) =>
          state.hooks.insert(params),
        ),
        DeleteHook: del("/hooks/:hook", ({ path, state }: Op<object, "hook">) => {
          state.hooks.delete(path.hook);
          return noContent();
        }),
        PostPing: post("/pings", CreateHook, ({ params, http }: Op<v.InferOutput<typeof CreateHook>>) => {
          http.send({ method: "POST", url: params.url, body: "ping" }, pinged);
          return reply({ accepted: true }, { status: 202 });
        }),
      },
      actions: [pinged],
    }),
  ],
  authenticate: ({ headers, query }, { strict }) => {
    const shared = new URLSearchParams(query).get("world");
    if (shared !== null) return { world: { name: shared }, account: "" };
    const key = headers["authorization"]?.replace(/^Bearer /, "");
    if (key === undefined && strict) throw problem(401, "no_key", "Send a key.");
    return { world: key ?? "anonymous", account: headers["probe-account"] ?? "" };
  },
  credential: (name) => name,
  authorize: ({ request }, operation) => {
    if (request.headers["probe-role"] === "guest" && operation.method !== "GET") throw problem(403, "guests_read", "");
  },
  errors: {
    unknownRoute: ({ method, path }) =>
      path.endsWith("/")
        ? new VendorError({ status: 308, code: "moved", body: {}, headers: { location: path.slice(0, -1) } })
        : problem(404, "no_such_route", `${method} ${path}`),
    invalidParams: ([first]) => problem(400, first.kind, first.message, first.path.join(".")),
    malformedBody: (reason) => problem(400, "malformed_body", reason),
    unsupportedMediaType: (type) => problem(415, "unsupported_media_type", type),
    bodyTooLarge: (maxBytes) => problem(413, "too_large", String(maxBytes)),
    internal: () => problem(500, "internal", "Something went wrong on our side."),
    injectable: {
      byCode: {
        gone_fishing: () => problem(503, "gone_fishing", "Back on Monday."),
        too_fast: () => problem(429, "too_fast", "Slow down."),
      },
    },
  },
  parameters: "brackets",
  accepts: ["json", "form"],
  requestId: (ids) => ids.prefixed("rq_", 10),
  replay: { credential: { authorization: "Bearer replayed" } },
  responseHeaders: ({ requestId }) => ({ "probe-request-id": requestId }),
  idempotency: {
    header: "idempotency-key",
    methods: ["POST"],
    ttlMs: 86_400_000,
    keyLengthMax: 64,
    replayHeaders: { "idempotent-replayed": "true" },
    keyTooLong: () => problem(400, "key_too_long", "The key is too long."),
    mismatch: () => problem(409, "key_reused", "The key was used with other parameters."),
  },
  rateLimits: probeLimits,
  quirks: {
    text_count: { description: "Counts are text.", default: false, source: "https://probe.example/quirks" },
  },
  webhooks: {
    messages: (event, { state, ids }, target) => {
      const body = JSON.stringify({ id: ids.prefixed("ev_", 8), ...event });
      const to = (endpoint: string, url: string) => ({
        event: { id: event.note.id, type: event.type },
        endpoint,
        url,
        body,
        secret: "whsec_probe",
      });
      const hooks = [...state.hooks.all()].map(({ id, url }) => to(id, url));
      return target === null ? hooks : [...hooks, to("target", target)];
    },
    sign: timestampedHmac("probe-signature"),
    headers: { "content-type": "application/json", "user-agent": "Probe/1.0" },
    stillWanted: ({ state }, { endpoint }) => endpoint === "target" || state.hooks.has(endpoint),
    retry: { delaysMs: [60_000, 3_600_000] },
    timeoutMs: 2_000,
  },
});
