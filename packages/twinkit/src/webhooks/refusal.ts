import { HttpClientError, type HttpClientErrorCode } from "@twinkit-pro/httpclient";

/** What the operator can do about a target that the twin will not send to. */
const REMEDIES: Partial<Record<HttpClientErrorCode, string>> = {
  not_loopback:
    "Messages stay on this machine unless the operator names the host: start the twin with the option webhookHosts " +
    "(wt: WT_WEBHOOK_HOSTS=host,host), then replay the delivery.",
  address_forbidden: "No option allows this address. Give the endpoint another one.",
  invalid_request: "Change the headers of the endpoint, then replay the delivery.",
  invalid_url: "Give the endpoint an http or https address, then replay the delivery.",
};

/** What went wrong with an outbound call, and whether trying again could ever help. */
export interface SendFailure {
  readonly message: string;
  /** The twin itself will not send there, so that no retry changes anything. */
  readonly refused: boolean;
}

export function describeFailure(error: unknown): SendFailure {
  const message = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof HttpClientError ? REMEDIES[error.code] : undefined;
  return remedy === undefined ? { message, refused: false } : { message: `${message} ${remedy}`, refused: true };
}
