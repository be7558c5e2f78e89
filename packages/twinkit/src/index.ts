export { defineTwin } from "./define/define-twin.ts";
export type { TwinDefinition, VendorErrors, SecretNames, AuthenticationOptions } from "./define/twin-definition.ts";
export type { TwinTypes, Account, EmittedEvent } from "./define/twin-types.ts";
export type {
  OperationContext,
  WorldContext,
  Schedule,
  Outbound,
  OutboundRequest,
  OutboundOutcome,
} from "./define/context.ts";
export { get, post, put, patch, del } from "./define/operation.ts";
export type { OperationDefinition, OperationMethod, PathNames } from "./define/operation.ts";
export { resource } from "./define/resource.ts";
export type { Resource, ResourceOptions } from "./define/resource.ts";
export type { Idempotency } from "./define/idempotency.ts";
export type { InjectableErrors } from "./define/injectable-errors.ts";

export { collection } from "./state/collection-definition.ts";
export type { CollectionDefinition, Entity } from "./state/collection-definition.ts";
export type { Collection } from "./state/collection.ts";
export type { Page, PageQuery, Slice, SliceQuery } from "./state/listing.ts";
export type { StateDefinition, StateOf } from "./state/state.ts";

export { action } from "./work/action.ts";
export type { Action, ActionOptions, ActionPayload } from "./work/action.ts";
export type { Webhooks, WebhookContext, DeliveryOutcome } from "./webhooks/webhooks.ts";
export type { WebhookMessage } from "./webhooks/delivery.ts";
export type { DisableRule, DisableReason } from "./webhooks/disable-rule.ts";
export type { RetrySchedule } from "./webhooks/retry-schedule.ts";
export { bodyHmac, standardWebhooks, timestampedHmac } from "./webhooks/signing.ts";
export type { HmacSigning, Signing, SigningInput } from "./webhooks/signing.ts";
export type { StatusRange } from "./webhooks/status-range.ts";
export type { Ids } from "./ids.ts";

export type { LimitedRequest, LimitScope, RateLimitProfile, RateLimitRule, RateLimits } from "./limits/rate-limits.ts";
export { tightest } from "./limits/limit-status.ts";
export type { LimitStatus } from "./limits/limit-status.ts";
export { counterHeaders, rateLimitFields, rateLimitHeaders, retryAfter } from "./limits/limit-headers.ts";
export type { CounterHeaderOptions } from "./limits/limit-headers.ts";
export type { OperationMatch } from "./limits/operation-match.ts";
export type { RequestLimits, Spending } from "./limits/request-limits.ts";
export type { Quirk, Quirks, QuirkSet } from "./quirks/quirks.ts";
export type { FaultSpec, FaultSpecInput } from "./faults/fault-spec.ts";

export { VendorError } from "./wire/vendor-error.ts";
export type { VendorErrorInit } from "./wire/vendor-error.ts";
export { reply, noContent, Reply } from "./wire/reply.ts";
export { bytes } from "./wire/bytes.ts";
export type { BytesOptions, BytesSchema } from "./wire/bytes.ts";
export type { ReplyInit } from "./wire/reply.ts";
export type { RequestFacts } from "./wire/request-facts.ts";
export type { ParamIssue } from "./wire/param-issue.ts";

export { openTwin } from "./data/open-twin.ts";
export type { OpenTwinOptions } from "./data/open-twin.ts";
export { createTwin } from "./server/twin.ts";
export type { Twin } from "./server/twin.ts";
export type { TwinOptions, CloseReport, Observation } from "./server/twin-options.ts";
export { listen } from "./server/listen.ts";
export type { Listener, ListenOptions } from "./server/listen.ts";
export { startFleet } from "./server/fleet.ts";
export type { AnyTwinDefinition, Fleet, FleetMember, FleetOptions } from "./server/fleet.ts";
export type { RuntimeConfig } from "./server/runtime-config.ts";
export type { Log, LogRecord } from "./server/log.ts";
export type { ClockOptions, ClockPosition } from "./world/clock.ts";
export { replayBundle } from "./replay/replay-bundle.ts";
export type { ReplayOptions } from "./replay/replay-bundle.ts";
export { formatReplayReport } from "./replay/format-report.ts";
export type { FormatOptions } from "./replay/format-report.ts";
export { readReplay } from "./replay/read-replay.ts";
export type { ReadReplayOptions, ReplayReader } from "./replay/read-replay.ts";
export type { ReplaySource } from "./replay/expand.ts";
export type { ReplayRules } from "./define/replay-rules.ts";
export { TwinkitError } from "./twinkit-error.ts";
export type { TwinkitErrorCode } from "./twinkit-error.ts";
export { parseDurationMs } from "./duration.ts";
export { openLicense } from "./license/license-guard.ts";
export type { LicenseGuard, LicenseOptions } from "./license/license-guard.ts";
