import { ErrorBody } from "@twinkit-pro/contracts";
import { createHttpClient, HttpClientError, type HttpResponse } from "@twinkit-pro/httpclient";
import * as v from "valibot";
import type { Config } from "../config/config.ts";
import { ERROR_TABLE, type PlatformErrorCode } from "../errors/error-table.ts";
import { PlatformError } from "../errors/platform-error.ts";
import { findOperatorToken } from "../operator/operator-token.ts";
import { IssuedLicense } from "@twinkit-pro/contracts";
import type { LicenseOrderBody } from "./license-order.ts";

/**
 * Orders a licence from the running server.
 *
 * @throws {PlatformError} what the server answered, or `server_unreachable`
 */
export async function postLicenseOrder(
  config: Config,
  serverUrl: string,
  account: string,
  order: LicenseOrderBody,
): Promise<IssuedLicense> {
  const response = await post(`${serverUrl}/v1/accounts/${account}/licenses`, await requireToken(config), order);
  const body: unknown = response.json();
  if (response.status === 201) return v.parse(IssuedLicense, body);
  const { error } = v.parse(ErrorBody, body);
  throw new PlatformError(isKnown(error.code) ? error.code : "internal", error.message, { path: error.path });
}

async function post(url: string, token: string, order: LicenseOrderBody): Promise<HttpResponse> {
  await using http = createHttpClient({ component: "wt-platform", allowedHosts: [new URL(url).host] });
  try {
    return await http.request({
      method: "POST",
      url,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(order),
      maxRedirects: 0,
    });
  } catch (error) {
    if (!(error instanceof HttpClientError)) throw error;
    const message = `The platform that has the data directory open does not answer at ${url}. ${error.message}`;
    // Only where the order surely did not arrive may the caller send it again.
    const isSurelyUnsent = error.code === "connection_refused";
    throw new PlatformError(isSurelyUnsent ? "server_unreachable" : "internal", message, { cause: error });
  }
}

async function requireToken(config: Config): Promise<string> {
  const token = await findOperatorToken(config);
  if (token !== undefined) return token;
  throw new PlatformError(
    "unauthenticated",
    "The running server has an operator token that this command does not know. Set WT_OPERATOR_TOKEN as the server has it.",
  );
}

function isKnown(code: string): code is PlatformErrorCode {
  return code in ERROR_TABLE;
}
