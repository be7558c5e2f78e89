import { HttpClientError } from "./http-client-error.ts";
import { PACKAGE_VERSION } from "./version.ts";

/** Letters that stand in a product token and in a comment alike (RFC 9110 section 10.1.5). */
const TOKEN = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/;

/** `wondertwin/<version> (+component)`. @throws HttpClientError `invalid_option` */
export function userAgent(component: string, version: string = PACKAGE_VERSION): string {
  for (const [name, value] of Object.entries({ component, version })) {
    if (TOKEN.test(value)) continue;
    const shown = JSON.stringify(value.slice(0, 64));
    throw new HttpClientError(
      "invalid_option",
      `${name} is ${shown}; it must be 1 to 64 letters, digits, ".", "_", "+" or "-".`,
    );
  }
  return `wondertwin/${version} (+${component})`;
}
