import { AccountId } from "@twinkit-pro/contracts";
import { Hono } from "hono";
import * as v from "valibot";
import { PlatformError } from "../errors/platform-error.ts";
import type { HttpEnv } from "../http/http-env.ts";
import { checkShape, readJson } from "../http/parse-json.ts";
import { operatorGuard } from "../operator/operator-guard.ts";
import { issueAndRecord, type LicenseDesk } from "./license-desk.ts";
import { LicenseOrderBody } from "./license-order.ts";
import { listLicenses } from "./license-store.ts";
import { revocationList, revokeLicense } from "./revocation-store.ts";

const ORDER_BYTES_MAX = 16 * 1024;
const PAGE_DEFAULT = 50;
const PAGE_MAX = 200;

const AccountPath = v.object({ id: AccountId });
const LicenseId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/, "must be the jti of a licence"));
const LicensePath = v.object({ jti: LicenseId });
const PageQuery = v.object({
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,4}$/, "must be a whole number"),
      v.transform(Number),
      v.minValue(1),
      v.maxValue(PAGE_MAX),
    ),
    String(PAGE_DEFAULT),
  ),
  /** The last `jti` of the page before. */
  before: v.optional(LicenseId),
});

/** Licences and revocations. All but the revocation list are the operator's. */
export function licenseRoutes(desk: LicenseDesk, operatorToken: string): Hono<HttpEnv> {
  const operator = operatorGuard(operatorToken);
  return new Hono<HttpEnv>()
    .post("/v1/accounts/:id/licenses", operator, async (c) => {
      const { id } = checkShape(AccountPath, c.req.param());
      const order = await readJson(c.req.raw, LicenseOrderBody, ORDER_BYTES_MAX);
      return c.json(await issueAndRecord(desk, id, order), 201);
    })
    .get("/v1/accounts/:id/licenses", operator, async (c) => {
      const { id } = checkShape(AccountPath, c.req.param());
      const page = await listLicenses(desk.db, id, checkShape(PageQuery, c.req.query()));
      const listed = page.licenses.map(({ claims, kid, revokedAt }) => ({
        claims,
        kid,
        revoked_at: revokedAt?.toISOString() ?? null,
      }));
      return c.json({ licenses: listed, has_more: page.hasMore });
    })
    .post("/v1/licenses/:jti/revoke", operator, async (c) => {
      const { jti } = checkShape(LicensePath, c.req.param());
      const revokedAt = await revokeLicense(desk.db, jti, desk.now());
      if (revokedAt) return c.json({ jti, revoked_at: revokedAt.toISOString() });
      throw new PlatformError("not_found", `This platform issued no licence ${jti}.`, { path: "jti" });
    })
    .get("/v1/revocations", async (c) => c.json(await revocationList(desk.db, desk.now())));
}
