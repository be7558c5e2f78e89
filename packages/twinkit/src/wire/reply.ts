export interface ReplyInit {
  /** HTTP status. @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that is more than "200 with this JSON". Text and bytes are sent as they are, anything else as JSON. */
export class Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(body: unknown, init: ReplyInit) {
    this.status = init.status ?? 200;
    this.body = body;
    this.headers = init.headers ?? {};
  }
}

/** Answers with a status or headers of its own, for example `reply(asset, { status: 201 })`. */
export function reply(body: unknown, init: ReplyInit = {}): Reply {
  return new Reply(body, init);
}

/** Answers 204 with no body. */
export function noContent(): Reply {
  return new Reply(undefined, { status: 204 });
}
