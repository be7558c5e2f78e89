import type { MiddlewareHandler } from "hono";

/**
 * Nothing may run or load but our own files, and no other page may hold this one in a frame (Content Security Policy
 * Level 3). Text of a vendor that broke out of its place would find nothing to run.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

/** Headers of every answer of the inspector, refusals and files included. */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  for (const name in HEADERS) c.res.headers.set(name, HEADERS[name] ?? "");
};
