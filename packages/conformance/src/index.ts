export { recordExchanges } from "./exchange-recorder.ts";
export type { ExchangeRecorder } from "./exchange-recorder.ts";
export { gatherEvidence } from "./evidence.ts";
export type { Evidence, Exchanges, OperationRoute } from "./evidence.ts";
export { coverageOf } from "./coverage.ts";
export type { CoverageSubject } from "./coverage.ts";
export { coverageMarkdown } from "./coverage-markdown.ts";
