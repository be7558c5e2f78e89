import type { WorldContext } from "../define/context.ts";
import type { TwinTypes } from "../define/twin-types.ts";
import { type Disturbance, disturbanceOf, isQuiet } from "../faults/disturbance.ts";
import { injectedError } from "../faults/injected-error.ts";
import { undergo } from "../faults/undergo.ts";
import type { Admission } from "../limits/admission.ts";
import { LIMITS_OFF } from "../limits/request-limits.ts";
import { BodyTooLargeError } from "../wire/body.ts";
import { isBytesSchema } from "../wire/bytes.ts";
import type { Inbound } from "../wire/inbound.ts";
import type { RequestFacts } from "../wire/request-facts.ts";
import { TwinkitError } from "../twinkit-error.ts";
import { VendorError } from "../wire/vendor-error.ts";
import type { World } from "../world/world.ts";
import { DEFAULT_WORLD, Worlds } from "../world/worlds.ts";
import { ExchangeFacts } from "./exchange-facts.ts";
import { findRepetition, keepAnswer } from "./idempotent-answer.ts";
import type { NamedOperation } from "./named-operation.ts";
import { isUnimplemented, recordExchange } from "./record-exchange.ts";
import { readInputs } from "./inputs.ts";
import { noWorldName, outOfRoom } from "./refusals.ts";
import { type Answer, type Rendered, render } from "./rendered.ts";
import type { TwinRuntime } from "./twin-runtime.ts";

const BODY_BYTES_MAX_DEFAULT = 10 * 1024 * 1024;
const WORLD_HEADER = "wt-world";
const NO_BODY = new Uint8Array(0);

/** Answers one request to the vendor's API and enters it in the ledger. `operation` is null where no route matched. */
export async function answerExchange<T extends TwinTypes>(
  runtime: TwinRuntime<T>,
  operation: NamedOperation<T> | null,
  inbound: Inbound,
  path: Readonly<Record<string, string>>,
): Promise<Answer> {
  const startedMs = performance.now();
  const exchange = new Exchange(runtime, inbound);
  try {
    const rendered = await exchange.answer(operation, path);
    const headers = exchange.finishHeaders(rendered, operation);
    exchange.record(operation, rendered, headers, performance.now() - startedMs);
    const { status, body, interruption } = rendered;
    return interruption === undefined ? { status, headers, body } : { status, headers, body, interruption };
  } finally {
    exchange.release();
  }
}

class Exchange<T extends TwinTypes> {
  readonly #runtime: TwinRuntime<T>;
  readonly #inbound: Inbound;
  readonly #facts: RequestFacts;
  #world: World<T>;
  #body: Uint8Array = NO_BODY;
  /** What the operation took for now. */
  #atMs: number | null = null;
  /** What the user had armed to happen to it; null for nothing. */
  #fault: string | null = null;
  /** Null where no rate limit counts the request. */
  #admission: Admission<T> | null = null;

