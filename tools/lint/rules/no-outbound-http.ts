import { bannedName } from "./ban.ts";
import type { Rule } from "./rule.ts";
import { visitUses } from "./uses.ts";

const CLIENT = ["Agent", "ClientRequest", "get", "globalAgent", "request"];

const BAN = {
  globals: ["EventSource", "fetch", "WebSocket", "XMLHttpRequest"],
  modules: {
    axios: "*",
    got: "*",
    http: CLIENT,
    http2: ["connect"],
    https: CLIENT,
    ky: "*",
    "node-fetch": "*",
    superagent: "*",
    undici: "*",
  },
} as const;

/** Only packages/httpclient calls out: it is where the TLS floor, the timeouts and the size limits are. */
export const noOutboundHttp: Rule = {
  create: (context) =>
    visitUses(context, (use) => {
      const name = bannedName(use, BAN);
      if (name === undefined) return false;
      const message = `Only packages/httpclient makes outbound HTTP calls (${name}): use @twinkit-pro/httpclient.`;
      context.report({ node: use.node, message });
      return true;
    }),
};
