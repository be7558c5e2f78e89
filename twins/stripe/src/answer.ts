import {
  type OperationContext,
  type OperationDefinition,
  Reply,
  type Resource,
  VendorError,
} from "@twinkit-pro/twinkit";
import * as v from "valibot";
import { withRequestLog } from "./errors.ts";
import { expandable } from "./expandable.ts";
import { expandAnswer } from "./expand.ts";
import { originalRequestHeader } from "./idempotency.ts";
import type { StripeTwin } from "./types.ts";

/** The resource with what Stripe does to every answer: expansion, the log link of errors, the original request's id. */
export function answering(resource: Resource<StripeTwin>): Resource<StripeTwin> {
  const operations = Object.entries(resource.operations).map(
    ([name, operation]) => [name, finishing(operation)] as const,
  );
  return { ...resource, operations: Object.fromEntries(operations) };
}

const NO_PARAMETERS = v.strictObject({});

type Context = OperationContext<StripeTwin, { readonly expand?: readonly string[] }, string, object>;

function finishing(operation: OperationDefinition<StripeTwin>): OperationDefinition<StripeTwin> {
  const handle = operation.run as (context: Context) => object;
  const run = (context: Context): unknown => {
    try {
      const answer = handle(context);
      if (answer instanceof VendorError) return finishError(answer, context);
      return finishAnswer(expandAnswer(expandable, context, answer, context.params.expand ?? []), context);
    } catch (error) {
      throw error instanceof VendorError ? finishError(error, context) : error;
    }
  };
  // Stripe takes parameters of a write from its query too; the twin refuses them rather than lose them.
  const query = operation.method === "POST" ? (operation.query ?? NO_PARAMETERS) : operation.query;
  return { ...operation, query, run: run as OperationDefinition<StripeTwin>["run"] };
}

function finishAnswer(answer: object, { request }: Context): object {
  const headers = originalRequestHeader(request);
  return headers === null ? answer : new Reply(answer, { headers });
}

function finishError(error: VendorError, { request }: Context): VendorError {
  const logged = withRequestLog(error, request);
  const { status, body, code } = logged;
  return new VendorError({ status, body, code, headers: { ...logged.headers, ...originalRequestHeader(request) } });
}
