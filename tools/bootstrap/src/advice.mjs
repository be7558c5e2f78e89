const DISK_FREE_BYTES_MIN = 200 * 1024 * 1024;
const DISK_FULL =
  "The disk is full: the checkout and the pnpm store need about 1 GB. Free some space and run it again.";

/** Causes that a user can do something about, by what npm, pnpm and Node print; the first match wins. */
const CAUSES = [
  { printed: /ENOSPC|no space left/i, advice: DISK_FULL },
  {
    printed: /CERT_|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/,
    advice:
      "The registry's certificate is not trusted here: set NODE_EXTRA_CA_CERTS to your authority's .pem file and run it again.",
  },
  {
    printed: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|SOCKET_TIMEOUT/,
    advice:
      "The package registry cannot be reached: check the network, the proxy and `npm config get registry`, and run it again. What is already downloaded is kept.",
  },
  {
    printed: /OUTDATED_LOCKFILE/,
    advice: "pnpm-lock.yaml does not match the package.json files: run `npx pnpm@10 install` and commit the lockfile.",
  },
  {
    printed: /EACCES|EPERM|EROFS/,
    advice:
      "A folder cannot be written: check who owns the checkout, the npm cache (`npm config get cache`) and the pnpm store.",
  },
];

/**
 * What to do about a failed step.
 *
 * @param {object} seen
 * @param {string} seen.output the end of what the step printed
 * @param {number} seen.freeBytes what is left on the checkout's disk
 * @param {string} seen.fallback the advice where neither tells the cause
 */
export function advise({ output, freeBytes, fallback }) {
  if (freeBytes < DISK_FREE_BYTES_MIN) return DISK_FULL;
  return CAUSES.find((cause) => cause.printed.test(output))?.advice ?? fallback;
}