  constructor(runtime: TwinRuntime<T>, inbound: Inbound) {
    this.#runtime = runtime;
    this.#inbound = inbound;
    const named = inbound.headers[WORLD_HEADER];
    this.#world =
      (named === undefined ? null : this.#openWorld(named)) ?? this.#openWorld(DEFAULT_WORLD) ?? unreachable();
    this.#facts = new ExchangeFacts(inbound, () => this.#world);
  }

  async answer(operation: NamedOperation<T> | null, path: Readonly<Record<string, string>>): Promise<Rendered> {
    const { definition, config } = this.#runtime;
    try {
      const named = this.#facts.headers[WORLD_HEADER];
      const refusal = named === undefined ? null : this.#refuseWorld(named);
      if (refusal !== null) return refusal;
      this.#body = await this.#readBody(operation);
      const account = definition.authenticate(this.#facts, { strict: config.strict });
      const full = this.#enterWorld(account);
      if (full !== null) return full;
      if (operation !== null) this.#admit(operation, account, path);
      const { faults } = this.#world;
      if (isQuiet(config, faults)) return this.#serve(operation, account, path);
      const { method, path: pathname } = this.#facts;
      const disturbance = disturbanceOf(config, faults, { method, path: pathname, operation });
      if (disturbance === null) return this.#serve(operation, account, path);
      return await this.#undergo(disturbance, operation, account, path);
    } catch (error) {
      return this.#refused(error, operation);
    }
  }

  finishHeaders(rendered: Rendered, operation: NamedOperation<T> | null): Record<string, string> {
    const { definition, closing } = this.#runtime;
    if (rendered.status === 0) return {};
    return {
      ...definition.responseHeaders?.(this.#facts),
      ...this.#admission?.headers(),
      ...rendered.headers,
      ...(isUnimplemented(operation, rendered)
        ? { "wt-unimplemented": `${this.#facts.method} ${this.#facts.path}` }
        : {}),
      ...(closing ? { connection: "close" } : {}),
    };
  }

  record(
    operation: NamedOperation<T> | null,
    rendered: Rendered,
    headers: Record<string, string>,
    durationMs: number,
  ): void {
    const [world, request, requestBody] = [this.#world, this.#facts, this.#body];
    const atMs = this.#atMs ?? world.clock.nowMs;
    const fault = this.#fault;
    this.#runtime.data?.touch(world);
    recordExchange(this.#runtime, {
      world,
      atMs,
      operation,
      request,
      requestBody,
      rendered,
      headers,
      durationMs,
      fault,
    });
  }

  /** Ends what lasts as long as the request; called whatever became of it. */
  release(): void {
    this.#admission?.release();
  }

  /** @throws VendorError the vendor's refusal where a rate limit is exceeded */
  #admit(operation: NamedOperation<T>, account: T["account"], path: Readonly<Record<string, string>>): void {
    const { rate_limit_profile: profile } = this.#runtime.config;
    if (profile === null) return;
    this.#admission = this.#world.limits.admit(profile, operation, { path, account, request: this.#facts });
    if (this.#admission.refusal !== null) throw this.#admission.refusal;
  }

  async #readBody(operation: NamedOperation<T> | null): Promise<Uint8Array> {
    const { definition } = this.#runtime;
    const upload = operation !== null && isBytesSchema(operation.body) ? operation.body.maxBytes : null;
    const maxBytes = upload ?? definition.bodyBytesMax ?? BODY_BYTES_MAX_DEFAULT;
    try {
      return await this.#inbound.readBody(maxBytes);
    } catch (error) {
      if (error instanceof BodyTooLargeError) throw definition.errors.bodyTooLarge(maxBytes, this.#facts);
      throw definition.errors.malformedBody("the body did not arrive whole", this.#facts);
    }
  }

  #openWorld(name: string): World<T> | null {
    return Worlds.isName(name) ? this.#runtime.worlds.open(name) : null;
  }

  #refuseWorld(named: string): Rendered | null {
    if (this.#world.name === named) return null;
    if (Worlds.isName(named)) return outOfRoom("worlds_full", this.#runtime.worlds.fullRefusal);
    return noWorldName(named);
  }

  /** Without `WT-World` the credential decides. */
  #enterWorld(account: T["account"]): Rendered | null {
    if (this.#facts.headers[WORLD_HEADER] !== undefined) return null;
    const { worlds } = this.#runtime;
    const name = typeof account.world === "string" ? worlds.nameOf(account.world) : account.world.name;
    const world = this.#openWorld(name);
    if (world === null) return this.#refuseWorld(name);
    this.#world = world;
    return null;
  }

  #undergo(
    disturbance: Disturbance,
    operation: NamedOperation<T> | null,
    account: T["account"],
    path: Readonly<Record<string, string>>,
  ): Promise<Rendered> {
    const { definition, tasks, letGo } = this.#runtime;
    this.#fault = disturbance.mark;
    const settle = (answer: () => Rendered): Rendered => {
      try {
        return answer();
      } catch (error) {
        return this.#refused(error, operation);
      }
    };
    return undergo(disturbance, {
      serve: () => settle(() => this.#serve(operation, account, path)),
      fail: (wanted) => settle(() => render(injectedError(definition.errors, wanted, this.#facts))),
      worldEnded: this.#world.ended,
      closing: letGo.signal,
      closed: tasks.signal,
    });
  }

  #serve(operation: NamedOperation<T> | null, account: T["account"], path: Readonly<Record<string, string>>): Rendered {
    if (operation === null) throw this.#runtime.definition.errors.unknownRoute(this.#facts);
    return this.#perform(operation, account, path);
  }

  #refused(error: unknown, operation: NamedOperation<T> | null): Rendered {
    if (error instanceof VendorError) return render(error);
    if (error instanceof TwinkitError && error.code === "world_full") return outOfRoom(error.code, error.message);
    this.#logFailure(error, operation);
    return render(this.#runtime.definition.errors.internal(this.#facts));
  }

  #perform(operation: NamedOperation<T>, account: T["account"], path: Readonly<Record<string, string>>): Rendered {
    const world = this.#world;
    const accountName = account.account ?? "";
    const nowMs = (this.#atMs = world.clock.nowMs);
    this.#authorize(operation, account, path, nowMs);
    const repetition = findRepetition(
      this.#runtime.definition.idempotency,
      world,
      accountName,
      this.#facts,
      this.#body,
    );
    if (repetition.kind === "repeated") return repetition.answer;
    const inputs = readInputs(this.#runtime, operation, this.#facts, this.#body);
    const run = operation.run as (context: unknown) => unknown;
    const request = this.#facts;
    const limits = this.#admission ?? LIMITS_OFF;
    const rendered = renderPerformed(() =>
      world.perform(accountName, nowMs, (context: WorldContext<T>) =>
        run({ ...context, path, params: inputs.params, query: inputs.query, account, request, limits }),
      ),
    );
    if (repetition.kind === "first") keepAnswer(world, repetition.place, rendered);
    return rendered;
  }

  #authorize(
    operation: NamedOperation<T>,
    account: T["account"],
    path: Readonly<Record<string, string>>,
    nowMs: number,
  ): void {
    const { authorize } = this.#runtime.definition;
    if (authorize === undefined) return;
    const request = this.#facts;
    const limits = this.#admission ?? LIMITS_OFF;
    this.#world.perform(account.account ?? "", nowMs, (context) =>
      authorize({ ...context, path, params: {}, query: {}, account, request, limits }, operation),
    );
  }

  #logFailure(error: unknown, operation: NamedOperation<T> | null): void {
    this.#runtime.log({
      level: "error",
      msg: "operation failed",
      twin: this.#runtime.definition.name,
      operation: operation?.name ?? null,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

function renderPerformed(perform: () => unknown): Rendered {
  try {
    return render(perform());
  } catch (error) {
    if (error instanceof VendorError) return render(error);
    throw error;
  }
}

function unreachable(): never {
  throw new Error("the default world is made when the twin is created");
}
