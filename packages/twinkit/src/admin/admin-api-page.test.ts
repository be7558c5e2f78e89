import { expect, it } from "vitest";
import { adminApiPage } from "./admin-api-page.ts";
import { adminRoutes } from "./routes.ts";

it("docs/admin-api.md is what the routes say (write it with `vitest run -u`)", async () => {
  await expect(adminApiPage(adminRoutes())).toMatchFileSnapshot("../../../../docs/admin-api.md");
});
